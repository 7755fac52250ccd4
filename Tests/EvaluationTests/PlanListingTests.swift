import Evaluation
import Testing

@Suite struct PlanListingTests {
    @Test func `a listing has a line for each cell and counts them`() throws {
        let matrix = try matrix(
            """
            name: x
            repetitions: 2
            corpora: [b, a]
            modes: [stateless]
            axes: {counter: [characters/4], context.limit: [8k, 30%]}
            exclude: [{corpus: [a, b], context.limit: 8k}]
            """)
        let plan = try Plan(matrix, corpora: corpora("a", "b"))
        #expect(
            plan.listing == """
                b  stateless  counter=characters/4 context.limit=30%
                a  stateless  counter=characters/4 context.limit=30%
                2 cells: 2 corpora, 1 configuration, 1 mode, 2 repetitions

                """)
    }
}

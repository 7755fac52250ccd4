import Evaluation
import Testing

@Suite struct PlanTests {
    private let yaml = """
        name: x
        seed: 7
        repetitions: 3
        axes:
          counter: [cl100k_base, o200k_base]
          context.limit: [8k, 30%]

        """

    private func plan(
        _ more: String = "", _ names: [CorpusIdentity] = corpora("a", "b"), filter: String? = nil
    ) throws -> Plan {
        let filter = try filter.map(CellFilter.init) ?? .all
        return try Plan(matrix(yaml + more), corpora: names, filter: filter)
    }

    /// How a cell's settings are listed.
    private func settings(_ cell: Cell) -> String {
        cell.configuration.map(\.value).joined(separator: " ")
    }

    @Test func `every combination is planned on every corpus in every mode`() throws {
        let cells = try plan().cells
        #expect(cells.count == 2 * 4 * 2)
        #expect(Set(cells).count == cells.count)
        #expect(
            Set(cells.map(settings)) == [
                "cl100k_base 8000", "cl100k_base 30%", "o200k_base 8000", "o200k_base 30%",
            ])
        #expect(cells.allSatisfy { $0.seed == 7 })
        #expect(cells.allSatisfy { $0.configuration.map(\.axis) == ["counter", "context.limit"] })
        #expect(Set(cells.map(\.mode)) == [.stateless, .stateful])
    }

    @Test func `corpora follow each other`() throws {
        let cells = try plan().cells
        #expect(
            cells.map(\.corpus.name)
                == ["a", "b"].flatMap { Array(repeating: $0, count: 8) })
        let listed = try plan("corpora: [b, a]", corpora("a", "b", "c")).cells
        #expect(listed.first?.corpus == corpora("b")[0])
        #expect(listed.last?.corpus == corpora("a")[0])
        #expect(listed.count == cells.count)
    }

    @Test func `each corpus has an order of its own, and repetitions add no cells`() throws {
        let plan = try plan()
        let orders = stride(from: 0, to: plan.cells.count, by: 8).map { start in
            plan.cells[start..<start + 8].map { settings($0) + " " + $0.mode.rawValue }
        }
        #expect(Set(orders).count == orders.count)
        #expect(Set(orders.map { $0.sorted() }).count == 1)
        #expect(plan.repetitions == 3)
    }

    @Test func `the seed alone decides the order`() throws {
        #expect(try plan() == plan())
        var other = try matrix(yaml)
        other.seed = 8
        let reseeded = try Plan(other, corpora: corpora("a", "b")).cells.map(settings)
        #expect(try plan().cells.map(settings) != reseeded)
    }

    @Test func `a corpus more does not disturb the others`() throws {
        let few = try plan("", corpora("a", "b")).cells
        let more = try plan("", corpora("c", "a", "b")).cells
        #expect(Array(more.suffix(few.count)) == few)
    }

    @Test func `the order of one seed stays as it is`() throws {
        let cells = try plan("", corpora("a")).cells
        #expect(cells.map(\.mode) == ReplayMode.allCases.flatMap { Array(repeating: $0, count: 4) })
        #expect(
            cells.prefix(5).map(\.listing) == [
                "a  stateless  counter=o200k_base context.limit=8000",
                "a  stateless  counter=cl100k_base context.limit=8000",
                "a  stateless  counter=cl100k_base context.limit=30%",
                "a  stateless  counter=o200k_base context.limit=30%",
                "a  stateful  counter=o200k_base context.limit=30%",
            ])
    }

    @Test func `an included configuration is planned, once`() throws {
        let more = """
            include:
              - {context.limit: 64k}
              - {context.limit: 64k, counter: cl100k_base}
              - {context.limit: 8k, counter: o200k_base}
            """
        let plan = try plan(more, corpora("a"))
        #expect(plan.configurations.count == 5)
        #expect(plan.cells.count == 5 * 2)
        #expect(
            plan.cells.filter { settings($0) == "cl100k_base 64000" }.count == 2)
    }

    @Test func `what an exclusion meets is left out`() throws {
        let more = """
            include: [{context.limit: 64k}]
            exclude:
              - {counter: o200k_base, context.limit: [30%, 64k], corpus: a}
              - {mode: stateful, corpus: [b]}
              - {context.limit: 64k, mode: stateless}
            """
        let kept = Set(
            try plan(more).cells.map { "\($0.corpus.name) \($0.mode) \(settings($0))" })
        #expect(
            kept == [
                "a stateless cl100k_base 8000", "a stateless cl100k_base 30%",
                "a stateless o200k_base 8000", "a stateful cl100k_base 8000",
                "a stateful cl100k_base 30%", "a stateful o200k_base 8000",
                "a stateful cl100k_base 64000", "b stateless cl100k_base 8000",
                "b stateless cl100k_base 30%", "b stateless o200k_base 8000",
                "b stateless o200k_base 30%",
            ])
    }

    @Test func `a corpus given twice is planned once`() throws {
        #expect(try plan("", corpora("a", "a")) == plan("", corpora("a")))
    }

    @Test func `a corpus that was not handed in is missed`() throws {
        #expect {
            try plan("corpora: [a, c]")
        } throws: {
            "\($0)" == "matrix: there is no corpus 'c': expected one of a, b; correct corpora"
        }
    }

    @Test func `more cells than can be planned are refused`() throws {
        var large = try matrix(yaml)
        large.repetitions = 125_001
        #expect {
            try Plan(large, corpora: corpora("a"))
        } throws: {
            "\($0)" == """
                matrix: 1000008 cells (corpora × configurations × modes × repetitions): \
                expected at most 1000000; take out values, corpora or repetitions
                """
        }
    }

    @Test func `a plan without cells is refused`() throws {
        let message = """
            plan: no cell is left: expected at least one; relax the filter or the exclusions
            """
        #expect {
            try plan("exclude: [{counter: [cl100k_base, o200k_base]}]")
        } throws: {
            "\($0)" == message
        }
        #expect {
            try plan("exclude: [{corpus: a, mode: stateful}]", filter: "corpus=a,mode=stateful")
        } throws: {
            "\($0)" == message
        }
        #expect {
            let axes = [Matrix.Axis(name: "counter", values: [])]
            return try Plan(Matrix(name: "x", axes: axes), corpora: corpora("a"))
        } throws: {
            "\($0)" == message
        }
        #expect {
            try plan("", [])
        } throws: {
            "\($0)" == message
        }
    }

    @Test func `a filter keeps the order of what it keeps`() throws {
        let all = try plan().cells
        let kept = try plan(filter: "counter=o200k_base,mode=stateful").cells
        #expect(
            kept == all.filter { $0.mode == .stateful && settings($0).hasPrefix("o200k_base") })
        #expect(kept.count == 2 * 2)
    }
}

import Evaluation
import Testing

@Suite struct CellKeyTests {
    private let cell = Cell(
        corpus: CorpusIdentity(name: "a", hash: "c0ffee"),
        configuration: [
            AxisValue(axis: "counter", value: "o200k_base"),
            AxisValue(axis: "context.limit", value: "30%"),
        ], mode: .stateful, seed: 7)

    private func key(_ cell: Cell, build: String = "b1", benchmark: Int = 3) -> String {
        cell.key(buildFingerprint: build, benchmarkVersion: benchmark, hasher: PlainHasher())
    }

    @Test func `the key is the hash of a line for each thing that matters`() {
        #expect(
            key(cell) == """
                <benchmark=3
                build=b1
                configuration=context.limit=30%,counter=o200k_base
                corpus=c0ffee
                mode=stateful
                seed=7
                >
                """)
    }

    @Test func `everything that matters changes the key`() {
        var others = [cell, cell, cell, cell]
        others[0].corpus.hash = "decaf"
        others[1].configuration[0].value = "cl100k_base"
        others[2].mode = .stateless
        others[3].seed = 8
        let keys = [key(cell), key(cell, build: "b2"), key(cell, benchmark: 4)]
        #expect(Set(keys + others.map { key($0) }).count == 7)
    }

    @Test func `the corpus's name and the order of the axes do not matter`() {
        var other = cell
        other.corpus.name = "renamed"
        other.configuration.reverse()
        #expect(key(other) == key(cell))
    }
}

import Evaluation
import Testing

@Suite struct MatrixTests {
    static let full = """
        name: full
        description: |
          Two lines
          of text.
        seed: 18446744073709551615
        repetitions: 3
        modes: [stateful]
        corpora: [c, a]
        axes:
          context.limit: [8k, 32_000, 12.50%]
          cache.count: [on, "off"]
          replay.gap: [30s]
        include:
          - {context.limit: 64k}
          - {cache.count: off, context.limit: 128k}
        exclude:
          - {context.limit: [8000, 32k], mode: stateful}
          - {corpus: c}
        """

    @Test func `every key is read`() throws {
        let matrix = try matrix(Self.full)
        #expect(matrix.name == "full")
        #expect(matrix.description == "Two lines\nof text.\n")
        #expect(matrix.seed == .max)
        #expect(matrix.repetitions == 3)
        #expect(matrix.modes == [.stateful])
        #expect(matrix.corpora == ["c", "a"])
        #expect(matrix.axes.map(\.name) == ["context.limit", "cache.count", "replay.gap"])
        #expect(
            matrix.axes.map(\.values) == [["8000", "32000", "12.5%"], ["on", "off"], ["30s"]])
    }

    @Test func `an included configuration is filled up with first values`() throws {
        let include = try matrix(Self.full).include
        #expect(
            include.map { $0.map(\.value) }
                == [["64000", "on", "30s"], ["128000", "off", "30s"]])
        #expect(include[0].map(\.axis) == ["context.limit", "cache.count", "replay.gap"])
    }

    @Test func `an exclusion takes single values and lists, corpora and modes`() throws {
        let rules = try matrix(Self.full).exclude
        #expect(
            rules.map(\.canonicalText) == [
                "context.limit=32000,context.limit=8000,mode=stateful", "corpus=c",
            ])
    }

    @Test func `what is left out has its default`() throws {
        let matrix = try matrix("{name: least, axes: {counter: [cl100k_base]}}")
        var expected = Matrix(
            name: "least", axes: [Matrix.Axis(name: "counter", values: ["cl100k_base"])])
        expected.seed = 0
        expected.repetitions = 1
        expected.modes = [.stateless, .stateful]
        expected.corpora = nil
        #expect(matrix == expected)
    }

    @Test func `words and numbers of YAML stay as written`() throws {
        let matrix = try matrix("{name: 1e3, axes: {cache.count: [off, on], replay.gap: [007s]}}")
        #expect(matrix.name == "1e3")
        #expect(matrix.axes.map(\.values) == [["off", "on"], ["007s"]])
    }

    @Test func `values may come from anchors`() throws {
        let matrix = try matrix(
            """
            name: anchored
            axes: {context.limit: &limits [8k, 9k]}
            exclude: [{context.limit: *limits, mode: stateless}]
            """)
        #expect(matrix.exclude[0].terms[0].values == ["8000", "9000"])
    }

    @Test func `the canonical text is of sorted lines`() throws {
        #expect(
            try matrix(Self.full).canonicalText == """
                axis.cache.count=off
                axis.cache.count=on
                axis.context.limit=12.5%
                axis.context.limit=32000
                axis.context.limit=8000
                axis.replay.gap=30s
                corpus=a
                corpus=c
                exclude=context.limit=32000,context.limit=8000,mode=stateful
                exclude=corpus=c
                include=cache.count=off,context.limit=128000,replay.gap=30s
                include=cache.count=on,context.limit=64000,replay.gap=30s
                mode=stateful
                name=full
                repetitions=3
                seed=18446744073709551615

                """)
    }

    @Test func `order, spelling and comments do not change the canonical text`() throws {
        let one = try matrix(
            "{name: x, axes: {context.limit: [8k, 30%], cache.count: [on, off]}}")
        let other = try matrix(
            """
            # The same.
            axes:
              cache.count: [off, true]
              context.limit: [30.0%, 8_000]
            modes: [stateful, stateless]
            seed: 0
            description: other words
            name: x
            """)
        #expect(one.canonicalText == other.canonicalText)
        #expect(one.canonicalText.contains("corpus=*\n"))
    }

    @Test(arguments: ["seed: 1", "repetitions: 2", "modes: [stateful]", "corpora: [a, b, c]"])
    func `what changes the cells changes the canonical text`(line: String) throws {
        let base = "name: x\naxes: {counter: [cl100k_base]}\n"
        #expect(try matrix(base).canonicalText != matrix(base + line).canonicalText)
    }
}

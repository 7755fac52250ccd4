import Evaluation
import Testing

@Suite struct MatrixTextTests {
    private static let plain = """
        name: small
        seed: 5
        corpora: [chat, gone]
        axes:
          counter: [cl100k_base, o200k_base]
          context.limit: [8000, 30%]
        """

    /// The same cells, written otherwise.
    private static let others = [
        "comments": """
        # What it is for.
        name: small   # its name
        seed: 5
        corpora: [chat, gone]
        axes:
          # two counters
          counter: [cl100k_base, o200k_base]
          context.limit: [8000, 30%]
        """,
        "white space and style": """
        name:   "small"

        seed: 5
        corpora:
          - chat
          - gone
        axes: {counter: [cl100k_base,o200k_base],  context.limit: [8k, 30.0%]}

        """,
        "a description": plain + "\ndescription: Something else.\n",
    ]

    private func description(
        _ text: MatrixText, seed: UInt64 = 5, build: String = "b"
    ) -> RunDescription {
        let corpus = CorpusIdentity(name: "chat", hash: "h")
        return RunDescription(
            id: "r", startedAt: 0, command: "",
            program: MeasuredProgram(revision: "", buildFingerprint: build, environment: []),
            work: PlannedWork(
                name: "small", matrix: text, seed: seed,
                corpora: [
                    CorpusSummary(
                        identity: corpus, conversations: 1, messages: 1, requests: 1,
                        contentTokens: 1, unknownFiles: 0, refusedRecords: 0)
                ], cells: 8))
    }

    @Test(arguments: others.keys.sorted(), [nil, "counter=cl100k_base,context.limit=8000"])
    func `how a matrix is written makes no other work of it`(other: String, filter: String?) throws
    {
        let text = try #require(Self.others[other])
        let one = MatrixText(yaml: Self.plain, filter: filter)
        let two = MatrixText(yaml: text, filter: filter)
        #expect(one != two)
        #expect(one.canonicalText(seed: 5) == two.canonicalText(seed: 5))
        #expect(one.orderedText(seed: 5) == two.orderedText(seed: 5))
        #expect(description(one).isSameWork(as: description(two)))
    }

    @Test func `other cells are other work`() {
        let first = description(MatrixText(yaml: Self.plain))
        let others = [
            Self.plain.replacing("30%", with: "60%"), Self.plain + "\nrepetitions: 2\n",
            Self.plain + "\nmodes: [stateful]\n", Self.plain.replacing(", gone", with: ""),
        ]
        for other in others {
            #expect(!first.isSameWork(as: description(MatrixText(yaml: other))), "\(other)")
        }
        let filtered = description(MatrixText(yaml: Self.plain, filter: "counter=o200k_base"))
        #expect(!first.isSameWork(as: filtered))
        #expect(!first.isSameWork(as: description(MatrixText(yaml: Self.plain), seed: 6)))
        #expect(!first.isSameWork(as: description(MatrixText(yaml: Self.plain), build: "c")))
    }

    @Test func `the order of axes and of a filter changes no cell, but which part a cell is in`() {
        let turned = """
            name: small
            seed: 5
            corpora: [gone, chat]
            axes:
              context.limit: [30%, 8000]
              counter: [cl100k_base, o200k_base]
            """
        let one = MatrixText(yaml: Self.plain, filter: "counter=o200k_base, context.limit=8k")
        let two = MatrixText(yaml: turned, filter: "context.limit=8000,counter=o200k_base")
        #expect(one.canonicalText(seed: 5) == two.canonicalText(seed: 5))
        #expect(one.orderedText(seed: 5) != two.orderedText(seed: 5))
    }

    @Test func `a comment that looks like a filter is none`() {
        let text = MatrixText(yaml: Self.plain + "\n# --filter counter=o200k_base\n")
        #expect(description(text).isSameWork(as: description(MatrixText(yaml: Self.plain))))
        #expect(text.parsed?.axes.last?.values == ["8000", "30%"])
    }

    @Test func `the seed of the run decides, not the file's`() {
        let other = MatrixText(yaml: Self.plain.replacing("seed: 5", with: "seed: 6"))
        #expect(
            MatrixText(yaml: Self.plain).canonicalText(seed: 9) == other.canonicalText(seed: 9))
    }

    @Test func `what cannot be read is told apart by its text`() {
        let (one, two) = (MatrixText(yaml: "axes: ["), MatrixText(yaml: "axes:  ["))
        #expect(one.canonicalText(seed: 5) == "axes: [")
        #expect(one.canonicalText(seed: 5) != two.canonicalText(seed: 5))
    }
}

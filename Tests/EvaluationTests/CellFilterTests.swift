import Evaluation
import Testing

@Suite struct CellFilterTests {
    private let yaml = """
        name: x
        axes: {counter: [cl100k_base, o200k_base], context.limit: [8k, 32k, 30%]}
        include: [{context.limit: 64k}]
        exclude: [{context.limit: 32k}]
        """

    /// What is listed of the cells kept.
    private func kept(_ filter: String) throws -> [String] {
        try Plan(matrix(yaml), corpora: corpora("a", "b"), filter: CellFilter(filter))
            .cells.map(\.listing)
    }

    private func refusal(_ filter: String) -> String? {
        do {
            _ = try kept(filter)
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test func `corpus and mode are axes too`() throws {
        #expect(
            try kept(
                "corpus=b,mode=stateful,counter=o200k_base,context.limit=30%")
                == ["b  stateful  counter=o200k_base context.limit=30%"])
    }

    @Test func `of a repeated axis either value is kept`() throws {
        let limits = try kept("context.limit=30%,mode=stateful,context.limit=64k")
        #expect(limits.count == 2 * 2 * 3 / 2)
        #expect(limits.allSatisfy { $0.contains("=30%") || $0.contains("=64000") })
    }

    @Test(arguments: ["8k", "8000", "8_000"])
    func `a limit may be spelt as in a matrix`(limit: String) throws {
        #expect(try kept("context.limit=\(limit)").count == 2 * 2 * 2)
    }

    @Test func `spaces around names and values do not matter`() throws {
        #expect(try kept(" corpus = a , mode=stateful ") == kept("corpus=a,mode=stateful"))
    }

    @Test(arguments: [
        ("", ""), ("mode", "mode"), ("mode=", "mode="), ("=a", "=a"), ("corpus=a,", ""),
        ("corpus=a,,mode=stateful", ""), (" = ", " = "),
    ])
    func `what is no condition is refused`(filter: String, part: String) {
        #expect(
            refusal(filter) == """
                filter: '\(part)' is no condition: expected AXIS=VALUE, several joined by commas; \
                correct it, for example mode=stateless
                """)
    }

    @Test func `an unknown axis is refused with those known`() {
        #expect(
            refusal("limit=8k") == """
                filter: no cell has an axis 'limit': expected one of corpus, mode, counter, \
                context.limit; correct the name
                """)
    }

    @Test(arguments: [
        ("context.limit=9k", "context.limit=9000", "one of 8000, 30%, 64000"),
        ("context.limit=32k", "context.limit=32000", "one of 8000, 30%, 64000"),
        ("counter=o200k_base,counter=gpt", "counter=gpt", "one of cl100k_base, o200k_base"),
        ("corpus=c", "corpus=c", "one of a, b"),
        ("mode=proxy", "mode=proxy", "one of stateless, stateful"),
    ])
    func `a value that no cell has is refused with those they have`(
        filter: String, pair: String, known: String
    ) {
        #expect(
            refusal(filter)
                == "filter: no cell has \(pair): expected \(known); correct the value")
    }
}

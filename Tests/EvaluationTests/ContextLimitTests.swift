import Evaluation
import Testing

@Suite struct ContextLimitTests {
    @Test(arguments: [
        ("8000", "8000"), ("8k", "8000"), ("8_000", "8000"), ("1_000k", "1000000"),
        ("128k", "128000"), ("1", "1"), ("1000000000", "1000000000"), ("1000000k", "1000000000"),
        ("30%", "30%"), ("030.50%", "30.5%"), ("0.0001%", "0.0001%"), ("1000%", "1000%"),
        ("12.0%", "12%"), ("0.05%", "0.05%"),
    ])
    func `a limit has one text, which reads back`(written: String, text: String) throws {
        let limit = try #require(ContextLimit(written))
        #expect(limit.description == text)
        #expect(ContextLimit(text) == limit)
    }

    @Test(arguments: [
        "", "k", "%", "0", "0k", "0%", "-1", "+8", "8K", "8 k", "8.5k", "8_00", "_800", "8000_000",
        "1000000001", "1000001k", "99999999999999999999", "30 %", "-30%", "1000.0001%", "1001%",
        "0.00001%", "30.%", ".5%", "1.2.3%", "٣٠%", "1e3",
    ])
    func `what is no limit is refused`(text: String) {
        #expect(ContextLimit(text) == nil)
    }

    @Test(arguments: [
        ("30%", 1000, 300), ("30%", 1, 1), ("30%", 0, 1), ("30%", -5, 1), ("30%", 9, 2),
        ("33.3333%", 1_000_000, 333_333), ("60%", 12_345, 7407), ("200%", 50, 100),
        ("100%", .max, 1_000_000_000), ("1000%", 500_000_000, 1_000_000_000),
        ("8k", 1, 8000), ("8k", 1_000_000, 8000),
    ])
    func `a share is rounded down to whole tokens, at least one`(
        text: String, size: Int, tokens: Int
    ) throws {
        #expect(try #require(ContextLimit(text)).resolved(finalSize: size) == tokens)
    }
}

import ContextModel
import Testing

@Suite struct NearestNameTests {
    private static let names = [
        "claude-sonnet-5", "gpt-4o", "gpt-4o-mini", "gpt-5", "context.limit",
    ]

    @Test(arguments: [
        ("gpt4o-mini", ["gpt-4o-mini", "gpt-4o"]), ("GPT-4", ["gpt-4o", "gpt-4o-mini"]),
        ("gpt-4o", ["gpt-4o", "gpt-4o-mini"]), ("sonnet", ["claude-sonnet-5"]),
        ("CONTEXT_LIMT", ["context.limit"]), ("limit", ["context.limit"]), ("llama", []), ("", []),
    ])
    func `names that go on a text come first, then those that hold it, then those alike`(
        text: String, expected: [String]
    ) {
        #expect(NearestName.all(like: text, among: Self.names, atMost: 2) == expected)
    }

    @Test(arguments: [
        (0, 6, "0"), (1, 6, "0.000001"), (1_250_000, 6, "1.25"), (3_000_000, 6, "3"),
        (125_000, 4, "12.5"), (7, 0, "7"), (10, 0, "10"),
    ])
    func `a whole number of decimal places is exact, without needless zeros`(
        number: Int, places: Int, text: String
    ) {
        #expect(number.decimalText(places: places) == text)
    }

    @Test func `whole units of a duration leave out what is less than one`() {
        let time = Duration.seconds(3) + .nanoseconds(4_005_006)
        #expect(time.wholeMilliseconds == 3_004)
        #expect(time.wholeMicroseconds == 3_004_005)
        #expect(time.wholeNanoseconds == 3_004_005_006)
    }
}

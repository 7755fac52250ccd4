import Statistics
import Testing

@Suite struct DecimalTextTests {
    /// Expected texts are those of Python's `decimal` (`ROUND_HALF_EVEN` on `repr`).
    @Test(
        arguments: [
            (0.125, 2, "0.12"), (0.135, 2, "0.14"), (2.5, 0, "2"), (3.5, 0, "4"),
            (1e-7, 3, "0.000"), (1.2345e22, 1, "12345000000000000000000.0"),
            (999.996, 2, "1000.00"), (-0.006, 2, "-0.01"), (1 / 3, 4, "0.3333"),
            (.leastNonzeroMagnitude, 2, "0.00"), (0.05, 1, "0.0"), (0, 2, "0.00"), (7, 0, "7"),
            (12.5, 3, "12.500"),
        ] as [(Double, Int, String)])
    func `a number is rounded as it looks`(value: Double, decimals: Int, text: String) {
        #expect(DecimalText.fixed(value, decimals: decimals) == text)
    }

    @Test func `what rounds to zero has no sign`() {
        #expect(DecimalText.fixed(-0.004, decimals: 2) == "0.00")
        #expect(DecimalText.fixed(-0.0, decimals: 1) == "0.0")
    }

    @Test func `what is no number is said to be none`() {
        #expect(DecimalText.fixed(.nan, decimals: 2) == "nan")
        #expect(DecimalText.fixed(-.infinity, decimals: 2) == "-inf")
    }

    @Test(arguments: [
        0.1, 1 / 3, 2, 1e21, 123_456_789.123_456_79, Double.leastNonzeroMagnitude,
        .greatestFiniteMagnitude, -0.3,
    ])
    func `the shortest text reads back as the same number`(value: Double) throws {
        #expect(try #require(Double(DecimalText.shortest(value))).bitPattern == value.bitPattern)
    }

    @Test(
        arguments: [(0.1, "0.1"), (0.1 + 0.2, "0.30000000000000004"), (2.0, "2.0")]
            as [(Double, String)])
    func `no digit more is written than needed`(value: Double, text: String) {
        #expect(DecimalText.shortest(value) == text)
    }
}

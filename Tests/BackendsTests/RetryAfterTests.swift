import Backends
import Testing

@Suite struct RetryAfterTests {
    private let date = "Sun, 06 Nov 1994 08:49:37 GMT"

    @Test func `seconds are seconds`() {
        #expect(RetryAfter.pause("0", answeredAt: nil) == .zero)
        #expect(RetryAfter.pause("17", answeredAt: date) == .seconds(17))
    }

    @Test(arguments: [
        ("Sun, 06 Nov 1994 08:50:07 GMT", 30), ("Sun, 06 Nov 1994 08:00:00 GMT", 0),
        ("Mon, 07 Nov 1994 00:00:00 GMT", 54_623), ("Fri, 06 Nov 2026 08:49:37 GMT", 86_400),
    ])
    func `a date counts from the answer's own`(until: String, seconds: Int) {
        #expect(RetryAfter.pause(until, answeredAt: date) == .seconds(seconds))
    }

    @Test func `leap days count`() {
        let pause = RetryAfter.pause(
            "Fri, 01 Mar 2024 00:00:00 GMT", answeredAt: "Thu, 29 Feb 2024 23:59:50 GMT")
        #expect(pause == .seconds(10))
        let century = RetryAfter.pause(
            "Mon, 01 Mar 2100 00:00:00 GMT", answeredAt: "Sun, 28 Feb 2100 23:59:50 GMT")
        #expect(century == .seconds(10))
    }

    @Test func `a number beyond all bounds is a long wish`() {
        let nines = String(repeating: "9", count: 40)
        #expect(RetryAfter.pause(nines, answeredAt: nil) == .seconds(86_400))
    }

    @Test(arguments: [
        nil, "", "-1", "1.5", "soon", "Sun, 06 Nov 1994 08:49 GMT", "Sun, 06 Foo 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT", "Sun, 32 Nov 1994 08:49:37 GMT",
    ])
    func `anything else is no wish`(value: String?) {
        #expect(RetryAfter.pause(value, answeredAt: date) == nil)
    }

    @Test func `a date is no wish where the answer has none`() {
        #expect(RetryAfter.pause(date, answeredAt: nil) == nil)
    }
}

import Backends
import Testing

@Suite struct ServerSentEventTests {
    static let stream = """
        : a comment\r
        event: first\r
        data: one\r
        \r
        data:two\ndata: three 🗺\ndata\nid: 7\nretry: 10\n\n\
        event: no data\n\nunknown: field\rdata:  spaced\r\r: ping\n\ndata: cut
        """

    static let events = [
        ServerSentEvent("one", name: "first"), ServerSentEvent("two\nthree 🗺\n"),
        ServerSentEvent(" spaced"),
    ]

    private func events(in pieces: [ArraySlice<UInt8>]) -> [ServerSentEvent] {
        var parser = ServerSentEventParser()
        return pieces.flatMap { parser.read($0) }
    }

    @Test func `two pieces give the same events wherever they are cut`() {
        let bytes = Array(Self.stream.utf8)
        for cut in 0...bytes.count {
            #expect(events(in: [bytes[..<cut], bytes[cut...]]) == Self.events, "cut at \(cut)")
        }
    }

    @Test func `single bytes give the same events`() {
        let bytes = Array(Self.stream.utf8)
        #expect(events(in: bytes.indices.map { bytes[$0...$0] }) == Self.events)
    }

    @Test(arguments: ["\n", "\r", "\r\n"])
    func `each end of line is one`(end: String) {
        let text = ["data: a", "data: b", "", "", "data: c", "", ""].joined(separator: end)
        let expected = [ServerSentEvent("a\nb"), ServerSentEvent("c")]
        #expect(events(in: [Array(text.utf8)[...]]) == expected)
    }

    @Test func `an event is given as soon as its blank line begins`() {
        var parser = ServerSentEventParser()
        #expect(parser.read("data: a\r\n\r".utf8) == [ServerSentEvent("a")])
        #expect(parser.read("\ndata: b\n\n".utf8) == [ServerSentEvent("b")])
    }

    @Test func `a byte order mark is passed over at the start only`() {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let bytes = mark + Array("data: a\n\n".utf8) + mark + Array("data: b\n\n".utf8)
        #expect(events(in: [bytes[...]]) == [ServerSentEvent("a")])
    }
}

/// One event of a `text/event-stream` answer.
package struct ServerSentEvent: Hashable, Sendable {
    /// The event's name; empty where the stream gives none.
    package var name: String
    /// The event's data, its lines joined by line feeds.
    package var data: String

    /// An event.
    package init(_ data: String, name: String = "") {
        self.name = name
        self.data = data
    }
}

/// Cuts a `text/event-stream` into events, whatever pieces its bytes arrive in.
///
/// As the HTML standard says: lines end with CRLF, LF or CR; a line that begins with a colon is a
/// comment; a blank line ends an event; an event without data, and one that the stream's end cuts,
/// are none. `id` and `retry` mean nothing to us. What is kept between two calls is at most one event.
package struct ServerSentEventParser: Sendable {
    private var line: [UInt8] = []
    private var name = ""
    private var data: [String] = []
    private var isAfterReturn = false
    private var isFirstLine = true

    /// A parser at the start of a stream.
    package init() {}

    /// The events that these bytes complete. O(bytes).
    package mutating func read(_ bytes: some Sequence<UInt8>) -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        for byte in bytes {
            let isSecondOfPair = byte == Self.feed && isAfterReturn
            isAfterReturn = byte == Self.return
            if isSecondOfPair { continue }
            guard byte == Self.feed || byte == Self.return else {
                line.append(byte)
                continue
            }
            if let event = endLine() { events.append(event) }
        }
        return events
    }

    private static let feed = UInt8(ascii: "\n")
    private static let `return` = UInt8(ascii: "\r")
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private mutating func endLine() -> ServerSentEvent? {
        if isFirstLine, line.starts(with: Self.byteOrderMark) { line.removeFirst(3) }
        isFirstLine = false
        defer { line.removeAll(keepingCapacity: true) }
        guard !line.isEmpty else { return endEvent() }
        let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
        var value = line[colon...].dropFirst()
        if value.first == UInt8(ascii: " ") { value.removeFirst() }
        switch String(decoding: line[..<colon], as: UTF8.self) {
        case "event": name = String(decoding: value, as: UTF8.self)
        case "data": data.append(String(decoding: value, as: UTF8.self))
        default: break
        }
        return nil
    }

    private mutating func endEvent() -> ServerSentEvent? {
        defer {
            name = ""
            data.removeAll()
        }
        return data.isEmpty ? nil : ServerSentEvent(data.joined(separator: "\n"), name: name)
    }
}

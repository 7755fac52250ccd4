internal import ContextModel

/// The texts of a request in one piece of memory, cut into segments of one speaker each.
struct ExtractSource {
    /// Who says a segment, as the extract's labels tell it.
    enum Speaker: Int, CaseIterable {
        case system, user, assistant, tool

        var label: String {
            switch self {
            case .system: "System: "
            case .user: "User: "
            case .assistant: "Assistant: "
            case .tool: "Tool: "
            }
        }
    }

    /// What a segment is read for.
    enum Use {
        /// Units and facts.
        case units
        /// Facts alone: what is shortened elsewhere.
        case facts
        /// Facts that an earlier summary kept: they go before others.
        case factList
        /// Nothing of it is needed again.
        case overlap
    }

    struct Segment {
        var range: Range<Int>
        var kind: MessageSegment.Kind
        var speaker: Speaker
        /// Segments of one group make one line.
        var group: Int
        var use: Use
    }

    private(set) var bytes: [UInt8] = []
    private(set) var segments: [Segment] = []
    private(set) var groups = 0
    /// The group of the first user message.
    private(set) var firstUserGroup = -1

    init(_ request: SummaryRequest) {
        for message in request.overlap {
            for segment in message.segments {
                add(segment.text, segment.kind, .assistant, use: .overlap)
            }
        }
        for message in request.messages { add(message, isNested: request.style == .progressive) }
    }

    private mutating func add(_ message: Message, isNested: Bool) {
        let own = Speaker(message.role)
        if message.role == .user, firstUserGroup < 0 { firstUserGroup = groups }
        for segment in message.segments {
            switch segment.kind {
            case .call:
                add(segment.text, .call, own, use: .facts)
                add(segment.text.shortenedCall, .call, own, use: .units)
            case .text where isNested: addSummary(segment.text, own)
            case .result: add(segment.text, .result, .tool, use: .units)
            case .text, .reasoning, .other: add(segment.text, segment.kind, own, use: .units)
            }
        }
        groups += 1
    }

    /// Reads what may be an earlier summary: its lines keep their speakers, its facts are carried on.
    private mutating func addSummary(_ text: String, _ own: Speaker) {
        for line in text.split(separator: "\n", omittingEmptySubsequences: true) {
            var rest = line
            if rest.hasPrefix("- ") { rest = rest.dropFirst(2) }
            if rest.hasPrefix(FactList.label) {
                add(rest.dropFirst(FactList.label.count), .text, own, use: .factList)
                continue
            }
            let speaker = Speaker.allCases.first { rest.hasPrefix($0.label) }
            if let speaker { rest = rest.dropFirst(speaker.label.count) }
            let kind: MessageSegment.Kind = speaker == .tool ? .result : .text
            add(rest, kind, speaker ?? own, use: .units)
            groups += 1
        }
    }

    private mutating func add(
        _ text: some StringProtocol, _ kind: MessageSegment.Kind, _ speaker: Speaker, use: Use
    ) {
        let start = bytes.count
        bytes.append(contentsOf: text.utf8)
        segments.append(
            Segment(
                range: start..<bytes.count, kind: kind, speaker: speaker, group: groups, use: use))
    }
}

extension ExtractSource.Speaker {
    init(_ role: Role) {
        switch role {
        case .system: self = .system
        case .user: self = .user
        case .assistant: self = .assistant
        case .tool: self = .tool
        }
    }
}

extension String {
    /// A call on one line, with its long strings and its whole length cut, never within a word or path;
    /// `…` stands for what is missing.
    var shortenedCall: String {
        var short: [UInt8] = []
        var string = 0
        var gap = 0
        var isSkipping = false
        for byte in utf8 {
            if byte == UInt8(ascii: "\"") {
                string = 0
                isSkipping = false
            } else if isSkipping {
                continue
            }
            if !byte.isInRun { gap = short.count }
            string += 1
            if string > 80 || short.count > 320 {
                short.removeSubrange(gap...)
                short.append(contentsOf: "…".utf8)
                if short.count > 320 { break }
                isSkipping = true
            } else {
                short.append(byte < 0x20 ? 0x20 : byte)
            }
        }
        let isWhole = short.last == UInt8(ascii: ")")
        return String(decoding: short, as: UTF8.self) + (isWhole ? "" : ")")
    }

    /// The beginning of the text, of at most so many bytes, that cuts no word or path.
    func clipped(to count: Int) -> String {
        guard utf8.count > count else { return self }
        let bytes = Array(utf8.prefix(count + 1))
        let end = bytes.lastIndex { !$0.isInRun } ?? 0
        return String(decoding: bytes[..<end], as: UTF8.self)
    }
}

extension UInt8 {
    /// Whether the byte may stand within a word, path, number or address.
    fileprivate var isInRun: Bool {
        switch self {
        case 0...0x20, 0x22, 0x27, 0x28, 0x29, 0x3B, 0x3C, 0x3E, 0x5B, 0x5D, 0x7B...0x7D: false
        default: true
        }
    }
}

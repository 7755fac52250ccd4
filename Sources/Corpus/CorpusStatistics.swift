package import ContextModel
internal import StrictJSON
internal import WireFormats

/// What a file of a corpus holds, counted over its transcripts.
package struct CorpusStatistics: Hashable, Sendable {
    /// The file's path relative to the corpus folder.
    package let path: String
    /// The file's format.
    package let format: TranscriptFormat
    /// How many conversations; the stretches of one are counted once, and so are the messages they share.
    package private(set) var conversations = 0
    /// How many transcripts have a request, so that there is something to replay.
    package private(set) var replayed = 0
    /// How many messages.
    package private(set) var messages = 0
    /// How many requests the recordings imply.
    package private(set) var requests = 0
    /// How many tool calls.
    package private(set) var toolCalls = 0
    /// How many tool results.
    package private(set) var toolResults = 0
    /// How many images, those in tool results included.
    package private(set) var images = 0
    /// Texts, reasonings, pictures, calls and results one by one, and one for a conversation's tool
    /// definitions: what a manifest counts as messages.
    package private(set) var contentItems = 0
    /// Tokens of the content: texts, reasoning, arguments of calls, results, tool definitions;
    /// images and encrypted thinking 0, nothing for roles, names and identifiers.
    package private(set) var contentTokens = TokenCount.zero
    /// Tokens of the tool results among them.
    package private(set) var toolResultTokens = TokenCount.zero
    /// Tokens of messages whose whole content occurred before in the file, in the same role.
    package private(set) var repeatedTokens = TokenCount.zero
    /// The conversation with the most tokens; the first of equals.
    package private(set) var longest: Longest?
    /// What the provider reported of all requests.
    package private(set) var usage = RecordedUsage()
    /// How many requests the provider reported on.
    package private(set) var reportedRequests = 0
    /// What the recordings hold and no request sent.
    package private(set) var leftOut = LeftOut()
    /// Records that were refused.
    package var refusedRecords = 0

    private var seen: Set<ContentFingerprint> = []
    private var current = Longest(id: "", tokens: .zero)

    /// A conversation with its size.
    package struct Longest: Hashable, Sendable {
        /// The conversation's identifier.
        package let id: String
        /// The tokens of its content.
        package fileprivate(set) var tokens: TokenCount
    }

    /// The statistics of a file nothing is known of yet.
    package init(path: String, format: TranscriptFormat) {
        self.path = path
        self.format = format
    }

    /// The share of tool results in the content, 0 to 1; 0 where there is no content.
    package var toolResultShare: Double { share(of: toolResultTokens) }

    /// The share of repeated messages in the content, 0 to 1; 0 where there is no content.
    package var repeatedShare: Double { share(of: repeatedTokens) }

    private func share(of tokens: TokenCount) -> Double {
        contentTokens.value == 0 ? 0 : Double(tokens.value) / Double(contentTokens.value)
    }

    /// What is left to read of a file: reads it to its end, without what the joiner knows of other files.
    /// O(bytes), one transcript at a time.
    package init(
        reading reader: inout TranscriptReader, joiner: inout SessionJoiner,
        counter: any TokenCounter
    ) {
        self.init(path: reader.path, format: reader.format)
        while let transcript = reader.next() {
            for complete in joiner.add(transcript) { add(complete, counter: counter) }
        }
        refusedRecords = reader.refusedRecords
    }

    /// Adds a transcript. O(its size), plus 16 bytes kept for each different message.
    package mutating func add(_ transcript: Transcript, counter: any TokenCounter) {
        let conversation = transcript.conversation
        let repeated = transcript.stretch?.repeated ?? []
        if !transcript.requests.isEmpty { replayed += 1 }
        messages += conversation.messages.count - repeated.reduce(0) { $0 + $1.count }
        requests += transcript.requests.count
        leftOut.add(transcript.leftOut)
        for request in transcript.requests { add(request.usage) }
        var tokens = TokenCount.zero
        if transcript.stretch?.number ?? 1 == 1 {
            conversations += 1
            current = Longest(id: conversation.id, tokens: .zero)
        }
        if let tools = TranscriptContent.text(ofTools: conversation.tools) {
            tokens += counter.count(tools)
            contentItems += 1
        }
        for (place, message) in conversation.messages.enumerated()
        where !repeated.contains(where: { $0.contains(place) }) {
            tokens += add(message, format: transcript.source.format, counter: counter)
        }
        contentTokens += tokens
        current.tokens += tokens
        if current.tokens > longest?.tokens ?? TokenCount(-1) { longest = current }
    }

    private mutating func add(_ request: RecordedUsage?) {
        guard let request else { return }
        reportedRequests += 1
        usage.add(request)
    }

    private mutating func add(
        _ message: Message, format: TranscriptFormat, counter: any TokenCounter
    ) -> TokenCount {
        toolCalls += message.parts.count(where: \.isCall)
        toolResults += message.toolResults.count
        let pictures = TranscriptContent.images(in: message.parts)
        images += pictures
        contentItems += pictures
        var tokens = TokenCount.zero
        var fingerprint = ContentFingerprint()
        fingerprint.add(message.role.rawValue)
        for (kind, text) in TranscriptContent.texts(of: message, in: format) {
            let count = counter.count(text)
            tokens += count
            contentItems += 1
            if kind == .result { toolResultTokens += count }
            fingerprint.add(text)
        }
        if !seen.insert(fingerprint).inserted { repeatedTokens += tokens }
        return tokens
    }
}

extension ContentPart {
    /// Whether it is a call, of a tool of the provider's own included.
    fileprivate var isCall: Bool {
        switch self {
        case .toolCall: true
        case .opaque(let value): value["type"]?.string == "server_tool_use"
        case .text, .reasoning, .image, .toolResult: false
        }
    }
}

/// 128 bits that tell contents apart: FNV-1a (Fowler, Noll, Vo) over the bytes from two different
/// starts. Equal in every process.
struct ContentFingerprint: Hashable, Sendable {
    private var first: UInt64 = 0xCBF2_9CE4_8422_2325
    private var second: UInt64 = 0x9AE1_6A3B_2F90_404F

    /// Adds a text and its end, so that `ab` + `c` differs from `a` + `bc`.
    mutating func add(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            for byte in bytes { mix(byte) }
        }
        mix(0xFF)
    }

    private mutating func mix(_ byte: UInt8) {
        first = (first ^ UInt64(byte)) &* 0x100_0000_01B3
        second = (second ^ UInt64(byte)) &* 0x9E37_79B9_7F4A_7C15
    }
}

import ContextModel
import Stages
import StrictJSON
import TestSupport

/// A hash in one pass, for the many histories of the property tests.
struct QuickHasher: ContentHasher {
    func sha256(_ bytes: [UInt8]) -> String { digest(bytes).hexadecimal }

    func digest(_ bytes: UnsafeRawBufferPointer) -> ContentDigest {
        var (first, second) = (UInt64(bytes.count), UInt64(1))
        for byte in bytes {
            first = (first ^ UInt64(byte)) &* 0x9E37_79B9_7F4A_7C15
            second = (second &+ first) ^ (first >> 31)
        }
        return ContentDigest(first, second, 0, 0)
    }
}

/// What the tests give as the settings that shape a summary.
let plainSettings = ContentDigest(1, 2, 3, 4)

extension ChunkLayout {
    /// A layout without refinements.
    init(
        _ method: ChunkerLimits.Method, size: Int = 8, maximumTokens: Int = 4_000, overlap: Int = 0
    ) throws {
        let limits = try ChunkerLimits(
            method, size: size, maximumTokens: maximumTokens, overlap: overlap)
        self.init(limits, settings: plainSettings)
    }

    /// Follows a history in which a message costs a token for each byte of its text.
    @discardableResult
    mutating func follow(_ messages: [Message], pins: Set<Int> = []) -> LayoutChange {
        update(
            to: messages, hasher: QuickHasher(), tokens: { messages[$0].byteCost },
            isExcluded: { pins.contains($0) })
    }

    /// The layout of a history, made anew.
    func madeAnew(_ messages: [Message], pins: Set<Int> = []) -> Self {
        var layout = Self(limits, settings: settings)
        layout.follow(messages, pins: pins)
        return layout
    }

    var ranges: [Range<Int>] { chunks.map(\.messages) }
}

extension Message {
    var byteCost: TokenCount {
        TokenCount(
            parts.reduce(1) {
                switch $1 {
                case .text(let part): $0 + part.text.utf8.count
                case .toolResult(let result): $0 + result.content.count
                default: $0 + 1
                }
            })
    }
}

/// Random histories with subjects, calls, results near and late, orphans and pictures.
struct HistoryWriter {
    private var random: SplitMix
    private var calls = 0
    private var awaited: [String] = []
    private var subject = 0

    init(seed: UInt64) { random = SplitMix(seed: seed) }

    mutating func message() -> Message {
        if random.below(8) == 0 { subject += 1 }
        switch random.below(10) {
        case 0...2: return Message(.user, words())
        case 3...5: return Message(.assistant, words())
        case 6, 7: return call()
        case 8: return result()
        default:
            return Message(.user, parts: [.image(ImagePart(source: .string("\(random.below(9))")))])
        }
    }

    mutating func history(_ count: Int) -> [Message] { (0..<count).map { _ in message() } }

    mutating func below(_ bound: Int) -> Int { random.below(bound) }

    private mutating func words() -> String {
        (0...random.below(6)).map { _ in "subject\(subject)word\(random.below(5))" }
            .joined(separator: " ")
    }

    private mutating func call() -> Message {
        calls += 1
        let id = random.below(6) == 0 ? "again" : "call\(calls)"
        awaited.append(id)
        let call = ToolCall(id: id, name: "look", arguments: .text(words()))
        return Message(.assistant, parts: [.toolCall(call)])
    }

    private mutating func result() -> Message {
        let place = random.below(awaited.count + 1)
        let id = place < awaited.count ? awaited.remove(at: place) : "nobody's"
        return Message(.tool, parts: [.toolResult(ToolResult(callID: id, words()))])
    }
}

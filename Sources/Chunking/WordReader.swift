internal import ContextModel

/// Reads the beginning of a message's text once: its words, and how dense it is.
///
/// A word is a run of letters and digits of at least four bytes, case of ASCII letters aside, or one
/// character of the scripts that are written without spaces (U+3000 and beyond).
struct WordReader {
    /// How much of each message is read, in bytes: enough to know a topic by, and a bound on the work.
    static let limit = 4_096

    private(set) var words = WordSketch()
    private var remaining = Self.limit
    private var signs = 0
    private var visible = 0

    /// The share of digits, capitals and signs among visible bytes, in thousandths.
    var density: Int { visible == 0 ? 0 : signs * 1_000 / visible }

    mutating func read(_ message: Message) {
        for part in message.parts where remaining > 0 { read(part) }
    }

    private mutating func read(_ part: ContentPart) {
        switch part {
        case .text(let part), .reasoning(let part): read(part.text)
        case .toolCall(let call):
            read(call.name)
            read(call.arguments.text)
        case .toolResult(let result):
            for part in result.content where remaining > 0 { read(part) }
        case .image(let image): read(image.description ?? "")
        case .opaque: break
        }
    }

    private mutating func read(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            let read = UnsafeBufferPointer(rebasing: bytes.prefix(remaining))
            remaining -= read.count
            Self.kinds.withUnsafeBufferPointer { scan(read, kinds: $0) }
        }
    }

    private mutating func scan(
        _ bytes: UnsafeBufferPointer<UInt8>, kinds: UnsafeBufferPointer<UInt8>
    ) {
        var hash = Self.seed
        var length = 0
        for byte in bytes {
            let kind = kinds[Int(byte)]
            signs += Int(kind & Self.dense)
            visible += Int(kind >> 1 & 1)
            if kind & Self.ends != 0 {
                if length >= 4 { words.insert(Self.mixed(hash)) }
                hash = Self.seed
                length = 0
            }
            guard kind & Self.inWord != 0 else { continue }
            hash = (hash ^ UInt64(Self.folded(byte))) &* 0x100_0000_01B3
            length += kind & Self.ends != 0 ? 4 : 1
        }
        if length >= 4 { words.insert(Self.mixed(hash)) }
    }

    private static let seed: UInt64 = 0xCBF2_9CE4_8422_2325

    private static func folded(_ byte: UInt8) -> UInt8 {
        byte &- 0x41 < 26 ? byte | 0x20 : byte
    }

    private static func mixed(_ hash: UInt64) -> UInt64 {
        let word = (hash ^ hash >> 29) &* 0xBF58_476D_1CE4_E5B9
        return (word ^ word >> 32) &* 0x94D0_49BB_1331_11EB
    }

    private static let dense: UInt8 = 1
    private static let seen: UInt8 = 2
    private static let inWord: UInt8 = 4
    private static let ends: UInt8 = 8

    /// What a byte is. The first byte of a character from U+3000 on ends the word before it and is a
    /// word at once.
    private static let kinds: [UInt8] = (0...255).map { (byte: UInt8) in
        switch byte {
        case 0...0x20, 0x7F: ends
        case 0x30...0x39, 0x41...0x5A: dense | seen | inWord
        case 0x61...0x7A, 0x80...0xE2: seen | inWord
        case 0xE3...: seen | inWord | ends
        default: dense | seen | ends
        }
    }
}

internal import ContextModel

/// Reads the beginning of a message's text once: its words, and how dense it is.
///
/// A word is a run of letters and digits of at least four bytes, case of ASCII letters aside, or one
/// character of the scripts that are written without spaces (U+3000 and beyond).
struct WordReader {
    /// How much of each message is read, in bytes: enough to know a topic by, and a bound on the work.
    static let limit = 4_096

    private(set) var words = WordSketch()
    private let readsDensity: Bool
    private var remaining = Self.limit
    private var signs = 0
    private var visible = 0

    init(readsDensity: Bool) { self.readsDensity = readsDensity }

    /// The share of digits, capitals and signs among visible bytes, in thousandths; 0 if not read.
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
            let beginning = UnsafeRawBufferPointer(
                rebasing: UnsafeRawBufferPointer(bytes).prefix(remaining))
            remaining -= beginning.count
            Self.kinds.withUnsafeBufferPointer { kinds in
                findWords(beginning, kinds)
                if readsDensity { weigh(beginning, kinds) }
            }
        }
    }

    private mutating func findWords(
        _ bytes: UnsafeRawBufferPointer, _ kinds: UnsafeBufferPointer<UInt8>
    ) {
        var start = 0
        for place in 0..<bytes.count {
            let kind = kinds[Int(bytes[place])]
            guard kind & Self.ends != 0 else { continue }
            add(bytes, start..<place)
            start = kind & Self.inWord != 0 ? place : place + 1
        }
        add(bytes, start..<bytes.count)
    }

    /// Adds a run of bytes if it is a word: its first eight bytes, its last eight, and its length
    /// stand for it.
    private mutating func add(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) {
        guard range.count >= 4 || range.count == 3 && bytes[range.lowerBound] >= 0xE3 else {
            return
        }
        var hash = UInt64(range.count)
        if range.count >= 8 {
            let end = range.upperBound - 8
            hash ^=
                bytes.loadUnaligned(fromByteOffset: range.lowerBound, as: UInt64.self) | Self.lower
            hash = Self.mixed(hash)
            hash ^= bytes.loadUnaligned(fromByteOffset: end, as: UInt64.self) | Self.lower
        } else {
            for place in range { hash = hash << 8 | UInt64(bytes[place] | 0x20) }
        }
        words.insert(Self.mixed(hash))
    }

    private mutating func weigh(
        _ bytes: UnsafeRawBufferPointer, _ kinds: UnsafeBufferPointer<UInt8>
    ) {
        var (signs, visible) = (0, 0)
        for byte in bytes {
            let kind = kinds[Int(byte)]
            signs += Int(kind & Self.dense)
            visible += Int(kind & Self.seen)
        }
        self.signs += signs
        self.visible += visible / Int(Self.seen)
    }

    private static func mixed(_ hash: UInt64) -> UInt64 {
        let word = (hash ^ hash >> 29) &* 0xBF58_476D_1CE4_E5B9
        return (word ^ word >> 32) &* 0x94D0_49BB_1331_11EB
    }

    /// Makes ASCII letters small ones, eight at a time; what it makes of other bytes does not matter.
    private static let lower: UInt64 = 0x2020_2020_2020_2020
    private static let dense: UInt8 = 1
    private static let seen: UInt8 = 2
    private static let inWord: UInt8 = 4
    private static let ends: UInt8 = 8

    /// What a byte is. The first byte of a character from U+3000 on ends the word before it and
    /// begins another.
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

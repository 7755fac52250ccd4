internal import ContextModel

/// Reads the beginning of a message's text once: its words, and how dense it is.
///
/// A word is a run of letters and digits of at least four bytes, case of ASCII letters aside, or one
/// character of the scripts that are written without spaces (U+3000 and beyond).
struct WordReader {
    /// How much of each message is read, in bytes: a bound on the work.
    static let limit = 4_096
    /// How much of that is read for words: a hundred of them tell a topic, and many more would fill a
    /// sketch until all look alike.
    private static let wordLimit = 768

    private(set) var words = WordSketch()
    private let readsWords: Bool
    private let readsDensity: Bool
    private var remaining = Self.limit
    private var remainingWords = Self.wordLimit
    private var signs = 0
    private var visible = 0

    init(readsWords: Bool, readsDensity: Bool) {
        self.readsWords = readsWords
        self.readsDensity = readsDensity
        if !readsDensity { remaining = Self.wordLimit }
    }

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
            if readsWords {
                let words = UnsafeRawBufferPointer(rebasing: beginning.prefix(remainingWords))
                self.words.insertWords(of: words)
                remainingWords -= words.count
            }
            if readsDensity { Self.kinds.withUnsafeBufferPointer { weigh(beginning, $0) } }
        }
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

    private static let dense: UInt8 = 1
    private static let seen: UInt8 = 2

    /// What a byte counts.
    private static let kinds: [UInt8] = (0...255).map { (byte: UInt8) in
        switch byte {
        case 0...0x20, 0x7F: 0
        case 0x61...0x7A, 0x80...: seen
        default: dense | seen
        }
    }
}

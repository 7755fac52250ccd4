/// Turns coded text back while it arrives, in pieces cut anywhere, inside characters too.
///
/// All pieces together give what `Expander` gives. Held back are only the bytes of a character that is
/// not whole, an escape at the end and, in JSON, an escape sequence that is not whole.
public struct StreamingExpander: Sendable {
    /// What the text is.
    public enum Form: Hashable, Sendable {
        /// Text as people read it.
        case text
        /// JSON, such as the arguments of a tool call: phrases are written as JSON strings have them, and
        /// a symbol may come as `\uXXXX`.
        case json
    }

    private let dictionary: CompressionDictionary
    private let form: Form
    /// Bytes that are not decided yet.
    private var held: [UInt8] = []

    /// An expander with the rules of a conversation so far.
    public init(_ dictionary: CompressionDictionary, form: Form = .text) {
        self.dictionary = dictionary
        self.form = form
    }

    /// How many bytes are held back.
    public var heldBytes: Int { held.count }

    /// Takes the next part and returns the text that is now certain. Linear in both.
    public mutating func expand(_ delta: String) -> String {
        String(decoding: expand(utf8: delta.utf8), as: UTF8.self)
    }

    /// The bytes that are certain now: whole characters, if all the bytes are UTF-8. Linear.
    public mutating func expand(utf8 delta: some Sequence<UInt8>) -> [UInt8] {
        held.append(contentsOf: delta)
        return take(isLast: false)
    }

    /// What was held back, as it is, at the end of the text.
    public mutating func finish() -> String {
        String(decoding: take(isLast: true), as: UTF8.self)
    }

    private mutating func take(isLast: Bool) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(held.count)
        let read = held.withUnsafeBytes { bytes in
            var walk = ExpansionWalk(bytes: bytes, dictionary: dictionary, isJSON: form == .json)
            let read = walk.run(isLast: isLast, into: &output)
            walk.flush(into: &output)
            return read
        }
        held.removeFirst(read)
        return output
    }
}

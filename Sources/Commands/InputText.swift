import Files

/// The bytes of a file or of standard input, as they are.
final class InputText {
    private let file: MappedFile
    private let path: String

    /// The bytes; they live as long as this object.
    var bytes: UnsafeRawBufferPointer { file.bytes }

    /// What is made of the bytes, which bounds how many there may be. Where they are looked at one after the
    /// other, as for counts, there is no bound but that of `MappedFile`.
    enum Use: Int {
        /// Settings, matrices, prices: many times the largest there are, and the readers' trees take some ten
        /// times as much.
        case settings = 16_777_216
        /// A text to compress: more than any context, and its phrases take up to thirty times as much.
        case compression = 67_108_864
        /// One JSON value, whose tree takes up to ten times as much.
        case value = 268_435_456
    }

    /// Opens a file, or reads standard input for `-`; bytes that are not UTF-8 are refused if validated, and
    /// more than a use allows. Standard input is kept for a program that is handed over to if what it
    /// says can lead there.
    init(_ path: String, for use: Use? = nil, validated: Bool = true, kept: Bool = false) throws {
        self.path = path
        file = path == "-" ? try MappedFile(readingStandardInput: ()) : try MappedFile(path: path)
        if let use, file.bytes.count > use.rawValue {
            throw CommandFailure(
                .badData,
                "\(path): has \(file.bytes.count) bytes, expected at most \(use.rawValue) for \(use); "
                    + "name another file, or cut it into parts")
        }
        if kept, path == "-" { StandardInput.keep(Array(file.bytes)) }
        if validated { try Self.check(file.bytes, path, offset: 0) }
    }

    /// The whole text.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Refuses bytes that are not UTF-8, naming the place of the first.
    static func check(_ bytes: UnsafeRawBufferPointer, _ path: String, offset: Int) throws {
        do {
            _ = try UTF8Span(validating: bytes.bindMemory(to: UInt8.self).span)
        } catch {
            let place = offset + error.byteOffsets.lowerBound
            throw CommandFailure(
                .badData,
                "\(path): byte \(place): expected UTF-8 text, found \(Self.words(for: error.kind)); "
                    + "convert the file to UTF-8 first")
        }
    }

    private static func words(for kind: Unicode.UTF8.ValidationError.Kind) -> String {
        switch kind {
        case .unexpectedContinuationByte: "a byte that only goes on a character"
        case .surrogateCodePointByte: "half of a surrogate pair"
        case .overlongEncodingByte: "a character written longer than need be"
        case .truncatedScalar: "a character that breaks off"
        default: "a byte that is in no UTF-8 text"
        }
    }
}

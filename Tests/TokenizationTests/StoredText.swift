import Foundation
import Tokenization

/// A line of `Fixtures/tokens.tsv`: a text and what tiktoken makes of it in both encodings.
struct StoredText: Sendable {
    let line: Int
    let kind: String
    let text: String
    private let ids: [Encoding: String]

    /// Whether these are the stored ids, or have the stored count and hash.
    func matches(_ tokens: [UInt32], _ encoding: Encoding) -> Bool {
        guard let stored = ids[encoding] else { return false }
        if stored.first == "=" {
            let hash = String(fingerprint(tokens), radix: 16)
            let padded = String(repeating: "0", count: 16 - hash.count) + hash
            return stored == "=\(tokens.count):\(padded)"
        }
        return stored == tokens.map(String.init).joined(separator: " ")
    }

    static let all: [StoredText] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Fixtures/tokens.tsv")
        guard let content = try? String(contentsOf: file, encoding: .utf8) else { return [] }
        return content.split(separator: "\n").enumerated().compactMap {
            StoredText(line: $0.offset + 1, $0.element)
        }
    }()

    static let kinds = Set(all.map(\.kind)).sorted()

    private init?(line: Int, _ row: Substring) {
        let columns = row.split(separator: "\t", omittingEmptySubsequences: false)
        guard columns.count == 4 else { return nil }
        self.line = line
        kind = String(columns[0])
        text = Notation.text(columns[1])
        ids = [.cl100kBase: String(columns[2]), .o200kBase: String(columns[3])]
    }
}

/// FNV-1a 64 over the ids as little-endian 32-bit words.
private func fingerprint(_ ids: [UInt32]) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for id in ids {
        for shift in stride(from: UInt32(0), to: 32, by: 8) {
            hash = (hash ^ UInt64(id &>> shift & 0xff)) &* 0x100_0000_01b3
        }
    }
    return hash
}

/// Reads the notation of `make-fixtures`: `\\ \n \r \t`, `\u{HEX}`, `\*{COUNT:UNIT}`.
private struct Notation {
    private var rest: Substring.UTF8View

    static func text(_ notation: Substring) -> String {
        var reader = Self(rest: notation.utf8)
        return String(decoding: reader.bytes(), as: UTF8.self)
    }

    /// The bytes up to the end or to the brace that closes a repetition.
    private mutating func bytes(inRepetition: Bool = false) -> [UInt8] {
        var bytes: [UInt8] = []
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\\") {
                bytes += escape()
            } else if inRepetition && byte == UInt8(ascii: "}") {
                return bytes
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }

    private mutating func escape() -> [UInt8] {
        switch rest.popFirst() {
        case UInt8(ascii: "n"): return [10]
        case UInt8(ascii: "r"): return [13]
        case UInt8(ascii: "t"): return [9]
        case UInt8(ascii: "u"):
            let scalar = UInt32(field(to: "}"), radix: 16).flatMap(Unicode.Scalar.init)
            return scalar.map { Array(String($0).utf8) } ?? []
        case UInt8(ascii: "*"):
            let count = Int(field(to: ":")) ?? 0
            let unit = bytes(inRepetition: true)
            return Array(repeatElement(unit, count: count).joined())
        default: return [UInt8(ascii: "\\")]
        }
    }

    /// The text after the opening brace, if there is one, and before that end.
    private mutating func field(to end: Unicode.Scalar) -> String {
        var field: [UInt8] = []
        while let byte = rest.popFirst(), byte != UInt8(ascii: end) {
            if byte != UInt8(ascii: "{") { field.append(byte) }
        }
        return String(decoding: field, as: UTF8.self)
    }
}

internal import ContextModel

/// One record as a file: a header that says whose it is, of which key and how long, and the content.
///
/// Magic (8 bytes), format version (4), kind (4), encoding of the content (4), key (32), length of the
/// content (8), SHA-256 of all that and of the content (32), the content. Numbers are little-endian.
enum RecordFile {
    /// What a folder's records are; a record of another kind is not taken for one.
    enum Kind: UInt32, Sendable {
        case chunk = 1
        case description = 2
    }

    /// How the content is written.
    enum Encoding: UInt32, Sendable {
        case plain = 0
        case deflate = 1
    }

    /// Why a file is no record to be trusted.
    enum Defect: Error {
        /// Somebody else's, or a newer program's: it stays.
        case foreign
        /// Ours, but torn, of an older version, or of another key or kind: it can go.
        case ours
    }

    static let version: UInt32 = 1
    static let headerSize = checksumOffset + 32

    private static let magic = [UInt8]("winnowR\n".utf8)
    private static let checksumOffset = 60

    /// The file's bytes. O(bytes).
    static func bytes(
        _ content: [UInt8], of key: ContentDigest, kind: Kind, encoding: Encoding
    ) -> [UInt8] {
        var header = magic
        for word in [version, kind.rawValue, encoding.rawValue] {
            withUnsafeBytes(of: word.littleEndian) { header += $0 }
        }
        header += bytes(of: key)
        withUnsafeBytes(of: UInt64(content.count).littleEndian) { header += $0 }
        let checksum = content.withUnsafeBytes { self.checksum(header, $0) }
        return header + bytes(of: checksum) + content
    }

    /// The content of a file, if it is a whole record of that key and kind. O(bytes).
    static func content(
        _ bytes: UnsafeRawBufferPointer, of key: ContentDigest, kind: Kind
    ) throws(Defect) -> (content: UnsafeRawBufferPointer, encoding: Encoding) {
        guard bytes.starts(with: magic) else { throw .foreign }
        guard bytes.count >= headerSize else { throw .ours }
        let written = word(bytes, at: 8)
        guard written == version else { throw written > version ? .foreign : .ours }
        let header = [UInt8](bytes.prefix(checksumOffset))
        let content = UnsafeRawBufferPointer(rebasing: bytes.dropFirst(headerSize))
        let checksum = self.bytes(of: self.checksum(header, content))
        guard bytes[checksumOffset..<headerSize].elementsEqual(checksum),
            length(bytes) == UInt64(content.count), word(bytes, at: 12) == kind.rawValue,
            bytes[20..<52].elementsEqual(self.bytes(of: key)),
            let encoding = Encoding(rawValue: word(bytes, at: 16))
        else { throw .ours }
        return (content, encoding)
    }

    private static func checksum(
        _ header: [UInt8], _ content: UnsafeRawBufferPointer
    ) -> ContentDigest {
        var hash = SHA256()
        hash.update(header)
        hash.update(content)
        return hash.digest
    }

    private static func bytes(of digest: ContentDigest) -> [UInt8] {
        var bytes = CanonicalBytes()
        bytes.add(digest)
        return bytes.bytes
    }

    private static func word(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> UInt32 {
        UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }

    private static func length(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 52, as: UInt64.self))
    }
}

internal import Zlib

/// Bytes made shorter and back (RFC 1950), with their length in front.
enum Deflate {
    private static let lengthSize = 8

    /// The shortened bytes, or nil if they would not be shorter. O(bytes).
    static func compressed(_ bytes: [UInt8]) -> [UInt8]? {
        guard bytes.count > lengthSize else { return nil }
        var length = uLongf(bytes.count - lengthSize)
        var output = [UInt8](repeating: 0, count: bytes.count)
        let status = output.withUnsafeMutableBytes { output in
            output.storeBytes(of: UInt64(bytes.count).littleEndian, as: UInt64.self)
            let rest = UnsafeMutableRawBufferPointer(rebasing: output.dropFirst(lengthSize))
            return compress(
                rest.bindMemory(to: Bytef.self).baseAddress, &length, bytes, uLong(bytes.count))
        }
        let size = lengthSize + Int(length)
        return status == Z_OK && size < bytes.count ? [UInt8](output.prefix(size)) : nil
    }

    /// The bytes that were shortened; nil if these are no such bytes, or if there were more than a
    /// maximum, so that nobody's file makes us fill the memory. O(bytes).
    static func restored(_ bytes: UnsafeRawBufferPointer, atMost maximum: Int) -> [UInt8]? {
        guard bytes.count > lengthSize else { return nil }
        let count = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
        guard count > 0, count <= UInt64(max(0, maximum)) else { return nil }
        var length = uLongf(count)
        var output = [UInt8](repeating: 0, count: Int(count))
        let rest = UnsafeRawBufferPointer(rebasing: bytes.dropFirst(lengthSize))
        let status = uncompress(
            &output, &length, rest.bindMemory(to: Bytef.self).baseAddress, uLong(rest.count))
        return status == Z_OK && length == uLongf(count) ? output : nil
    }
}

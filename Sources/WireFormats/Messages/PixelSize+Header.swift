package import ContextModel

extension PixelSize {
    /// Bytes of a picture looked at; a JPEG's size comes after its metadata.
    private static let headerLimit = 65_536

    /// The size in the header of a PNG, GIF, JPEG or WebP picture in base64, or nil if it is none of
    /// these or cut short. O(header): at most 64 KB are decoded.
    package init?(base64 text: Substring) {
        let sizes = [32, Self.headerLimit].lazy.compactMap { limit in
            ImageHeader(bytes: Base64Prefix.decode(text.utf8, limit: limit)).size
        }
        guard let size = sizes.first else { return nil }
        self = size
    }
}

extension PixelSize {
    /// The size in the header of a picture file; nil if it is none of those kinds. O(header).
    package init?(header bytes: UnsafeRawBufferPointer) {
        guard let size = ImageHeader(bytes: Array(bytes.prefix(Self.headerLimit))).size else {
            return nil
        }
        self = size
    }
}

/// The first bytes of a picture file, and where each kind of file keeps its size.
private struct ImageHeader {
    let bytes: [UInt8]

    /// The size, if the bytes are those of a known kind of picture and reach far enough.
    var size: PixelSize? {
        guard let size = png ?? gif ?? webP ?? jpeg, size.width > 0, size.height > 0 else {
            return nil
        }
        return size
    }

    /// Portable Network Graphics: the header chunk comes first.
    private var png: PixelSize? {
        guard bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]), bytes.count >= 24 else { return nil }
        return PixelSize(width: big(16) << 16 | big(18), height: big(20) << 16 | big(22))
    }

    private var gif: PixelSize? {
        guard bytes.starts(with: "GIF8".utf8), bytes.count >= 10 else { return nil }
        return PixelSize(width: little(6), height: little(8))
    }

    /// WebP: lossy, lossless and extended files keep it in three ways.
    private var webP: PixelSize? {
        guard bytes.count >= 30, bytes.starts(with: "RIFF".utf8), word(8) == "WEBP" else {
            return nil
        }
        switch word(12) {
        case "VP8 ": return PixelSize(width: little(26) & 0x3FFF, height: little(28) & 0x3FFF)
        case "VP8L":
            let bits = little(21) | little(23) << 16
            return PixelSize(width: (bits & 0x3FFF) + 1, height: (bits >> 14 & 0x3FFF) + 1)
        case "VP8X":
            return PixelSize(
                width: (little(24) | Int(bytes[26]) << 16) + 1,
                height: (little(27) | Int(bytes[29]) << 16) + 1)
        default: return nil
        }
    }

    /// JPEG: the frame header, found by going from segment to segment.
    private var jpeg: PixelSize? {
        guard bytes.starts(with: [0xFF, 0xD8]) else { return nil }
        var at = 2
        while at + 9 <= bytes.count, bytes[at] == 0xFF {
            switch bytes[at + 1] {
            case 0xFF: at += 1
            case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
                return PixelSize(width: big(at + 7), height: big(at + 5))
            default: at += 2 + big(at + 2)
            }
        }
        return nil
    }

    private func big(_ at: Int) -> Int { Int(bytes[at]) << 8 | Int(bytes[at + 1]) }
    private func little(_ at: Int) -> Int { Int(bytes[at]) | Int(bytes[at + 1]) << 8 }
    private func word(_ at: Int) -> String { String(decoding: bytes[at..<at + 4], as: UTF8.self) }
}

/// Decodes the beginning of base64 text (RFC 4648, both alphabets), up to what is none.
private enum Base64Prefix {
    static func decode(_ text: Substring.UTF8View, limit: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(limit)
        var (bits, count) = (0, 0)
        for byte in text {
            if byte == 0x0A || byte == 0x0D { continue }
            guard bytes.count < limit, let value = value(byte) else { break }
            (bits, count) = ((bits << 6 | value) & 0xFFFF, count + 6)
            guard count >= 8 else { continue }
            count -= 8
            bytes.append(UInt8(bits >> count & 0xFF))
        }
        return bytes
    }

    private static func value(_ byte: UInt8) -> Int? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(byte) - 65
        case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(byte) - 71
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte) + 4
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        default: nil
        }
    }
}

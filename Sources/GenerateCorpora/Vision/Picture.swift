import Statistics
import StrictJSON

/// A picture somebody sends: an address or a tiny file, a size, perhaps a description.
struct Picture: Sendable {
    let width: Int
    let height: Int
    let url: String
    let description: String?

    /// A picture of a size; as a file it is a valid GIF whose only drawn pixel is its first.
    init(
        _ size: (Int, Int), name: String, description: String?, inline: Bool,
        _ generator: inout SeededGenerator
    ) {
        (width, height) = size
        self.description = description
        url =
            inline
            ? "data:image/gif;base64," + Base64.encode(Self.gif(size, &generator))
            : "https://pictures.example.org/\(generator.hexadecimal(8))/\(name)"
    }

    /// The sizes of screens, phones, scans and thumbnails.
    static let sizes = [
        (1024, 768), (1920, 1080), (1280, 720), (4032, 3024), (3024, 4032), (768, 768), (512, 512),
        (640, 480), (200, 150), (2480, 3508), (96, 96), (1170, 2532), (2048, 1152), (33, 700),
    ]

    /// The Chat Completions part, with `alt`, `width` and `height` beside the address.
    var part: JSONValue {
        let address = JSONObject([("url", .string(url)), ("detail", .string("auto"))])
        var part = JSONObject([("type", .string("image_url")), ("image_url", .object(address))])
        if let description { part["alt"] = .string(description) }
        part["width"] = .int(width)
        part["height"] = .int(height)
        return .object(part)
    }

    private static func gif(_ size: (Int, Int), _ generator: inout SeededGenerator) -> [UInt8] {
        let palette = (0..<6).map { _ in UInt8(generator.next(below: 256)) }
        let canvas = [size.0, size.1].flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        let frame: [UInt8] = [0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3B]
        return Array("GIF89a".utf8) + canvas + [0x80, 0, 0] + palette + frame
    }
}

/// Base64 of RFC 4648.
enum Base64 {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// The bytes as text, padded.
    static func encode(_ bytes: [UInt8]) -> String {
        var output: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            var bits = 0
            for byte in group { bits = bits << 8 | Int(byte) }
            bits <<= 8 * (3 - group.count)
            for index in 0..<4 {
                let letter = alphabet[bits >> (18 - 6 * index) & 63]
                output.append(index <= group.count ? letter : UInt8(ascii: "="))
            }
        }
        return String(decoding: output, as: UTF8.self)
    }
}

import ContextModel
import Corpus
import FoundationEssentials
import Testing
import WireFormats

@Suite struct PixelSizeTests {
    private static let png: [UInt8] =
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)
        + [0, 1, 0, 2, 0, 0, 3, 4]
    private static let gif = Array("GIF89a".utf8) + [0x02, 0x01, 0x04, 0x03]
    private static let lossy =
        riff("VP8 ") + [0, 0, 0, 0, 0, 0, 0, 0x9D, 0x01, 0x2A, 0x80, 0x02, 0xE0, 0x41]
    private static let lossless =
        riff("VP8L") + [0, 0, 0, 0, 0x2F, 0x7F, 0xC2, 0x77, 0] + Array(repeating: 0, count: 5)
    private static let extended =
        riff("VP8X") + [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x01, 0x01, 0x02, 0]
    private static let jpeg: [UInt8] =
        [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, 0xFF, 0xFF, 0xC4, 0, 3, 0]
        + [0xFF, 0xC2, 0, 11, 8, 0x01, 0x00, 0x02, 0x00, 1, 0]

    private static func riff(_ kind: String) -> [UInt8] {
        Array("RIFF".utf8) + [0, 0, 0, 0] + Array("WEBP".utf8) + Array(kind.utf8)
    }

    private func size(_ bytes: [UInt8]) -> PixelSize? {
        PixelSize(base64: Data(bytes).base64EncodedString()[...])
    }

    @Test func `the size stands in the header of every usual kind of picture`() {
        #expect(size(Self.png) == PixelSize(width: 65538, height: 772))
        #expect(size(Self.gif) == PixelSize(width: 258, height: 772))
        #expect(size(Self.lossy) == PixelSize(width: 640, height: 480))
        #expect(size(Self.lossless) == PixelSize(width: 640, height: 480))
        #expect(size(Self.extended) == PixelSize(width: 65537, height: 514))
        #expect(size(Self.jpeg) == PixelSize(width: 512, height: 256))
    }

    @Test func `a header that is cut short or none has no size`() {
        for picture in [Self.png, Self.gif, Self.lossy, Self.lossless, Self.extended, Self.jpeg] {
            for length in 0..<picture.count {
                let cut = size(Array(picture.prefix(length)))
                #expect(cut == nil || cut == size(picture))
            }
        }
        #expect(size([]) == nil)
        #expect(size(Array("no picture".utf8)) == nil)
        #expect(size(Self.gif.prefix(6) + [0, 0, 1, 0]) == nil)
        #expect(PixelSize(base64: "%%%") == nil)
    }

    @Test func `both alphabets and broken lines are read`() {
        let text = Data(Self.jpeg).base64EncodedString()
        let other = text.replacing("/", with: "_").replacing("+", with: "-")
        #expect(other != text)
        #expect(PixelSize(base64: other[...]) == size(Self.jpeg))
        let broken = text.prefix(9) + "\r\n" + text.dropFirst(9)
        #expect(PixelSize(base64: broken[...]) == size(Self.jpeg))
    }
}

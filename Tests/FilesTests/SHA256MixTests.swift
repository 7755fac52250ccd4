import Files
import SHA2
import TestSupport
import Testing

/// The ways of mixing blocks, held against each other; `SHA256Tests` holds one to the standard.
@Suite struct SHA256MixTests {
    typealias Mix = @Sendable (inout [UInt32], [UInt8]) -> Bool

    static let portable: Mix = { words, bytes in
        winnow_sha256_mix_portable(&words, bytes, bytes.count / 64)
        return true
    }
    static let x86: Mix = { words, bytes in
        winnow_sha256_mix_x86(&words, bytes, bytes.count / 64)
    }
    static let chosen: Mix = { words, bytes in
        winnow_sha256_mix(&words, bytes, bytes.count / 64)
        return true
    }
    static let ways = ["portable": portable, "x86": x86, "chosen": chosen]

    static var hasInstructions: Bool {
        var words: [UInt32] = start
        return x86(&words, [])
    }

    /// FIPS 180-4, 5.3.3.
    static let start: [UInt32] = [
        0x6A09_E667, 0xBB67_AE85, 0x3C6E_F372, 0xA54F_F53A,
        0x510E_527F, 0x9B05_688C, 0x1F83_D9AB, 0x5BE0_CD19,
    ]

    private func hash(_ text: String, by mix: Mix) -> String {
        var bytes = [UInt8](text.utf8) + [0x80]
        while bytes.count % 64 != 56 { bytes.append(0) }
        withUnsafeBytes(of: UInt64(text.utf8.count * 8).bigEndian) { bytes += $0 }
        var words = Self.start
        _ = mix(&words, bytes)
        return words.map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 8 - digits.count) + digits
        }.joined()
    }

    @Test(arguments: ["portable", "chosen"])
    func `the standard's vectors are met by each way`(way: String) throws {
        let mix = try #require(Self.ways[way])
        for vector in SHA256Tests.vectors { #expect(hash(vector.text, by: mix) == vector.hash) }
    }

    @Test(.enabled(if: SHA256MixTests.hasInstructions, "the processor has no SHA extensions"))
    func `the standard's vectors are met by the x86 instructions`() {
        for vector in SHA256Tests.vectors {
            #expect(hash(vector.text, by: Self.x86) == vector.hash)
        }
    }

    @Test(
        .enabled(if: SHA256MixTests.hasInstructions, "the processor has no SHA extensions"),
        arguments: [UInt64(1), 2, 3, 4])
    func `the instructions mix what plain C mixes, from any state`(seed: UInt64) {
        var generator = SplitMix(seed: seed)
        for _ in 0..<50 {
            let blocks = Int.random(in: 0...40, using: &generator)
            let bytes = (0..<64 * blocks).map { _ in
                UInt8(truncatingIfNeeded: generator.next())
            }
            let before = (0..<8).map { _ in UInt32(truncatingIfNeeded: generator.next()) }
            var (one, other) = (before, before)
            #expect(Self.portable(&one, bytes) && Self.x86(&other, bytes))
            #expect(one == other && (blocks == 0 || one != before))
        }
    }

    @Test(arguments: [UInt64(1), 2])
    func `the hash of any length is that of plain C`(seed: UInt64) {
        var generator = SplitMix(seed: seed)
        for _ in 0..<60 {
            let count = Int.random(in: 0...300, using: &generator)
            let text = String(
                decoding: (0..<count).map { _ in
                    UInt8.random(in: 32...126, using: &generator)
                }, as: UTF8.self)
            #expect(SHA256.hash(text) == hash(text, by: Self.portable))
        }
    }
}

import Files
import TestSupport
import Testing

@Suite struct SHA256Tests {
    /// FIPS 180-4's examples, and lengths around the edges of the padding by Python's hashlib.
    static let vectors: [(text: String, hash: String)] = [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (
            "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmno"
                + "ijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
            "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
        ),
        (
            String(repeating: "x", count: 55),
            "d5e285683cd4efc02d021a5c62014694958901005d6f71e89e0989fac77e4072"
        ),
        (
            String(repeating: "x", count: 56),
            "04c26261370ee7541549d16dee320c723e3fd14671e66a099afe0a377c16888e"
        ),
        (
            String(repeating: "x", count: 63),
            "75220b47218278e656f2013bb8f0c455a25eaf01e86c64924e9d48d89776d6f2"
        ),
        (
            String(repeating: "x", count: 64),
            "7ce100971f64e7001e8fe5a51973ecdfe1ced42befe7ee8d5fd6219506b5393c"
        ),
        (
            String(repeating: "x", count: 65),
            "9537c5fdf120482f7d58d25e9ed583f52c02b4e304ea814db1633ad565aed7e9"
        ),
        (
            String(repeating: "x", count: 119),
            "000b48d4edf0fa7bee3c6236ecd2785baa5db4eeb8bb54341b029e0d9fa5fb0c"
        ),
        (
            String(repeating: "x", count: 120),
            "13f05a0b594787f5ecd315edc96141bd3243203d1b7d4f0836f37308b276ba98"
        ),
        (
            String(repeating: "x", count: 128),
            "24da1b81d0b16df6428eee73c69fcb2a93c76bc6df706f0c6670fe6bfe800464"
        ),
    ]

    @Test(arguments: vectors.map(\.text))
    func `published vectors are met`(text: String) throws {
        let expected = try #require(Self.vectors.first { $0.text == text }).hash
        #expect(SHA256.hash(text) == expected)
        #expect(SHA256Hasher().sha256([UInt8](text.utf8)) == expected)
    }

    @Test func `a million times the letter a is met, in uneven parts`() {
        var hash = SHA256()
        let part = [UInt8](repeating: UInt8(ascii: "a"), count: 997)
        for _ in 0..<1_003 { hash.update(part) }
        hash.update([UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000 - 1_003 * 997))
        #expect(
            hash.finalized() == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func `how bytes are cut into parts does not matter`(seed: UInt64) {
        var generator = SplitMix(seed: seed)
        let bytes = (0..<700).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        var hash = SHA256()
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Int.random(in: 0...min(150, rest.count), using: &generator)
            hash.update([UInt8](rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        #expect(hash.finalized() == SHA256Hasher().sha256(bytes))
    }

    @Test func `asking for the hash does not end it`() {
        var hash = SHA256()
        hash.update([UInt8]("ab".utf8))
        #expect(hash.finalized() == SHA256.hash("ab"))
        hash.update([UInt8]("c".utf8))
        #expect(hash.finalized() == SHA256.hash("abc"))
    }

    @Test func `a file is hashed by its content`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("abc", to: "file")
        #expect(try SHA256.hash(fileAt: path) == SHA256.hash("abc"))
        #expect(throws: StorageError.self) { try SHA256.hash(fileAt: folder["none"]) }
    }
}

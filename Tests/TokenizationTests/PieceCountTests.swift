import Testing
import Tokenization

@Suite struct PieceCountTests {
    private static let texts = [
        "", "a", "let x = [1, 22, 4444]\n\n    return x;\r\n", "日本語のテキスト don't 👩‍👩‍👧‍👦",
        String(repeating: "ab", count: 90),
    ]

    @Test(arguments: Encoding.allCases, texts)
    func `pieces are where the pattern cuts and cost what they cost alone`(
        encoding: Encoding, text: String
    ) {
        let tokenizer = Tokenizer(encoding)
        let bytes = Array(text.utf8)
        bytes.withUnsafeBytes { bytes in
            let expected = pieces(bytes, encoding: encoding, scalarOnly: true)
            let found = tokenizer.pieces(utf8: bytes)
            #expect(found.map { Int($0.length) } == expected.map(\.count))
            for (piece, range) in zip(found, expected) {
                let ids = tokenizer.encode(utf8: UnsafeRawBufferPointer(rebasing: bytes[range]))
                #expect(Int(piece.tokens) == ids.count)
            }
        }
    }
}

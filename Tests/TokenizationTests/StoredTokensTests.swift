import ContextModel
import Testing
import Tokenization

/// The ids of a stored set of texts, as tiktoken gives them.
@Suite struct StoredTokensTests {
    @Test func `the stored set is there and of its size`() {
        #expect(StoredText.all.count >= 8_000)
        #expect(StoredText.kinds.count >= 20)
    }

    @Test(arguments: Encoding.allCases, StoredText.kinds)
    func `every stored text has the ids of tiktoken`(encoding: Encoding, kind: String) {
        let tokenizer = Tokenizer.shared(encoding)
        for stored in StoredText.all where stored.kind == kind {
            let ids = tokenizer.encode(stored.text)
            #expect(stored.matches(ids, encoding), "line \(stored.line): \(ids.prefix(60))")
            #expect(tokenizer.count(stored.text) == TokenCount(ids.count), "line \(stored.line)")
        }
    }

    @Test(arguments: Encoding.allCases)
    func `decoding gives the bytes of the text back`(encoding: Encoding) throws {
        let tokenizer = Tokenizer.shared(encoding)
        for stored in StoredText.all {
            let bytes = try tokenizer.decode(tokenizer.encode(stored.text))
            #expect(bytes.elementsEqual(stored.text.utf8), "line \(stored.line)")
        }
    }
}

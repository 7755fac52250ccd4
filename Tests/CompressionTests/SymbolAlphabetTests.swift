import Compression
import ContextModel
import Testing
import Tokenization

@Suite struct SymbolAlphabetTests {
    @Test func `every symbol is a token of its own, and there are hundreds`() {
        let symbols = Shared.alphabet.symbols
        #expect(symbols.count >= 500)
        #expect(Set(symbols).count == symbols.count)
        for symbol in symbols {
            let text = String(Character(symbol))
            #expect(Shared.tokenizer.count(text).value == 1 && !symbol.isASCII)
        }
    }

    @Test func `a symbol costs one token between code, words and line ends`() {
        let neighbours = [
            ("self.", "(value)"), ("return ", ";\n"), ("\n", "\n\n    x"), ("a1", "b2"),
        ]
        for symbol in Shared.alphabet.symbols {
            for (before, after) in neighbours {
                let text = before + String(Character(symbol)) + after
                let alone =
                    Shared.tokenizer.count(before).value + Shared.tokenizer.count(after).value
                let isBlank = before.hasSuffix(" ")
                #expect(Shared.tokenizer.count(text).value <= alone + (isBlank ? 2 : 1))
            }
        }
    }

    @Test func `places are those in the order`() {
        for (index, symbol) in Shared.alphabet.symbols.enumerated() {
            #expect(Shared.alphabet.index(of: symbol) == index)
        }
        #expect(Shared.alphabet.index(of: "a") == nil && Shared.alphabet.index(of: "👩") == nil)
    }
}

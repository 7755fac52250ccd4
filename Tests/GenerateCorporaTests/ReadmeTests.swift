import ContextModel
import GenerateCorpora
import Testing

/// Counts words, so that no vocabulary is needed.
private struct WordCounter: TokenCounter {
    let name = "words"
    let isExact = false

    func count(_ text: String) -> TokenCount {
        TokenCount(text.utf8.split { $0 == 32 || $0 == 10 }.count)
    }
}

/// Stands in for SHA-256: the length of the bytes in 64 digits.
private struct LengthHasher: ContentHasher {
    func sha256(_ bytes: [UInt8]) -> String {
        let digits = String(bytes.count)
        return String(repeating: "0", count: 64 - digits.count) + digits
    }

    func digest(_ bytes: UnsafeRawBufferPointer) -> ContentDigest {
        ContentDigest(0, 0, 0, UInt64(bytes.count))
    }
}

@Suite struct ReadmeTests {
    private static let made = SyntheticCorpus.allFiles(
        counter: WordCounter(), hasher: LengthHasher())

    private func text(_ path: String) throws -> String {
        let file = try #require(Self.made.first { $0.path == path })
        return String(decoding: file.bytes, as: UTF8.self)
    }

    @Test func `the data is the same as without the READMEs`() {
        let data = Self.made.filter { $0.path.hasSuffix(".jsonl") }
        #expect(data == SyntheticCorpus.all.flatMap { Corpora.files[$0.name] ?? [] })
        #expect(Set(Self.made.map(\.path)).count == 2 * SyntheticCorpus.all.count + 2)
    }

    @Test(arguments: SyntheticCorpus.all.map(\.name))
    func `a corpus's README names its seed, its size, its hash and its counter`(name: String)
        throws
    {
        let corpus = try corpus(name)
        let bytes = try #require(try Corpora.files(of: corpus.name).first).bytes
        let readme = try text(name + "/README.md")
        #expect(readme.hasPrefix("# \(name)\n"))
        #expect(readme.contains("seed \(corpus.seed)"))
        #expect(readme.contains("| \(bytes.count) |"))
        #expect(readme.contains("tokens (words)"))
        #expect(readme.contains("SHA-256 " + LengthHasher().sha256(bytes)))
        #expect(readme.contains(corpus.making))
    }

    @Test(arguments: ["support-chat", "coding-agent", "long-dialogue", "vision", "multilingual"])
    func `a README compares the corpus with recordings`(name: String) throws {
        let readme = try text(name + "/README.md")
        let row = try #require(
            readme.split(separator: "\n").first { $0.hasPrefix("| messages | ") })
        let cells = row.split(separator: "|").map { $0.filter { $0 != " " } }
        try #require(cells.count == 7, "\(row)")
        #expect(Int(cells[3]) == (try Corpora.lines(of: name)).count)
        let distance = try #require(Double(cells[6]))
        #expect((0...0.5).contains(distance), "\(row)")
    }

    @Test func `the folder's files name every corpus and its hash`() throws {
        let (overview, sums) = (try text("README.md"), try text("SHA256SUMS"))
        for corpus in SyntheticCorpus.all {
            let file = try #require(try Corpora.files(of: corpus.name).first)
            #expect(overview.contains("[\(corpus.name)](\(corpus.name)/README.md)"))
            #expect(sums.contains("\(LengthHasher().sha256(file.bytes))  \(file.path)\n"))
        }
    }
}

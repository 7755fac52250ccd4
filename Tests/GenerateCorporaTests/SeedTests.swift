import GenerateCorpora
import Testing

@Suite struct SeedTests {
    static let names = SyntheticCorpus.all.map(\.name)

    @Test(arguments: names)
    func `the same seed gives the same bytes, from several tasks at once too`(name: String)
        async throws
    {
        let corpus = try corpus(name)
        let alone = try Corpora.files(of: name)
        let together = await withTaskGroup(of: [CorpusFile].self) { group in
            for _ in 0..<2 { group.addTask { corpus.files() } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(together.allSatisfy { $0 == alone })
    }

    @Test(arguments: names)
    func `another seed gives another text`(name: String) throws {
        let corpus = try corpus(name)
        #expect(corpus.reseeded(7).files() != (try Corpora.files(of: name)))
        #expect(corpus.reseeded(7).seed == 7 && corpus.seed != 7)
    }

    @Test func `names and paths are their own`() {
        let paths = Corpora.files.values.flatMap { $0.map(\.path) }
        #expect(Set(paths).count == paths.count)
        #expect(
            Self.names == [
                "support-chat", "coding-agent", "long-dialogue", "vision", "multilingual",
                "pathological",
            ])
    }

    @Test func `all corpora together stay small`() {
        let bytes = Corpora.files.values.flatMap { $0 }.reduce(0) { $0 + $1.bytes.count }
        #expect(bytes <= 3_000_000, "the corpora have \(bytes) bytes")
    }
}

import CorpusSynthesis
import Testing

@Suite struct SeedTests {
    static let names = SyntheticCorpus.all.map(\.name)

    @Test(arguments: names)
    func `the same seed gives the same bytes, from several tasks at once too`(name: String)
        async throws
    {
        let corpus = try corpus(name)
        let alone = corpus.files()
        let together = await withTaskGroup(of: [CorpusFile].self) { group in
            for _ in 0..<3 { group.addTask { corpus.files() } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(together.allSatisfy { $0 == alone })
    }

    @Test(arguments: names)
    func `another seed gives another text`(name: String) throws {
        let corpus = try corpus(name)
        #expect(corpus.reseeded(7).files() != corpus.files())
        #expect(corpus.reseeded(7).files() == corpus.reseeded(7).files())
        #expect(corpus.reseeded(corpus.seed).files() == corpus.files())
    }

    @Test func `names and paths are their own`() {
        let paths = SyntheticCorpus.all.flatMap { $0.files().map(\.path) }
        #expect(Set(paths).count == paths.count)
        #expect(
            Self.names == [
                "support-chat", "coding-agent", "long-dialogue", "vision", "multilingual",
                "pathological",
            ])
    }

    @Test func `all corpora together stay small`() {
        let bytes = SyntheticCorpus.all.flatMap { $0.files() }.reduce(0) { $0 + $1.bytes.count }
        #expect(bytes <= 3_000_000, "the corpora have \(bytes) bytes")
    }
}

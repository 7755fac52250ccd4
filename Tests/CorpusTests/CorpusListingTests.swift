import Corpus
import Testing

@Suite struct CorpusListingTests {
    @Test func `each direct subfolder is a corpus with the files below it`() {
        let listing = CorpusListing(paths: [
            "b/two.jsonl", "a/deep/er/one.json", "b/One.jsonl", "notes.md",
        ])
        #expect(listing.corpora.map(\.name) == ["a", "b"])
        #expect(
            listing.corpora.map(\.files) == [
                ["a/deep/er/one.json"], ["b/One.jsonl", "b/two.jsonl"],
            ])
        #expect(listing.outside == ["notes.md"])
    }

    @Test(arguments: [
        "LICENSE", "LICENSE.txt", "LICENSE-MIT", "licence.md", "NOTICE.md", "README", "readme.md",
        "manifest.json", "MANIFEST", ".hidden", ".git/config", "sub/README.md",
    ])
    func `files that tell about a corpus belong to none`(name: String) {
        let listing = CorpusListing(paths: ["c/\(name)", "c/data.json", name])
        #expect(listing.corpora.flatMap(\.files) == ["c/data.json"])
        #expect(listing.outside.isEmpty)
    }

    @Test(arguments: ["noticeboard.json", "readme_chat.json", "manifesto.md", "data.LICENSE"])
    func `names that only begin alike are content`(name: String) {
        #expect(CorpusListing(paths: ["c/\(name)"]).corpora.first?.files == ["c/\(name)"])
    }

    @Test func `a folder without subfolders is one corpus`() {
        let listing = CorpusListing(paths: ["b.json", "a.json", "README.md"])
        #expect(listing.corpora.map(\.name) == [""])
        #expect(listing.corpora.first?.files == ["a.json", "b.json"])
        #expect(listing.outside.isEmpty)
    }

    private static let session = "01234567-89ab-cdef-0123-456789abcdef"

    @Test func `a project's sessions and what belongs to them are one corpus`() {
        let files = [
            "\(Self.session).jsonl", "\(Self.session)/subagents/agent-a1.jsonl",
            "\(Self.session)/tool-results/b.txt", "memory/MEMORY.md",
        ]
        let listing = CorpusListing(paths: files)
        #expect(listing.corpora.map(\.name) == [""])
        #expect(listing.corpora.first?.files == files)
        #expect(listing.outside.isEmpty)
    }

    @Test func `a folder of projects has one corpus for each`() {
        let files = ["-home-a/\(Self.session).jsonl", "-home-b/\(Self.session).jsonl"]
        #expect(CorpusListing(paths: files).corpora.map(\.name) == ["-home-a", "-home-b"])
    }

    @Test func `a file is a corpus itself`() {
        let listing = CorpusListing(file: "README.md")
        #expect(listing.corpora.map(\.files) == [["README.md"]])
    }

    @Test func `an empty folder has no corpora`() {
        #expect(CorpusListing(paths: []).corpora.isEmpty)
        #expect(CorpusListing(paths: ["LICENSE"]).corpora.isEmpty)
    }
}

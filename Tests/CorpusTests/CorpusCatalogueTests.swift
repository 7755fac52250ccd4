import Corpus
import StrictJSON
import Testing
import WireFormats

@Suite struct CorpusCatalogueTests {
    private static let text = """
        {"corpora": [{"name": "chats", "source": "someone/chats", "commit": "c0ffee",
          "licence": "MIT", "base": "https://example.org/c0ffee/", "files": [
          {"path": "day/one.json", "from": "data/1.json", "bytes": 5, "sha256": "\(hash)"},
          {"path": "two.json", "from": "data/2.json", "bytes": 7, "sha256": "\(hash)"}]}]}
        """
    private static let hash = String(repeating: "0a", count: 32)

    private static func catalogue(_ text: String) throws -> CorpusCatalogue {
        try CorpusCatalogue(JSONValue(parsing: text))
    }

    @Test func `a file's address is its corpus's base with the file's place`() throws {
        let entry = try #require(try Self.catalogue(Self.text).entries.first)
        #expect(entry.name == "chats" && entry.licence == "MIT" && entry.bytes == 12)
        #expect(
            entry.files.map(\.address) == [
                "https://example.org/c0ffee/data/1.json", "https://example.org/c0ffee/data/2.json",
            ])
    }

    @Test(arguments: [
        ("day/one.json", "/etc/one.json", "path"), ("day/one.json", "a/../b", "path"),
        ("day/one.json", ".hidden", "path"), ("\"chats\"", "\"a/b\"", "name"),
        ("https://example.org", "file:///etc", "base"), ("\"bytes\": 5", "\"bytes\": -5", "bytes"),
        (hash, "0A", "sha256"),
    ])
    func `what could lead elsewhere is refused`(good: String, bad: String, field: String) {
        do {
            _ = try Self.catalogue(Self.text.replacing(good, with: bad))
            Issue.record("accepted \(bad)")
        } catch {
            let place = (error as? TranscriptError)?.field ?? ""
            #expect(place.hasPrefix("corpora[0]") && place.hasSuffix(field))
        }
    }
}

import GenerateCorpora
import FoundationEssentials
import Testing

@Suite struct CommittedCorporaTests {
    /// The folder of the committed corpora, in the working copy the tests were built from.
    static let folder: String = {
        var parts = #filePath.split(separator: "/")
        while let last = parts.last, last != "Tests" { parts.removeLast() }
        return "/" + parts.dropLast().joined(separator: "/") + "/Corpora/"
    }()

    static var isRecording: Bool { ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" }

    @Test func `the committed corpora are what the generator makes`() throws {
        for file in SyntheticCorpus.shippedFiles {
            let url = URL(filePath: Self.folder + file.path)
            if Self.isRecording {
                try FileManager.default.createDirectory(
                    at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(file.bytes).write(to: url)
                Issue.record("\(file.path) was written; run again without RECORD_GOLDEN")
                continue
            }
            let committed = try Data(contentsOf: url)
            let same = committed.elementsEqual(file.bytes)
            #expect(same, "Corpora/\(file.path) differs from what the generator makes")
        }
    }

    @Test func `no other data lies in the folder`() throws {
        let made = Set(Corpora.files.values.flatMap { $0.map(\.path) })
        let found = try FileManager.default.subpathsOfDirectory(atPath: Self.folder)
            .filter { $0.hasSuffix(".jsonl") || $0.hasSuffix(".json") }
        #expect(Set(found) == made)
    }
}

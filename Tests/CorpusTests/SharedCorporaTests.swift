import ContextModel
import Corpus
import FoundationEssentials
import StrictJSON
import Testing

/// The real recordings beside the checkout, where they are to be had.
private enum SharedCorpora {
    static let folder: String? = {
        var parts = #filePath.split(separator: "/").dropLast()
        while !parts.isEmpty {
            let folder = "/" + parts.joined(separator: "/") + "/shared/corpora"
            if FileManager.default.fileExists(atPath: folder + "/manifest.json") { return folder }
            parts.removeLast()
        }
        return nil
    }()

    static func data(_ path: String) throws -> Data {
        let folder = try #require(folder)
        return try Data(contentsOf: URL(filePath: folder + "/" + path), options: .mappedIfSafe)
    }

    static func entries() throws -> [ManifestEntry] {
        let data = try data("manifest.json")
        let manifest = try data.withUnsafeBytes { try JSONValue(parsing: $0) }
        return try #require(ManifestEntry.all(in: manifest))
    }
}

/// Counts nothing, so that numbers of messages can be compared without a vocabulary.
private struct NoCounter: TokenCounter {
    let name = "none"
    let isExact = false
    func count(_ text: String) -> TokenCount { .zero }
}

@Suite(.enabled(if: SharedCorpora.folder != nil, "the shared corpora are not beside the checkout"))
struct SharedCorporaTests {
    /// Debug builds are slow, so only smaller files are read here; `winnow corpus verify` compares
    /// all of them, and their tokens.
    private static let sizeLimit = 120_000

    @Test func `small real recordings are imported as their manifest says`() throws {
        var compared: [TranscriptFormat: Int] = [:]
        for entry in try SharedCorpora.entries() where !entry.path.hasPrefix("screenagent/") {
            let data = try SharedCorpora.data(entry.path)
            guard data.count <= Self.sizeLimit else { continue }
            let reading = data.withUnsafeBytes { Reading(mapped: $0, path: entry.path) }
            guard let format = reading.format else { continue }
            var statistics = CorpusStatistics(path: entry.path, format: format)
            for transcript in reading.transcripts {
                statistics.add(transcript, counter: NoCounter())
            }
            #expect(reading.errors.isEmpty)
            #expect(
                CorpusVerification.deviations(
                    of: statistics, from: entry, comparingTokens: false) == [])
            compared[format, default: 0] += 1
        }
        #expect((compared[.sweAgent] ?? 0) >= 20)
        #expect((compared[.vorflux] ?? 0) >= 15)
        #expect((compared[.qmsum] ?? 0) >= 10)
    }
}

import ContextModel
import Corpus
import FoundationEssentials
import StrictJSON
import Testing
import WireFormats

/// The real recordings with their providers' usage beside the checkout, where they are to be had.
private enum SharedRecordings {
    static let folder: String? = {
        var parts = #filePath.split(separator: "/").dropLast()
        while !parts.isEmpty {
            let folder = "/" + parts.joined(separator: "/") + "/shared/recordings"
            if FileManager.default.fileExists(atPath: folder + "/manifest.json") { return folder }
            parts.removeLast()
        }
        return nil
    }()

    static func data(_ path: String) throws -> Data {
        let folder = try #require(folder)
        return try Data(contentsOf: URL(filePath: folder + "/" + path), options: .mappedIfSafe)
    }

    static func entries(in folder: String) throws -> [ManifestEntry] {
        let data = try data("manifest.json")
        let manifest = try data.withUnsafeBytes { try JSONValue(parsing: $0) }
        let entries = try #require(ManifestEntry.all(in: manifest))
        return entries.filter { $0.path.hasPrefix(folder + "/") }
    }
}

/// Counts nothing: tokens are compared by `winnow corpus verify`.
private struct NoCounter: TokenCounter {
    let name = "none"
    let isExact = false
    func count(_ text: String) -> TokenCount { .zero }
}

@Suite(
    .enabled(if: SharedRecordings.folder != nil, "the recordings are not beside the checkout"))
struct SharedRecordingsTests {
    /// Where the manifest counts by another rule: an advisor's answer counts nothing there; one request
    /// of a log that begins in the middle has its usage, but not its prompt.
    private static let known = [
        "claude-code-usage/entirecontext-3336c260.jsonl": ["messages"],
        "claude-code-usage/episodic-memory-large-conversation.jsonl": [
            "recorded_input_tokens", "recorded_cache_write_tokens", "recorded_output_tokens",
        ],
    ]

    @Test func `real sessions of Claude Code are what their manifest says`() throws {
        var (conversations, compactions) = (0, 0)
        for entry in try SharedRecordings.entries(in: "claude-code-usage") {
            let reading = try SharedRecordings.data(entry.path).withUnsafeBytes {
                Reading(mapped: $0, path: entry.path)
            }
            #expect(reading.format == .claudeCode)
            #expect(reading.errors.isEmpty)
            var statistics = CorpusStatistics(path: entry.path, format: .claudeCode)
            for transcript in reading.transcripts {
                statistics.add(transcript, counter: NoCounter())
                if transcript.stretch?.cause == .compaction { compactions += 1 }
            }
            let deviations = CorpusVerification.deviations(
                of: statistics, from: entry, comparingTokens: false)
            #expect(deviations.map(\.field) == Self.known[entry.path] ?? [], "\(deviations)")
            conversations += statistics.conversations
        }
        #expect(conversations == 23)
        #expect(compactions == 5)
    }

    /// The manifest leaves the system prompt out of its messages, and counts what a compaction kept again.
    @Test func `real rollouts of Codex are what their manifest says`() throws {
        var (rollouts, compactions) = (0, 0)
        for entry in try SharedRecordings.entries(in: "codex") {
            let reading = try SharedRecordings.data(entry.path).withUnsafeBytes {
                Reading(mapped: $0, path: entry.path)
            }
            #expect(reading.format == .codex)
            #expect(reading.errors.isEmpty)
            var statistics = CorpusStatistics(path: entry.path, format: .codex)
            for transcript in reading.transcripts {
                statistics.add(transcript, counter: NoCounter())
                if transcript.stretch?.cause == .compaction { compactions += 1 }
            }
            let deviations = CorpusVerification.deviations(
                of: statistics, from: entry, comparingTokens: false)
            #expect(deviations.allSatisfy { $0.field == "messages" }, "\(deviations)")
            #expect(statistics.leftOut.total == 0)
            if reading.transcripts.count == 1, let count = deviations.first {
                #expect(count.found == count.expected + 1)
            }
            rollouts += 1
        }
        #expect(rollouts == 14)
        #expect(compactions == 3)
    }

    @Test func `no request of a real session holds what was compacted away`() throws {
        let path = "claude-code-usage/flutter-docker-image-5e12a303.jsonl"
        let reading = try SharedRecordings.data(path).withUnsafeBytes {
            Reading(mapped: $0, path: path)
        }
        #expect(reading.transcripts.map(\.requests.count) == [199, 98, 35])
        for transcript in reading.transcripts.dropFirst() {
            #expect(transcript.stretch?.summary == 0)
            #expect(transcript.stretch?.repeated == [1..<3])
            // The recorded prompt falls where the summary begins, and then only grows.
            let prompts = transcript.requests.compactMap(\.usage?.prompt)
            #expect(prompts.first ?? .max < 100_000)
        }
    }
}

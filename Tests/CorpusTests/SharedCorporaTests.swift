import ContextModel
import Corpus
import FoundationEssentials
import StrictJSON
import Testing
import WireFormats

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
    /// Debug builds are slow, so of the larger files only one is read here; `winnow corpus verify`
    /// compares all of them, and their tokens.
    private static let sizeLimit = 160_000
    private static let largeFile = "tau-bench/gpt-4o-airline.json"

    /// What is no transcript: questions and traces.
    private static let companions = [
        "azure-llm/", "bfcl-memory/BFCL", "bfcl-memory/possible_answer/", "memorybank/probing",
        "mooncake/",
    ]

    private static func entries(companions: Bool, limit: Int = .max) throws -> [ManifestEntry] {
        try SharedCorpora.entries().filter { entry in
            guard !entry.path.hasPrefix("screenagent/") else { return false }
            let size = try SharedCorpora.data(entry.path).count
            return Self.companions.contains { entry.path.hasPrefix($0) } == companions
                && size <= limit
        }
    }

    private static func reading(of path: String) throws -> Reading {
        try SharedCorpora.data(path).withUnsafeBytes { Reading(mapped: $0, path: path) }
    }

    @Test func `real files that are no transcripts belong to some`() throws {
        var found: [CompanionFile: Int] = [:]
        for entry in try Self.entries(companions: true) {
            let companion = try Self.reading(of: entry.path).companion
            #expect(companion != nil, "\(entry.path)")
            if let companion { found[companion, default: 0] += 1 }
        }
        #expect(found == [.arrivalTrace: 2, .questions: 4])
    }

    @Test func `a real trace has the requests that its manifest says`() throws {
        let entries = try Self.entries(companions: true).filter { $0.path.hasPrefix("azure-llm/") }
        let entry = try #require(entries.first)
        let trace = try SharedCorpora.data(entry.path).withUnsafeBytes {
            try ArrivalTrace($0, path: entry.path)
        }
        #expect(trace.arrivals.count == entry.requests)
    }

    @Test func `a real session of several files makes one conversation`() throws {
        let entry = try #require(
            try SharedCorpora.entries().first {
                $0.path == "screenagent/dd41383f608c4cf8976f1ec8245af450"
            })
        let folder = try #require(SharedCorpora.folder) + "/" + entry.path
        var joiner = SessionJoiner()
        var sessions: [Transcript] = []
        for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        where name.hasSuffix(".json") {
            for step in try Self.reading(of: entry.path + "/" + name).transcripts {
                sessions += joiner.add(step)
            }
        }
        sessions += joiner.finish()
        var statistics = CorpusStatistics(path: entry.path, format: .screenAgent)
        for session in sessions { statistics.add(session, counter: NoCounter()) }
        #expect(
            CorpusVerification.deviations(of: statistics, from: entry, comparingTokens: false)
                == [])
    }

    @Test func `real recordings are imported as their manifest says`() throws {
        var compared: [TranscriptFormat: Int] = [:]
        let large = try SharedCorpora.entries().filter { $0.path == Self.largeFile }
        for entry in try Self.entries(companions: false, limit: Self.sizeLimit) + large {
            let reading = try Self.reading(of: entry.path)
            let format = try #require(reading.format, "\(entry.path)")
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
        #expect(compared[.tauBench] == 1)
        #expect(compared[.claudeCode] == 1)
        #expect(compared[.shareGPT] == 1)
        #expect(compared[.llamaFactory] == 1)
        #expect((compared[.sweAgent] ?? 0) >= 20)
        #expect((compared[.vorflux] ?? 0) >= 15)
        #expect((compared[.qmsum] ?? 0) >= 10)
        #expect(compared[.bfclMemory] == 3)
        #expect(compared[.inspect] == 2)
        #expect(compared[.memoryBank] == 2)
        #expect(compared[.xPersona] == 7)
    }

    @Test func `real meetings have questions with answers`() throws {
        var meetings = 0
        for entry in try Self.entries(companions: false, limit: Self.sizeLimit)
        where entry.path.hasPrefix("qmsum/") {
            let questions = try SharedCorpora.data(entry.path).withUnsafeBytes {
                try QMSumQuestions($0, path: entry.path)
            }
            #expect(!questions.general.isEmpty && !questions.specific.isEmpty, "\(entry.path)")
            let all = questions.general + questions.specific
            #expect(all.allSatisfy { !$0.query.isEmpty && !$0.answer.isEmpty }, "\(entry.path)")
            meetings += 1
        }
        #expect(meetings >= 10)
    }

    @Test func `real transcripts come back from their lines`() throws {
        for entry in try Self.entries(companions: false, limit: Self.sizeLimit / 2) {
            let reading = try Self.reading(of: entry.path)
            let lines = reading.transcripts.map { ChatCompletionsFormat.line(of: $0) }
            let again = Reading(lines.joined(separator: "\n"))
            #expect(again.format == .chatCompletions)
            #expect(again.transcripts.count == reading.transcripts.count)
            for (old, read) in zip(reading.transcripts, again.transcripts) {
                var new = read
                new.source = old.source
                #expect(new == old, "\(entry.path)")
            }
        }
    }
}

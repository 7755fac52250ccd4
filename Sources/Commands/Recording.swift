import ContextModel
import Files
import Foundation
import Summarization
import Synchronization

/// Recorded summaries that are replayed: a file that was named, or the shipped ones together.
struct Recording: Sendable {
    /// Answers as whoever was recorded; what is not recorded is an error of its own.
    let summarizer: any Summarizer
    /// How many requests had no recorded answer so far.
    var misses: Int { player.misses }

    private let player: CountingCassette

    /// Opens the file, or by default the shipped recordings.
    init(_ path: String?) throws {
        let cassettes = try path.map { [try Self.cassette(at: $0)] } ?? Self.shipped()
        let named = path ?? Self.folder
        let identities = Set(cassettes.flatMap(\.entries).map(\.summarizer)).sorted()
        guard let identity = identities.first else {
            throw CommandFailure(.badData, "\(named): holds no recorded summary; record some first")
        }
        guard identities.count == 1 else {
            throw CommandFailure(
                .badData,
                "\(named): answers of \(identities.count) models, expected those of one: "
                    + identities.joined(separator: "; ") + "; name a file with --cassette")
        }
        player = CountingCassette(cassettes)
        summarizer = RecordedSummarizer(
            player, of: identity, inputLimit: Self.inputLimit(of: identity),
            hasher: SHA256Hasher())
    }

    /// A recording in a file; that its last line is torn, or answers come twice, is told.
    static func cassette(at path: String) throws -> CassetteFile {
        let cassette = try CassetteFile(readingFrom: path)
        for notice in cassette.notices { Output.note("winnow: \(notice)") }
        return cassette
    }

    private static let folder = "Benchmarks/recordings"

    private static func shipped() throws -> [CassetteFile] {
        let folder = try Installation().path(of: folder)
        return try FolderListing.files(below: folder).filter { $0.hasSuffix(".jsonl") }
            .map { try cassette(at: folder + "/" + $0) }
    }

    /// The limit that an identity tells, since requests are cut to it; none if it tells none.
    private static func inputLimit(of identity: String) -> TokenCount {
        let member = identity.split(separator: " ").last { $0.hasPrefix("input=") }
        let limit = member.flatMap { Int($0.dropFirst("input=".count)) }
        return TokenCount(limit ?? 1_000_000)
    }
}

/// A recording that is being made: what is known from elsewhere is not recorded again.
struct NewRecording: SummaryCassette {
    private let recorder: CassetteRecorder
    private let known: CassetteFile?

    /// Opens a file to add to it; what was cut off from it, or comes twice in it, is told.
    init(_ path: String, known: CassetteFile?) throws {
        recorder = try CassetteRecorder(path: path)
        self.known = known
        for notice in recorder.notices { Output.note("winnow: \(notice)") }
    }

    func answer(to key: ContentDigest) -> Result<SummaryAnswer, SummarizerError>? {
        let known = known?.answer(to: key)
        if let known, !known.isPassing { return known }
        return recorder.answer(to: key) ?? known
    }

    func record(
        _ answer: Result<SummaryAnswer, SummarizerError>, to request: SummaryRequest,
        by summarizer: String, key: ContentDigest
    ) { recorder.record(answer, to: request, by: summarizer, key: key) }

    /// Says how many answers were recorded; throws what went wrong first.
    func finish() throws {
        if let problem = recorder.takeProblem() { throw problem }
        Output.note("winnow: \(recorder.path): \(recorder.counters.writes) answers recorded")
    }
}

/// Recordings that count what they have no answer to.
private final class CountingCassette: SummaryCassette {
    private let cassettes: [CassetteFile]
    private let missed = Atomic(0)

    init(_ cassettes: [CassetteFile]) { self.cassettes = cassettes }

    var misses: Int { missed.load(ordering: .relaxed) }

    func answer(to key: ContentDigest) -> Result<SummaryAnswer, SummarizerError>? {
        let answer = cassettes.lazy.compactMap { $0.answer(to: key) }.first
        if answer == nil { missed.add(1, ordering: .relaxed) }
        return answer
    }

    func record(
        _ answer: Result<SummaryAnswer, SummarizerError>, to request: SummaryRequest,
        by summarizer: String, key: ContentDigest
    ) {}
}

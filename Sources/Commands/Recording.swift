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
        let (cassette, entries) = try path.map { try Self.cassette(at: $0) } ?? Self.shipped()
        let named = path ?? Self.folder
        let identities = Set(entries.map(\.summarizer)).sorted()
        guard let identity = identities.first else {
            throw CommandFailure(.badData, "\(named): holds no recorded summary; record some first")
        }
        guard identities.count == 1 else {
            throw CommandFailure(
                .badData,
                "\(named): answers of \(identities.count) models, expected those of one: "
                    + identities.joined(separator: "; ") + "; name a file with --cassette")
        }
        player = CountingCassette(cassette)
        summarizer = RecordedSummarizer(
            player, of: identity, inputLimit: Self.inputLimit(of: identity),
            hasher: SHA256Hasher())
    }

    /// A recording in a file: an SQLite file by its first bytes, else JSON lines.
    static func cassette(
        at path: String
    ) throws -> (cassette: any SummaryCassette, entries: [CassetteEntry]) {
        let file = try MappedFile(path: path, mapping: .always)
        let isDatabase = withExtendedLifetime(file) {
            file.bytes.starts(with: "SQLite format 3\0".utf8)
        }
        guard isDatabase else {
            let text = try CassetteText(readingFrom: path)
            return (text, text.entries)
        }
        let store = try CassetteStore(readingFrom: path)
        return (store, try store.entries())
    }

    private static let folder = "Benchmarks/recordings"

    private static func shipped() throws -> (any SummaryCassette, [CassetteEntry]) {
        let folder = try Installation().path(of: folder)
        let entries = try FolderListing.files(below: folder).filter { $0.hasSuffix(".jsonl") }
            .flatMap { try CassetteText(readingFrom: folder + "/" + $0).entries }
        return (CassetteText(entries), entries)
    }

    /// The limit that an identity tells, since requests are cut to it; none if it tells none.
    private static func inputLimit(of identity: String) -> TokenCount {
        let member = identity.split(separator: " ").last { $0.hasPrefix("input=") }
        let limit = member.flatMap { Int($0.dropFirst("input=".count)) }
        return TokenCount(limit ?? 1_000_000)
    }
}

/// A recording that counts what it has no answer to.
private final class CountingCassette: SummaryCassette {
    private let cassette: any SummaryCassette
    private let missed = Atomic(0)

    init(_ cassette: any SummaryCassette) { self.cassette = cassette }

    var misses: Int { missed.load(ordering: .relaxed) }

    func answer(to key: ContentDigest) -> Result<SummaryAnswer, SummarizerError>? {
        let answer = cassette.answer(to: key)
        if answer == nil { missed.add(1, ordering: .relaxed) }
        return answer
    }

    func record(
        _ answer: Result<SummaryAnswer, SummarizerError>, to request: SummaryRequest,
        by summarizer: String, key: ContentDigest
    ) {}
}

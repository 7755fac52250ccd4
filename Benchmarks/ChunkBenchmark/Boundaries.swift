import BoundaryChecks
import Files
import Foundation
import Stages
import Statistics

/// The chunkers' boundaries beside the joins of conversations.
struct Boundaries {
    /// Joined conversations of each corpus.
    private static let documents = 100
    /// The most messages of a chunk: the setting's default, and twice as many.
    private static let sizes = [8, 16]

    private let corpora: [(name: String, conversations: NumberedConversations)]
    private let seed: UInt64

    /// Reads corpora, each a file or a folder.
    init(paths: [String], seed: UInt64) throws {
        self.seed = seed
        corpora = try paths.map { path in
            let url = URL(filePath: path)
            let isNamed = url.lastPathComponent != "conversations.jsonl"
            let name = (isNamed ? url : url.deletingLastPathComponent()).lastPathComponent
            return (name, try NumberedConversations(path: path))
        }
    }

    /// The source of the weights that the even-numbered conversations teach.
    func learned() -> String {
        Learning(corpora.map(\.conversations), seed: seed)
            .source(seed: seed, corpora: corpora.map(\.name))
    }

    /// How well each chunker agrees with the joins of odd-numbered conversations.
    func section() throws -> String {
        let judged = corpora.map { corpus in
            (
                corpus.name,
                JoinedConversation.draw(
                    Self.documents, of: corpus.conversations.odd, seed: seed)
            )
        }.filter { !$0.1.isEmpty }
        var text = """

            ## Boundaries beside known ones

            For each corpus \(Self.documents) conversations, joined of ten stretches of others, 3 to 11
            messages each, most of them whole turns: the joins are the boundaries. Of odd-numbered
            conversations alone; the weights of `learned` are from even-numbered ones. Pk and WindowDiff are
            shares of windows that are misjudged: 0 is best. Only the number of messages bounds a chunk.

            """
        for size in Self.sizes { text += try table(size, judged) }
        return text
    }

    private func table(_ size: Int, _ judged: [(String, [JoinedConversation])]) throws -> String {
        var text = "\nChunks of at most \(size) messages:\n\n"
        text += "| corpus | chunker | Pk | WindowDiff | precision | recall |\n"
        text += "|---|---|--:|--:|--:|--:|\n"
        let all = judged.flatMap(\.1)
        var pks: [ChunkerLimits.Method: Double] = [:]
        for (name, joined) in judged + [("all", all)] {
            for method in ChunkerLimits.Method.allCases {
                let found = try BoundaryAgreement(
                    method, size: size, on: joined, hasher: SHA256Hasher())
                pks[method] = found.pk
                let numbers = [found.pk, found.windowDiff, found.precision, found.recall]
                    .map { DecimalText.fixed($0, decimals: 3) }
                text += "| \(name) | \(method) | \(numbers.joined(separator: " | ")) |\n"
            }
        }
        let learned = pks.removeValue(forKey: .learned) ?? 1
        let holds = pks.values.allSatisfy { learned < $0 }
        return text
            + "\n\(holds ? "Holds" : "**Fails**"): learned has the least Pk at \(size) messages.\n"
    }
}

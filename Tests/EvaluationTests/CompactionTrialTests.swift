import ContextModel
import Corpus
import Evaluation
import Testing

/// What a replay measures of compactions.
@Suite struct CompactionTrialTests {
    /// Thirty turns of about forty words, with a request after each of the user's.
    private var transcript: Transcript {
        let texts = (0..<60).map { index in
            (0..<40).map { "w\(index)x\($0)" }.joined(separator: " ")
        }
        return SmallTalk.transcript(texts, requests: (0..<30).map { 2 * $0 + 1 })
    }

    private func measured(_ settings: [String: String]) async throws -> [String: Int64] {
        let all = settings.merging(["management": "compaction"]) { $1 }
        let result = try await CorpusReplayer([transcript], environment: .words())
            .run(cell(all, mode: .stateful), key: "k")
        var found: [String: Int64] = [:]
        for measurement in result.measurements {
            if case .integer(let value) = measurement.value { found[measurement.name] = value }
        }
        return found
    }

    @Test func `compactions, what they take away and their price are measured`() async throws {
        let found = try await measured(["context.limit": "1200"])
        let count = try #require(found["compactions"])
        #expect(count >= 2)
        let tenths = found.filter { $0.key.hasPrefix("compaction.reduction.") }
        #expect(tenths.count == 10 && tenths.values.reduce(0, +) == count)
        let before = try #require(found["compaction.tokens.before"])
        let after = try #require(found["compaction.tokens.after"])
        #expect(before >= count * 840 && after < before && after <= count * 840)
        // What is taken away was read at 400 nanodollars a token.
        #expect(try #require(found["compaction.cost"]) > (before - after) * 400)
        #expect(found["action.compaction"] == count)
    }

    @Test func `the threshold and the kept messages are axes`() async throws {
        let plain = try await measured(["context.limit": "1200"])
        let later = try await measured(["context.limit": "1200", "compaction.threshold": "0.9"])
        let fewer = try await measured(["context.limit": "1200", "compaction.keepRecent": "3"])
        #expect(try #require(later["tokens.sent"]) > #require(plain["tokens.sent"]))
        #expect(try #require(fewer["tokens.sent"]) < #require(plain["tokens.sent"]))
    }

    @Test func `the tier's limit is that of the replay`() async throws {
        let found = try await measured([
            "context.limit": "200000", "compaction.tier": "FAST", "risk.caution": "0.000001",
            "risk.warning": "0.01", "risk.critical": "0.05",
        ])
        #expect(found["compactions"] == 0 && found["compaction.cost"] == 0)
        #expect(try #require(found["risk.critical"]) > 0)
    }
}

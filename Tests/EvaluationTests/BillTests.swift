import Corpus
import Evaluation
import Testing

/// What requests cost, computed by hand. In words: a message costs four and its words, a request its
/// messages and three; so the two requests of `talk` are of 1,207 and 1,325 tokens, of which the
/// second begins with the first.
@Suite struct BillTests {
    private static let talk = SmallTalk.transcript(
        [words(1200), words(10), words(100), words(6)], requests: [1, 3])

    private static func words(_ count: Int) -> String {
        Array(repeating: "word", count: count).joined(separator: " ")
    }

    private func bill(
        _ settings: [String: String], mode: ReplayMode = .stateless,
        of transcripts: [Transcript] = [BillTests.talk]
    ) async throws -> ConversationResult {
        let result = try await CorpusReplayer(transcripts, environment: .words()).run(
            cell(["management": "off"].merging(settings) { $1 }, mode: mode), key: "k")
        return try #require(result.conversations.first)
    }

    /// Checks tokens and what they cost, in nano-dollars a token.
    private func check(
        _ found: ConversationResult, uncached: (Int, at: Int64), read: (Int, at: Int64),
        written: (Int, at: Int64) = (0, at: 0), place: SourceLocation = #_sourceLocation
    ) {
        #expect(
            [found.uncached, found.cacheRead, found.cacheWritten] == [
                uncached.0, read.0, written.0,
            ], sourceLocation: place)
        let bill =
            Int64(uncached.0) * uncached.at + Int64(read.0) * read.at
            + Int64(written.0) * written.at
        #expect(found.bill == bill, sourceLocation: place)
        #expect(found.sent == 1207 + 1325, sourceLocation: place)
        #expect(found.billUncached == (1207 + 1325) * uncached.at, sourceLocation: place)
    }

    @Test(arguments: ReplayMode.allCases)
    func `an automatic cache finds what was sent before, in whole steps`(mode: ReplayMode)
        async throws
    {
        // 1,207 tokens hold nine steps of 128.
        let found = try await bill(["price.model": "gpt-4o", "price.rule": "openai"], mode: mode)
        check(found, uncached: (1207 + 1325 - 1152, at: 2500), read: (1152, at: 1250))
    }

    @Test func `a model's own rule holds where none is named`() async throws {
        let found = try await bill(["price.model": "deepseek-chat"])
        // Eighteen units of 64.
        check(found, uncached: (1207 + 1325 - 1152, at: 280), read: (1152, at: 28))
        let named = try await bill(["price.model": "deepseek-chat", "price.rule": "deepseek"])
        #expect(found == named)
    }

    @Test func `markers write what is new and read the rest to the token`() async throws {
        let settings = ["price.model": "claude-sonnet-4-5", "price.rule": "anthropic-5m"]
        let found = try await bill(settings)
        check(
            found, uncached: (0, at: 3000), read: (1207, at: 300),
            written: (1207 + 1325 - 1207, at: 3750))
        let hour = try await bill(settings.merging(["price.rule": "anthropic-1h"]) { $1 })
        check(
            hour, uncached: (0, at: 3000), read: (1207, at: 300),
            written: (1207 + 1325 - 1207, at: 6000))
    }

    @Test func `without a cache every token is read anew`() async throws {
        let found = try await bill(["price.model": "gpt-4o", "price.rule": "none"])
        check(found, uncached: (1207 + 1325, at: 2500), read: (0, at: 0))
        #expect(found.bill == found.billUncached)
    }

    @Test func `nothing is found after the rule's lifetime`() async throws {
        let settings = ["price.model": "gpt-4o", "price.rule": "openai"]
        let late = try await bill(settings.merging(["replay.gap": "301s"]) { $1 })
        check(late, uncached: (1207 + 1325, at: 2500), read: (0, at: 0))
        let kept = try await bill(settings.merging(["replay.gap": "300s"]) { $1 })
        #expect(kept.cacheRead == 1152)
        let hour = [
            "price.model": "claude-sonnet-4-5", "price.rule": "anthropic-1h",
            "replay.gap": "3600s",
        ]
        #expect(try await bill(hour).cacheRead == 1207)
        #expect(try await bill(hour.merging(["replay.gap": "3601s"]) { $1 }).cacheRead == 0)
    }

    @Test func `a prompt shorter than the rule's minimum is neither written nor found`()
        async throws
    {
        let found = try await bill(
            ["price.model": "claude-sonnet-4-5"], of: [SmallTalk.long, SmallTalk.short])
        #expect([found.uncached, found.cacheRead, found.cacheWritten] == [9 + 21, 0, 0])
        #expect(found.bill == 30 * 3000)
    }

    @Test func `a conversation finds nothing of another`() async throws {
        let result = try await CorpusReplayer([Self.talk, Self.talk], environment: .words()).run(
            cell(["management": "off", "price.model": "gpt-4o"]), key: "k")
        #expect(result.conversations.map(\.cacheRead) == [1152, 1152])
        #expect(result.conversations[0].bill == result.conversations[1].bill)
    }

    @Test func `a request over the limit is priced as if it were served`() async throws {
        let whole = try await bill(["context.limit": "200000", "context.reservedOutput": "0"])
        #expect(whole.notFitting == 0)
        for (limit, reserve, count) in [("1300", "0", 1), ("1325", "0", 0), ("1325", "1", 1)] {
            let found = try await bill(
                ["context.limit": limit, "context.reservedOutput": reserve])
            #expect(found.notFitting == count)
            #expect(found.bill == whole.bill && found.bill > 0)
        }
    }

    @Test(arguments: ["off", "legacy", "full", "chunked", "compaction"])
    func `recorded answers cost the same under every policy`(management: String) async throws {
        let found = try await bill([
            "management": management, "context.limit": "50%", "price.model": "gpt-4o",
        ])
        // The messages behind the requests, of 14 and 10 tokens.
        #expect(found.answers == (14 + 10) * 10_000)
    }
}

/// The least bill in hindsight.
@Suite struct HindsightBillTests {
    /// Thirty requests of growing size, 421 tokens in the end.
    private let growing = SmallTalk.transcript(
        (0..<60).map { "word\($0) is said" + ($0 == 0 ? " and begins it all" : "") },
        requests: Array(stride(from: 1, to: 60, by: 2)))

    private func bill(
        _ settings: [String: String], _ mode: ReplayMode = .stateless
    ) async throws -> ConversationResult {
        // A price rule without a minimum, so that so short prompts can be found again.
        let usual = ["price.model": "deepseek-chat", "context.reservedOutput": "0"]
        let result = try await CorpusReplayer([growing], environment: .words()).run(
            cell(usual.merging(settings) { $1 }, mode: mode), key: "k")
        return try #require(result.conversations.first)
    }

    @Test func `rewriting a beginning is charged for`() async throws {
        func share(_ management: String) async throws -> Double {
            let found = try await bill(["management": management, "context.limit": "120"])
            return Double(found.bill) / Double(found.billUncached)
        }
        // All but the new messages is found where nothing is cut; of what is cut anew each time next
        // to nothing.
        #expect(try await share("off") < 0.4)
        #expect(try await share("legacy") > 0.8)
    }

    @Test func `who only ever appends could have done nothing else`() async throws {
        for mode in ReplayMode.allCases {
            let found = try await bill(["management": "off", "context.limit": "100"], mode)
            #expect(found.bill == found.billHindsight)
        }
        let roomy = try await bill(["management": "full", "context.limit": "100000"])
        #expect(roomy.bill == roomy.billHindsight)
    }

    @Test func `what always fits is cheapest when nothing is ever taken over`() async throws {
        // The last request fits, but is condensed from 75 % of the limit on.
        let whole = try await bill(["management": "off", "context.limit": "1000000"])
        let cut = try await bill(["management": "full", "context.limit": "120%"])
        #expect(cut.bill > cut.billHindsight)
        #expect(cut.billHindsight <= whole.bill)
    }

    @Test(arguments: ["full", "chunked", "legacy", "compaction"], ["60", "110", "200"])
    func `the least bill is never above what was paid`(
        management: String, limit: String
    ) async throws {
        for mode in ReplayMode.allCases {
            for gap in ["30s", "2h"] {
                let found = try await bill(
                    ["management": management, "context.limit": limit, "replay.gap": gap], mode)
                #expect(found.billHindsight <= found.bill)
                #expect(found.billHindsight > 0)
            }
        }
    }

    @Test func `where nothing is kept it never pays to append`() async throws {
        // After the provider's lifetime every request is read anew: the shortest is the cheapest.
        let found = try await bill(
            ["management": "legacy", "context.limit": "110", "replay.gap": "2h"])
        #expect(found.bill == found.billHindsight)
    }
}

import Corpus
import Evaluation
import Pricing
import Testing
import TokenAccounting

/// What must hold for every conversation of every cell: whatever is recorded is sent or saved, every
/// token sent is charged once, a cell's figures are the sums of its conversations'.
@Suite struct IdentityTests {
    static let seeds: ClosedRange<UInt64> = 1...12

    private func result(
        _ settings: [String: String], _ mode: ReplayMode, _ matrix: RandomMatrix
    ) async throws -> CellResult {
        try await CorpusReplayer(matrix.transcripts, environment: RandomMatrix.environment)
            .run(cell(settings, mode: mode), key: "k")
    }

    @Test(arguments: seeds)
    func `what is measured is what was sent, counted anew`(seed: UInt64) async throws {
        let matrix = RandomMatrix(seed: seed)
        for settings in matrix.settings {
            for mode in ReplayMode.allCases {
                let found = try await result(settings, mode, matrix).conversations
                let sums = try await ReplayByHand(settings, mode, RandomMatrix.environment)
                    .run(matrix.transcripts)
                #expect(found.count == sums.count)
                for (conversation, sum) in zip(found, sums) {
                    let comment: Comment = "\(conversation.name) \(settings) \(mode)"
                    #expect(conversation.requests == sum.requests, comment)
                    #expect(conversation.recorded == sum.recorded, comment)
                    #expect(conversation.sent == sum.sent, comment)
                    #expect(conversation.changed == sum.changed, comment)
                    #expect(conversation.notFitting == sum.notFitting, comment)
                    checkCounting(conversation, sum, settings["cache.count"] == "on", comment)
                }
            }
        }
    }

    /// Every message of every request is counted, found in the cache or known from the request
    /// before; a look-up is a hit or a miss.
    private func checkCounting(
        _ found: ConversationResult, _ sum: ReplayByHand.Sums, _ isCached: Bool,
        _ comment: Comment
    ) {
        let counted = found.value(of: .operations) ?? -1
        let reused = found.value(of: .operationsReused) ?? -1
        let hits = found.value(of: .countCacheHits) ?? -1
        let misses = found.value(of: .countCacheMisses) ?? -1
        #expect(counted + reused + hits == Int64(sum.messages), comment)
        #expect(found.value(of: .operationsAvoided) == reused + hits, comment)
        if isCached {
            #expect(misses == counted, comment)
        } else {
            #expect([reused, hits, misses] == [0, 0, 0], comment)
        }
        let work = [sum.work.counted, sum.work.reused, sum.work.remembered, sum.work.misses]
        #expect([counted, reused, hits, misses] == work.map { Int64($0) }, comment)
    }

    @Test(arguments: seeds)
    func `every token is sent or saved, and charged once`(seed: UInt64) async throws {
        let matrix = RandomMatrix(seed: seed)
        let off = matrix.settings[0].merging([
            "management": "off", "compression.mode": "off", "counter": "cl100k_base",
        ]) { $1 }
        let reference = try await result(off, .stateless, matrix).conversations
        for settings in matrix.settings + [off] {
            let model = try PriceTable.shipped.price(of: settings["price.model"] ?? "")
            let schedule = PriceSchedule(
                model: model, rule: try .named(settings["price.rule"] ?? ""))
            for mode in ReplayMode.allCases {
                let found = try await result(settings, mode, matrix)
                for (conversation, other) in zip(found.conversations, reference) {
                    check(conversation, schedule, "\(conversation.name) \(settings) \(mode)")
                    #expect(conversation.recorded == other.recorded)
                    #expect(conversation.referencesNeeded == other.referencesNeeded)
                    #expect(conversation.requests == other.requests)
                    #expect(conversation.name == other.name)
                }
                checkSums(found)
            }
        }
    }

    private func check(
        _ found: ConversationResult, _ schedule: PriceSchedule, _ comment: Comment
    ) {
        #expect(found.recorded == found.sent + found.saved, comment)
        #expect(found.sent == found.uncached + found.cacheRead + found.cacheWritten, comment)
        // Prices do not depend on the size of these prompts, so that the sums have them, too.
        let usage = PromptUsage(
            uncached: found.uncached, read: found.cacheRead, written: found.cacheWritten)
        #expect(found.bill == Int64(schedule.cost(of: usage).nanodollars), comment)
        let plain = schedule.cost(of: PromptUsage(uncached: found.sent))
        #expect(found.billUncached == Int64(plain.nanodollars), comment)
        #expect(found.billHindsight <= found.bill, comment)
        #expect(found.expectedBill == found.bill + found.refetchBill, comment)
        #expect(found.refetchBill >= 0 && found.referencesLost >= 0, comment)
        #expect((found.recalls + found.refetches == 0) == (found.refetchTokens == 0), comment)
        // The embedded extract asks no model.
        #expect(found.summarizer == 0 && found.savedNet == found.saved, comment)
        #expect(max(found.changed, found.rejected, found.notFitting) <= found.requests, comment)
    }

    private func checkSums(_ found: CellResult) {
        var summed = 0
        for metric in Metric.allCases {
            let values = found.conversations.compactMap { $0.value(of: metric) }
            guard !values.isEmpty else { continue }
            let own = found.measurements.filter { $0.metric == metric }
            // A metric that is split by a label has no figure besides its parts.
            let parts = own.filter { $0.label == nil }
            let sum = (parts.isEmpty ? own : parts).compactMap(\.value.number).reduce(0, +)
            #expect(!own.isEmpty && sum == Double(values.reduce(0, +)), "\(metric)")
            summed += 1
        }
        // All fields of the record, and what counting and summaries did.
        #expect(summed >= ConversationResult.fieldMetrics.count + 8)
        let lost = found.measurements.filter { $0.metric == .referencesLost && $0.label != nil }
        let total = found.conversations.reduce(0) { $0 + $1.referencesLost }
        // By class, and again by age.
        #expect(lost.compactMap(\.value.number).reduce(0, +) == Double(2 * total))
    }

    @Test(arguments: seeds)
    func `who sends everything loses nothing, and pays for growing prompts`(seed: UInt64)
        async throws
    {
        let matrix = RandomMatrix(seed: seed)
        for (rule, gap) in [("openai", "30s"), ("openai", "10m"), ("none", "30s")] {
            let settings = [
                "management": "off", "context.limit": "50%", "price.model": "gpt-4o",
                "price.rule": rule, "replay.gap": gap,
            ]
            for mode in ReplayMode.allCases {
                let found = try await result(settings, mode, matrix).conversations
                let sums = try await ReplayByHand(settings, mode, RandomMatrix.environment)
                    .run(matrix.transcripts)
                for (conversation, sum) in zip(found, sums) {
                    #expect(conversation.sent == conversation.recorded)
                    #expect(conversation.changed == 0 && conversation.rejected == 0)
                    #expect(conversation.referencesVisible == conversation.referencesNeeded)
                    #expect(conversation.refetchBill == 0 && conversation.unfetchable == 0)
                    #expect(conversation.billHindsight == conversation.bill)
                    let keeps = rule == "openai" && gap == "30s"
                    #expect(conversation.bill == Self.bill(sum.sizes, keeps: keeps))
                }
            }
        }
    }

    /// The bill of prompts that each begin with the one before, by gpt-4o's prices under OpenAI's rule:
    /// what the one before sent is found in steps of 128 tokens from 1,024 on.
    private static func bill(_ sizes: [Int], keeps: Bool) -> Int64 {
        var (bill, before) = (0, 0)
        for size in sizes {
            let read = keeps && before >= 1024 ? before / 128 * 128 : 0
            bill += (size - read) * 2500 + read * 1250
            before = size
        }
        return Int64(bill)
    }

    @Test func `the random matrices reach what they are for`() async throws {
        var (saved, read, rejected, lost, overflows) = (0, 0, 0, 0, 0)
        for seed in Self.seeds {
            let matrix = RandomMatrix(seed: seed)
            for settings in matrix.settings {
                for conversation in try await result(settings, .stateful, matrix).conversations {
                    saved += conversation.saved > 0 ? 1 : 0
                    read += conversation.cacheRead > 0 ? 1 : 0
                    rejected += conversation.rejected > 0 ? 1 : 0
                    lost += conversation.referencesLost > 0 ? 1 : 0
                    overflows += conversation.notFitting > 0 ? 1 : 0
                }
            }
        }
        #expect(min(saved, read, lost, overflows) > 5, "\(saved) \(read) \(lost) \(overflows)")
        // Plain truncation does not care what a provider refuses.
        #expect(rejected > 0)
    }
}

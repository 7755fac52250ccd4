import Corpus
import Evaluation
import Testing

/// In words: the requests of `SmallTalk.long` are of 6 and 18 tokens, that of `short` of 6. At
/// deepseek-chat's prices a token costs 280 nano-dollars to read, 28 where it is found in the cache.
@Suite struct PromptCostTests {
    private func cost(
        _ settings: [String: String] = [:], mode: ReplayMode = .stateless
    ) async throws -> [String: MeasuredValue] {
        let result = try await CorpusBench(
            [SmallTalk.long, SmallTalk.short], instruments: .words()
        ).run(cell(settings, mode: mode), key: "k")
        return Dictionary(
            uniqueKeysWithValues: result.measurements.map { ($0.name, $0.value) })
    }

    @Test func `what was sent before is found again`() async throws {
        let found = try await cost(["price.model": "deepseek-chat"])
        #expect(found["cost.plain"] == .integer(30 * 280))
        #expect(found["cache.prompt.read"] == .integer(6))
        #expect(found["cost.cached"] == .integer(24 * 280 + 6 * 28))
    }

    @Test func `nothing is found after the provider's lifetime`() async throws {
        let found = try await cost(["price.model": "deepseek-chat", "replay.gap": "301s"])
        #expect(found["cache.prompt.read"] == .integer(0))
        #expect(found["cost.cached"] == found["cost.plain"])
        let kept = try await cost(["price.model": "deepseek-chat", "replay.gap": "300s"])
        #expect(kept["cache.prompt.read"] == .integer(6))
    }

    @Test func `a beginning shorter than the provider's minimum is not kept`() async throws {
        let found = try await cost(["price.model": "claude-sonnet-4-5"])
        #expect(found["cost.plain"] == .integer(30 * 3000))
        #expect(found["cost.cached"] == .integer(30 * 3000))
    }

    @Test func `rewriting a beginning is charged for`() async throws {
        // Without shortening all but the new messages is found; a view cut anew each time is not.
        let words = (0..<60).map { "word\($0) is said in turn \($0) and again \($0)" }
        let transcript = SmallTalk.transcript(
            words, requests: Array(stride(from: 1, to: 60, by: 2)))
        func read(_ management: String) async throws -> Double {
            let result = try await CorpusBench([transcript], instruments: .words()).run(
                cell([
                    "management": management, "context.limit": "120",
                    "price.model": "deepseek-chat", "context.reservedOutput": "0",
                ]), key: "k")
            func value(_ metric: Metric) -> Double {
                let found = result.measurements.first { $0.metric == metric }?.value
                if case .integer(let value)? = found { return Double(value) }
                return .nan
            }
            return value(.costCached) / value(.costPlain)
        }
        let whole = try await read("off")
        let cut = try await read("legacy")
        #expect(whole < 0.3)
        #expect(cut > 0.8)
    }

    /// Thirty requests of growing size, 330 words in the end, one half minute apart.
    private let growing = SmallTalk.transcript(
        (0..<60).map { "word\($0) is said" + ($0 == 0 ? " and begins it all" : "") },
        requests: Array(stride(from: 1, to: 60, by: 2)))

    private func costs(
        _ settings: [String: String], _ mode: ReplayMode = .stateless
    ) async throws -> (cached: Int64, best: Int64) {
        let result = try await CorpusBench([growing], instruments: .words()).run(
            cell(
                ["price.model": "deepseek-chat", "context.reservedOutput": "0"]
                    .merging(settings) { $1 }, mode: mode), key: "k")
        func value(_ metric: Metric) throws -> Int64 {
            let found = result.measurements.first { $0.metric == metric }?.value.number
            return Int64(try #require(found))
        }
        return (try value(.costCached), try value(.costBest))
    }

    @Test func `what is never rewritten cannot be regretted`() async throws {
        let found = try await costs(["management": "off", "context.limit": "100"])
        #expect(found.cached == found.best)
        let roomy = try await costs(["management": "full", "context.limit": "100000"])
        #expect(roomy.cached == roomy.best)
    }

    @Test func `what always fits is cheapest when nothing is ever taken over`() async throws {
        // The last request fits, but is condensed from 75 % of the limit on.
        let whole = try await costs(["management": "off", "context.limit": "1000000"])
        let cut = try await costs(["management": "full", "context.limit": "120%"])
        #expect(cut.cached > cut.best)
        #expect(cut.best <= whole.cached)
    }

    @Test(arguments: ["full", "chunked", "legacy", "compaction"], ["60", "110", "200"])
    func `the best schedule never costs more than what was done`(
        management: String, limit: String
    ) async throws {
        for mode in ReplayMode.allCases {
            for gap in ["30s", "600s"] {
                let found = try await costs(
                    ["management": management, "context.limit": limit, "replay.gap": gap], mode)
                #expect(found.best <= found.cached)
                #expect(found.best > 0)
            }
        }
    }

    @Test func `where nothing is kept it never pays to append`() async throws {
        // After the provider's lifetime every request is read afresh: the shortest is the cheapest.
        let found = try await costs(
            ["management": "legacy", "context.limit": "110", "replay.gap": "600s"])
        #expect(found.cached == found.best)
    }
}

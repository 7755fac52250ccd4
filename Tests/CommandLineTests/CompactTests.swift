import Foundation
import Testing

/// `winnow compact` and `winnow prices`.
@Suite struct CompactTests {
    let winnow: Program

    init() throws {
        winnow = try Program(in: Scratch())
        let words = String(repeating: "the page shows an error number ", count: 130)
        let turns = (1...40).flatMap { turn in
            [
                #"{"role":"user","content":"Analyze https://site.test/\#(turn). \#(words)"}"#,
                #"{"role":"assistant","content":"Bug \#(turn) found. \#(words)"}"#,
            ]
        }
        let messages = [#"{"role":"system","content":"Find bugs."}"#] + turns
        try winnow.scratch.file(
            "talk.json", #"{"messages":[\#(messages.joined(separator: ","))]}"#)
    }

    private struct Result: Decodable {
        struct Cost: Decodable {
            let nanodollars: Int?
            let model: String?
            let note: String?
            let tier: String?
            let inputTokens: Int?
        }
        struct Message: Decodable { let role: String }
        let compactions, originalTokens, finalTokens: Int
        let cost, costAtTier: Cost
        let strategy: String
        let messages: [Message]
    }

    private func compacted(_ arguments: String...) throws -> Result {
        let run = try winnow(["compact", "--json", "talk.json"] + arguments)
        #expect(run.status == 0, "\(run.messages)")
        return try JSONDecoder().decode(Result.self, from: run.output)
    }

    @Test func `a session is compacted for its tier, and its price is told`() throws {
        let fast = try compacted("--tier", "FAST")
        #expect(fast.compactions == 1 && fast.strategy == "compaction")
        #expect(fast.messages.count == 12 && fast.finalTokens < 22_400)
        #expect(fast.cost.nanodollars == 0 && fast.cost.note?.contains("extract") == true)
        #expect(fast.costAtTier.tier == "FAST" && fast.costAtTier.model == "qwen3-32b")
        let read = try #require(fast.costAtTier.inputTokens)
        #expect(read > 20_000 && fast.costAtTier.nanodollars ?? 0 > read * 400)
        let large = try compacted("--tier", "ORCHESTRATOR")
        #expect(large.compactions == 0 && large.finalTokens == large.originalTokens)
        #expect(large.costAtTier.nanodollars == 0)
    }

    @Test func `threshold, kept messages and limit can be given`() throws {
        #expect(try compacted("--tier", "REASONING", "--threshold", "0.4").compactions == 1)
        #expect(try compacted("--tier", "FAST", "--keep-recent", "3").messages.count <= 6)
        #expect(try compacted("--limit", "9000").finalTokens <= 9_000)
        #expect(try winnow("compact", "talk.json", "--tier", "SLOW").status == 64)
        #expect(try winnow("compact", "talk.json", "--threshold", "2").status == 64)
        let text = try winnow("compact", "talk.json", "--tier", "FAST")
        #expect(text.text.contains("compacted  1;") && text.text.contains("by qwen3-32b"))
    }

    @Test func `a user's prices stand over the shipped ones`() throws {
        try winnow.scratch.file(
            "p.json",
            #"{"version":1,"prices":[{"model":"qwen3-32b","input":0,"output":0,"date":"d","source":"s"}]}"#
        )
        #expect(
            try compacted("--tier", "FAST", "--prices", "p.json").costAtTier.nanodollars == 0)
        try winnow.scratch.file("bad.json", #"{"version":1,"prices":[{"model":"m"}]}"#)
        let bad = try winnow("compact", "talk.json", "--prices", "bad.json")
        #expect(bad.status == 65 && bad.messages.contains("bad.json: prices[0].input"))
        #expect(try winnow("prices", "--prices", "none.json").status == 66)
    }

    @Test func `a newer table is made of LiteLLM's and read from then on`() throws {
        let shipped = try winnow("prices").text
        #expect(
            shipped.contains(
                "claude-haiku-4-5\t1\t5\t1.25\t0.1\t200000\tanthropic-5m\t4096\t1\t300\t-"))
        #expect(
            shipped.contains("\tgemini\t")
                && shipped.contains("\t200000: 2.5 in, 15 out, 0.25 read\t"))
        // A table has as many cells in every row.
        let rows = shipped.split(separator: "\n").map { $0.split(separator: "\t").count }
        #expect(Set(rows) == [13])
        try winnow.scratch.file(
            "litellm.json",
            #"{"new-model":{"input_cost_per_token":1e-06,"output_cost_per_token":2e-06},"x":{}}"#)
        let made = try winnow("prices", "--refresh", "litellm.json")
        #expect(made.text == "1 prices in .winnow/prices.json\n")
        #expect(made.messages.contains("1 entries without a price per token"))
        #expect(
            try winnow("prices").text.contains("new-model\t1\t2\t-\t-\t-\tnone\t-\t-\t-\t-\t20"))
        #expect(try winnow("prices", "--json").text.contains(#""source":"litellm.json""#))
    }
}

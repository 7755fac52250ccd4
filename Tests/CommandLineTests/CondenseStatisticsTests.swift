import Foundation
import StrictJSON
import Testing

/// The documented statistics, as `winnow condense --json` prints them.
@Suite struct CondenseStatisticsTests {
    let winnow: Program

    init() throws {
        winnow = try Program(in: Scratch())
        try winnow.scratch.file("talk.jsonl", Recordings.long(turns: 60))
    }

    private func condensed(_ arguments: String...) throws -> JSONValue {
        let run = try winnow(["condense", "--json", "talk.jsonl"] + arguments)
        #expect(run.status == 0 && run.messages.isEmpty, "\(run.messages)")
        return try JSONValue(parsing: run.text)
    }

    @Test func `chunks are told with their documented fields, and what became of them`() throws {
        let result = try condensed("--limit", "900")
        let chunks = try #require(result["chunks"]?.array)
        #expect(
            result["context_info"]?["condensation_metadata"]?["total_chunks"] == .int(chunks.count))
        let states = chunks.map { $0["state"]?.string }
        #expect(states.contains("CONDENSED") && states.contains("UNPROCESSED"))
        for chunk in chunks {
            let isCondensed = chunk["state"] == .string("CONDENSED")
            #expect((chunk["condensed_content"]?.string != nil) == isCondensed)
            #expect(((chunk["tokens_saved"]?.number?.int ?? 0) > 0) == isCondensed)
            #expect((chunk["created_at"]?.number != nil) == isCondensed)
            #expect((chunk["last_modified"]?.number != nil) == isCondensed)
            #expect(chunk["metadata"]?["contains_images"] == .bool(false))
            #expect(chunk["content_hash"]?.string?.count == 64)
        }
        let condensed = states.count { $0 == "CONDENSED" }
        #expect(result["chunk_stats"]?["chunk_states"]?["CONDENSED"] == .int(condensed))
        #expect(result["chunk_stats"]?["chunk_management_available"] == .bool(true))
        let needing = chunks.filter { $0["needs_condensation"] == .bool(true) }
        #expect(needing.allSatisfy { $0["state"] == .string("UNPROCESSED") })
    }

    @Test func `an edited chunk is known for one by the next process`() throws {
        _ = try condensed("--limit", "900")
        let text = try String(contentsOfFile: winnow.scratch.path + "/talk.jsonl", encoding: .utf8)
        // Another first word in the first answer: the first chunk is another, all else stays.
        let place = try #require(text.range(of: "assistant\",\"content\":\""))
        var edited = text
        edited.insert(contentsOf: "Well, ", at: place.upperBound)
        try winnow.scratch.file("talk.jsonl", edited)
        // A limit that nothing has to be done for: what is there is looked at only.
        let result = try condensed("--limit", "1000000")
        let states = try #require(result["chunks"]?.array).map { $0["state"]?.string }
        #expect(states.first == "MODIFIED" && states.contains("CONDENSED"))
    }

    @Test func `info, performance and health have their documented names`() throws {
        let result = try condensed("--limit", "900")
        let info = try #require(result["context_info"])
        #expect(info["estimated_tokens"] == result["originalTokens"])
        #expect(info["hard_limit"] == .int(900) && info["should_condense"] == .bool(true))
        let saved =
            (result["originalTokens"]?.number?.int ?? 0) - (result["finalTokens"]?.number?.int ?? 0)
        #expect(info["tokens_saved"] == .int(saved) && saved > 0)
        let metadata = try #require(info["condensation_metadata"])
        #expect(metadata["quality_score"]?.number != nil)
        #expect(metadata["success"] != metadata["below_quality"])
        let performance = try #require(result["performance"])
        #expect(performance["condensation_engine_available"] == .bool(true))
        #expect(performance["accurate_token_counter_available"] == .bool(true))
        #expect(performance["requests"] == .int(1))
        #expect(
            performance["condensation_stats"]?["avg_tokens_saved"]?.number?.lexeme == "\(saved).000"
        )
        for time in ["avg_processing_time_ms", "avg_chunk_creation_time_ms"] {
            #expect(performance[time]?.number?.lexeme.contains(".") == true)
        }
        // A busy machine may be slow; a first look at a content is no fault of a cache.
        let issues = try #require(result["health"]?["issues"]?.array)
        #expect(!issues.contains(.string("Low cache hit ratio")))
    }

    @Test func `what is off is not available`() throws {
        let result = try condensed("--limit", "900", "--set", "management=legacy")
        #expect(result["performance"]?["condensation_engine_available"] == .bool(false))
        #expect(result["chunk_stats"]?["chunk_management_available"] == .bool(false))
        #expect(result["chunks"] == nil)
        #expect(result["context_info"]?["condensation_applied"] == .bool(false))
        let estimated = try condensed("--limit", "900", "--set", "counter=characters/4")
        #expect(estimated["performance"]?["accurate_token_counter_available"] == .bool(false))
    }

    @Test func `caution is a warning, and nothing is done`() throws {
        let size = try #require(try condensed("--limit", "1000000")["originalTokens"]?.number?.int)
        let result = try condensed("--limit", String(size * 100 / 75))
        #expect(result["risk"] == .string("caution"))
        #expect(result["strategy"] == .string("monitor_only"))
        #expect(result["context_info"]?["warnings"]?.array?.count == 1)
        let run = try winnow("condense", "talk.jsonl", "--limit", String(size * 100 / 75))
        #expect(run.text.contains("warning    7"))
    }

    @Test func `a request's own bound on its answer is kept free`() throws {
        let talk = try JSONValue(parsing: Recordings.long(turns: 60))
        var request = try #require(talk.object)
        request["max_tokens"] = .int(300)
        try winnow.scratch.file("talk.jsonl", JSONValue.object(request).compactText + "\n")
        let result = try condensed("--limit", "1200")
        #expect((result["finalTokens"]?.number?.int ?? 1_200) <= 900)
        #expect(result["conversation"]?["max_tokens"] == .int(300))
    }

    @Test func `all conversations of a file are managed, in its order, whatever the batch`() throws
    {
        let lines = (1...5).map { turns in
            Recordings.long(turns: 20 + turns).replacing("\n", with: "")
        }
        try winnow.scratch.file("many.jsonl", lines.joined(separator: "\n") + "\n")
        func run(_ batch: String, _ cache: String) throws -> [JSONValue] {
            let run = try winnow(
                "condense", "--all", "--json", "many.jsonl", "--limit", "30%", "--cache", cache,
                "--set", "analysis.batchSize=\(batch)")
            #expect(run.status == 0 && run.messages.isEmpty, "\(run.messages)")
            return try run.text.split(separator: "\n").map {
                try JSONValue(parsing: String($0))
            }
        }
        let (one, many) = (try run("1", "a"), try run("50", "b"))
        #expect(one.count == 5 && many.count == 5)
        #expect(one.map { $0["number"] } == (1...5).map { .int($0) })
        #expect(one.map { $0["messages"] } == many.map { $0["messages"] })
        #expect(one.dropLast().allSatisfy { $0["performance"] == nil && $0["cache"] == nil })
        let states = one.flatMap { $0["chunks"]?.array ?? [] }.compactMap { $0["state"]?.string }
        let told = one.last?["chunk_stats"]?["chunk_states"]?.object?.members ?? []
        for state in told {
            #expect(state.value == .int(states.count { $0 == state.key }))
        }
        #expect(!states.isEmpty)
        #expect(one.last?["performance"]?["requests"] == .int(5))
        let refused = try winnow("condense", "--all", "--number", "1", "many.jsonl")
        #expect(refused.status == 64)
        #expect(try winnow("condense", "--number", "-1", "many.jsonl").status == 64)
    }

    @Test func `what cannot be read among all is told, by the status, too`() throws {
        let line = Recordings.long(turns: 20).replacing("\n", with: "")
        try winnow.scratch.file("odd.jsonl", line + "\n{\"messages\":3}\n" + line + "\n")
        let run = try winnow("condense", "--all", "--json", "odd.jsonl", "--limit", "30%")
        #expect(run.status == 65 && run.text.split(separator: "\n").count == 2)
        #expect(run.messages.contains("passed over: ") && run.messages.contains("1 records"))
    }

    @Test func `what is found on disk is a hit, and what does not fit no success`() throws {
        let first = try condensed("--limit", "900")
        let second = try condensed("--limit", "900")
        #expect(first["performance"]?["cache_hit_ratio"]?.number?.double ?? 1 < 0.5)
        #expect(second["performance"]?["cache_hit_ratio"]?.number?.double ?? 0 > 0.5)
        #expect(second["health"]?["overall_health"] == .string("healthy"))
        let small = try condensed("--limit", "40")
        #expect(small["strategy"] == .string("insufficient"))
        #expect(small["performance"]?["condensation_success_rate"]?.number?.double == 0)
    }

    @Test func `the folder of what is kept is a setting`() throws {
        _ = try condensed("--limit", "900")
        #expect(winnow.scratch.exists(".winnow/cache/records.sqlite"))
        _ = try condensed("--limit", "900", "--set", "cache.folder=elsewhere")
        #expect(winnow.scratch.exists("elsewhere/records.sqlite"))
    }
}

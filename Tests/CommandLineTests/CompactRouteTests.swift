import Foundation
import Testing

/// `winnow compact` with models behind HTTP: the task's tier is asked, then the larger ones; and what a
/// session keeps of its compactions.
@Suite struct CompactRouteTests {
    let scratch: Scratch
    let winnow: Program

    init() throws {
        scratch = try Scratch()
        winnow = try Program(in: scratch)
        try scratch.file("talk.json", Self.talk(60))
        try scratch.file("more.json", Self.talk(70, site: "other"))
    }

    /// A conversation of about two hundred tokens a turn.
    private static func talk(_ turns: Int, site: String = "site") -> String {
        let words = String(repeating: "the page shows what it shall ", count: 15)
        let messages = (1...turns).flatMap { turn in
            [
                #"{"role":"user","content":"See https://\#(site).test/\#(turn). \#(words)"}"#,
                #"{"role":"assistant","content":"Bug \#(turn) found. \#(words)"}"#,
            ]
        }
        return #"{"messages":[\#(messages.joined(separator: ","))]}"#
    }

    private struct Result: Decodable {
        struct Cost: Decodable {
            let nanodollars: Int?
            let model, note: String?
            let inputTokens, callsWithoutPrice: Int?
        }
        struct Step: Decodable {
            let tier, model: String
            let calls, used, refused, failed, inputTokens: Int?
            let lastReason: String?
        }
        struct Route: Decodable {
            let task, tier: String
            let chain: [Step]
        }
        struct State: Decodable {
            let needs_compaction: Bool
            let last_compaction_at: Double?
            let compaction_count: Int
            let cost, costAtTier: Cost
        }
        struct Message: Decodable { let content: String }
        struct Trace: Decodable {
            struct Requests: Decodable { let fresh, cached, degraded: Int }
            let requests: Requests
            let reason: String
        }
        let compactions: Int
        let cost, costAtTier: Cost
        let route: Route
        let state: State
        let messages: [Message]
        let trace: [Trace]
    }

    private func compacted(
        _ arguments: [String], file: String = "talk.json", environment: [String: String] = [:]
    ) throws -> Result {
        let run = try winnow(
            ["compact", file, "--json", "--limit", "16000"] + arguments,
            environment: environment)
        #expect(run.status == 0, "\(run.messages)")
        return try JSONDecoder().decode(Result.self, from: run.output)
    }

    /// What the servers say keeps a fourteenth of the facts: an extract would take its place.
    private let lenient = ["--set", "condensation.qualityThreshold=0.05"]

    private var http: [String] {
        lenient + [
            "--set", "condensation.summarizer=http", "--set", "condensation.processingTime=60s",
        ]
    }

    private static let summary =
        "Seen https://site.test/1, https://site.test/2, https://site.test/3, https://site.test/4, "
        + "https://site.test/5 and https://site.test/6: Bug 1 found, Bug 2 found."

    private func server(_ text: String = Self.summary) throws -> LoopbackServer {
        try LoopbackServer(
            [
                "v1/chat/completions": """
                {"choices":[{"index":0,"message":{"role":"assistant","content":"\(text)"},\
                "finish_reason":"stop"}],"usage":{"prompt_tokens":9000,"completion_tokens":50}}
                """
            ], .whole)
    }

    @Test func `what goes out has the documented temperature and output tokens`() throws {
        let server = try server()
        let result = try compacted(http + ["--endpoint", server.base + "v1"])
        #expect(server.requests.count == 1)
        let body = try #require(server.requests.first?.components(separatedBy: "\r\n\r\n").last)
        #expect(body.contains(#""model":"qwen3-32b""#), "\(body.prefix(200))")
        #expect(body.contains(#""temperature":0.3"#) && body.contains(#""max_tokens":1024"#))
        #expect(
            ["URLs visited", "bugs found", "decisions made"].allSatisfy { body.contains($0) })
        #expect(result.route.task == "summarize_session" && result.route.tier == "FAST")
        #expect(
            result.route.chain.map(\.tier)
                == ["FAST", "GENERAL", "REASONING", "CODING", "ORCHESTRATOR"])
        #expect(result.route.chain.map(\.calls) == [1, 0, 0, 0, 0])
        #expect(result.messages.contains { $0.content.contains(Self.summary) })
        // What the server counted, at the price of the model that was asked.
        #expect(result.cost.model == "qwen3-32b" && result.cost.inputTokens == 9_000)
        let warmer = try self.server()
        _ = try compacted(
            http + ["--endpoint", warmer.base + "v1", "--temperature", "0.7"])
        #expect(warmer.requests.first?.contains(#""temperature":0.7"#) == true)
        let silent = try self.server()
        _ = try compacted(
            http + ["--endpoint", silent.base + "v1", "--temperature", "server"])
        #expect(silent.requests.first?.contains("temperature") == false)
    }

    @Test func `a tier that fails gives way to the next larger one`() throws {
        let broken = try LoopbackServer(["v1/chat/completions": ""], .status(400))
        let mad = try server("Everything is in /etc/invented/secret-4711.conf.")
        let good = try server()
        let result = try compacted(
            http + [
                "--tier-model", "CODING=large@\(good.base)v1", "--tier-model",
                "FAST=small@\(broken.base)v1", "--tier-model",
                "REASONING=gpt-4o-mini@\(mad.base)v1",
            ])
        #expect(result.route.chain.map(\.tier) == ["FAST", "REASONING", "CODING"])
        #expect(result.route.chain.map(\.model) == ["small", "gpt-4o-mini", "large"])
        #expect(result.route.chain.map(\.calls) == [1, 1, 1])
        #expect(result.route.chain.map(\.failed) == [1, 0, 0])
        #expect(result.route.chain.map(\.refused) == [0, 1, 0])
        #expect(result.route.chain.map(\.used) == [0, 0, 1])
        #expect(result.route.chain[0].lastReason?.contains("HTTP 400") == true)
        #expect(result.trace[0].requests.fresh == 1 && result.trace[0].requests.degraded == 0)
        #expect(result.messages.contains { $0.content.contains(Self.summary) })
        // One of the two that answered has no price.
        #expect(result.cost.nanodollars == nil)
        #expect(result.cost.note?.contains("no price of the model 'large'") == true)
        #expect(result.state.cost.callsWithoutPrice == 1)
        #expect(result.costAtTier.nanodollars ?? 0 > 0)
    }

    @Test func `where all fail an extract stands in, degraded`() throws {
        let broken = try LoopbackServer(["v1/chat/completions": ""], .status(400))
        let result = try compacted(http + ["--endpoint", broken.base + "v1"])
        #expect(result.route.chain.map(\.failed) == [1, 1, 1, 1, 1])
        #expect(result.trace[0].requests.degraded == 1 && result.compactions == 1)
        #expect(result.trace[0].reason.contains("FAST qwen3-32b: HTTP 400"))
        #expect(result.cost.nanodollars == 0 && result.cost.note?.contains("no model") == true)
    }

    @Test func `a single model stands for the task's tier, and nobody else is asked`() throws {
        let broken = try LoopbackServer(["v1/chat/completions": ""], .status(400))
        let result = try compacted(
            http + ["--endpoint", broken.base + "v1", "--model", "mine"])
        #expect(result.route.chain.map(\.model) == ["mine"])
        #expect(broken.requests.count == 1)
    }

    @Test func `a tier's own server gets its own key and no other`() throws {
        let own = try LoopbackServer(["v1/chat/completions": ""], .status(400))
        let shared = try server()
        _ = try compacted(
            http + [
                "--endpoint", shared.base + "v1", "--tier-model", "FAST=small@\(own.base)v1",
                "--tier-model", "GENERAL=other",
            ],
            environment: ["SERVER_API_KEY": "shared-secret", "FAST_SERVER_API_KEY": "own-secret"])
        #expect(own.requests.first?.contains("Bearer own-secret") == true)
        #expect(shared.requests.first?.contains("Bearer shared-secret") == true)
        #expect(own.requests.allSatisfy { !$0.contains("shared-secret") })
        let keyless = try LoopbackServer(["v1/chat/completions": ""], .status(400))
        _ = try compacted(
            http + ["--tier-model", "FAST=small@\(keyless.base)v1"],
            environment: ["SERVER_API_KEY": "shared-secret"])
        #expect(keyless.requests.allSatisfy { !$0.contains("secret") })
    }

    @Test func `a user's template takes the place of the task's`() throws {
        let server = try server()
        try scratch.file("mine.txt", "Write for the night shift. Keep:\n{fields}\n")
        _ = try compacted(
            http + [
                "--endpoint", server.base + "v1", "--template", "mine.txt", "--task",
                "summarize_code",
            ])
        let body = try #require(server.requests.first)
        #expect(body.contains(#"Write for the night shift. Keep:\n- files changed\n"#))
        #expect(!body.contains("A summary of the session so far"))
        try scratch.file("none.txt", "")
        let empty = try winnow("compact", "talk.json", "--template", "none.txt")
        #expect(empty.status == 65 && empty.messages.contains("none.txt: a template has 1 to"))
    }

    @Test func `what was recorded of a chain is replayed without it`() throws {
        let broken = try LoopbackServer(["v1/chat/completions": ""], .status(400))
        let good = try server()
        let asked = try compacted(
            http + [
                "--tier-model", "FAST=small@\(broken.base)v1", "--tier-model",
                "GENERAL=gpt-4o-mini@\(good.base)v1", "--record", "asked.jsonl",
            ])
        #expect(asked.cost.model == "gpt-4o-mini" && asked.cost.nanodollars ?? 0 > 0)
        let replayed = try compacted(
            lenient + [
                "--set", "condensation.summarizer=recorded", "--cassette", "asked.jsonl",
            ])
        #expect(replayed.messages.map(\.content) == asked.messages.map(\.content))
        #expect(replayed.trace[0].requests.degraded == 0)
    }

    @Test func `a session's state goes on from call to call`() throws {
        let alone = try compacted([])
        #expect(alone.state.compaction_count == 1 && !alone.state.needs_compaction)
        let kept = ["--cache", "kept", "--session", "agent 7"]
        let first = try compacted(kept)
        #expect(first.state.compaction_count == 1 && first.state.cost.nanodollars == 0)
        #expect(first.state.costAtTier.nanodollars == first.costAtTier.nanodollars)
        let second = try compacted(kept, file: "more.json")
        #expect(second.state.compaction_count == 2)
        let both = (first.costAtTier.nanodollars ?? 0) + (second.costAtTier.nanodollars ?? 0)
        #expect(second.costAtTier.nanodollars ?? 0 > 0)
        #expect(abs((second.state.costAtTier.nanodollars ?? 0) - both) <= 1)
        #expect(second.state.last_compaction_at ?? 0 >= first.state.last_compaction_at ?? .infinity)
        // Nothing is due, so nothing is added; the last time stays.
        let third = try compacted(kept + ["--threshold", "1"])
        #expect(third.compactions == 0 && third.state.compaction_count == 2)
        #expect(third.state.last_compaction_at == second.state.last_compaction_at)
        let other = try compacted(["--cache", "kept", "--session", "agent 8"])
        #expect(other.state.compaction_count == 1)
        // A session that is named keeps its state in the folder of the setting, too.
        #expect(try compacted(["--session", "agent 9"]).state.compaction_count == 1)
        let again = try compacted(["--session", "agent 9"], file: "more.json")
        #expect(again.state.compaction_count == 2)
    }

    @Test func `two conversations without a session's name are two sessions`() throws {
        for _ in 0..<2 { _ = try compacted(["--cache", "kept"]) }
        let other = try compacted(["--cache", "kept"], file: "more.json")
        #expect(other.state.compaction_count == 1)
        // The same request again is the compaction that was made.
        #expect(try compacted(["--cache", "kept"]).state.compaction_count == 1)
    }

    @Test func `what cannot be compacted enough needs compaction still`() throws {
        let run = try winnow(
            "compact", "talk.json", "--json", "--limit", "16000", "--threshold", "0.001")
        let result = try JSONDecoder().decode(Result.self, from: run.output)
        #expect(result.state.needs_compaction)
    }

    @Test(arguments: [
        ("FAST", 64, "invalid"), ("SLOW=x", 64, "invalid"), ("FAST=@http://a/v1", 64, "invalid"),
        ("FAST=m@http://u:hush@host/v1", 64, "without user, query or fragment"),
        ("FAST=m", 64, "--tier-model: nothing looks at it"),
    ])
    func `models of tiers that cannot be are refused`(
        value: String, status: Int32, words: String
    ) throws {
        let run = try winnow("compact", "talk.json", "--tier-model", value)
        #expect(run.status == status)
        #expect(run.messages.contains(words), "\(run.messages)")
        #expect(!run.messages.contains("hush"))
    }
}

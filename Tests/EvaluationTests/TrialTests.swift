import ContextModel
import Corpus
import Evaluation
import StrictJSON
import Testing

@Suite struct TrialTests {
    private let talk = [SmallTalk.long, SmallTalk.short]

    /// What a replay measured, by the name under which it is stored.
    private func measured(
        _ transcripts: [Transcript], _ settings: [String: String] = [:],
        mode: ReplayMode = .stateless, with environment: MeasurementEnvironment = .words()
    ) async throws -> [String: MeasuredValue] {
        let result = try await CorpusReplayer(transcripts, environment: environment)
            .run(cell(settings, mode: mode), key: "k")
        let names = result.measurements.map(\.name)
        #expect(Set(names).count == names.count)
        return Dictionary(uniqueKeysWithValues: zip(names, result.measurements.map(\.value)))
    }

    private func isDeterministic(_ name: String) -> Bool {
        let metric = Metric.allCases.first {
            name == $0.rawValue || name.hasPrefix("\($0.rawValue).")
        }
        return metric?.metricClass == .deterministic
    }

    @Test func `requests and their tokens are summed up`() async throws {
        let found = try await measured(talk)
        #expect(found["conversations"] == .integer(2))
        #expect(found["requests"] == .integer(3))
        #expect(found["tokens.in"] == .integer(9 + 21 + 9))
        #expect(found["tokens.exact"] == .integer(9 + 21 + 9))
        #expect(found["tokens.recorded"] == .integer(9 + 21 + 9))
        #expect(found["tokens.sent"] == .integer(9 + 21 + 9))
        #expect(found["tokens.saved"] == .integer(0))
        #expect(found["requests.changed"] == .integer(0))
    }

    @Test func `requests are told by how near the limit they are`() async throws {
        let found = try await measured(talk, ["context.limit": "20", "management": "off"])
        #expect(found["risk.safe"] == .integer(2))
        #expect(found["risk.overflow"] == .integer(1))
        for level in ["caution", "warning", "critical"] {
            #expect(found["risk.\(level)"] == .integer(0))
        }
        #expect(found["actionable.share"] == .real(1.0 / 3))
    }

    @Test(arguments: [(30, "caution"), (26, "warning"), (23, "critical"), (21, "critical")])
    func `each level begins at its threshold`(limit: Int, level: String) async throws {
        let found = try await measured([SmallTalk.long], ["context.limit": "\(limit)"])
        #expect(found["risk.safe"] == .integer(1))
        #expect(found["risk.\(level)"] == .integer(1))
        #expect(found["actionable.share"] == .real(level == "caution" ? 0 : 0.5))
    }

    @Test func `room kept for the answer fills the limit`() async throws {
        let settings = ["context.limit": "25", "context.reservedOutput": "5"]
        #expect(try await measured([SmallTalk.long], settings)["risk.overflow"] == .integer(1))
    }

    @Test(arguments: [("on", true), ("off", false)])
    func `chunks found again are the summaries that were not made`(
        skips: String, isFound: Bool
    ) async throws {
        let texts = (0..<40).map { number in
            "turn \(number) says id-\(number * 7919) "
                + Array(repeating: "again", count: 30).joined(separator: " ")
        }
        let talk = SmallTalk.transcript(texts, requests: Array(stride(from: 21, to: 40, by: 2)))
        let found = try await measured(
            [talk],
            [
                "context.limit": "600", "management": "chunked", "chunks.size": "4",
                "chunks.skipCondensed": skips,
            ])
        guard case .integer(let hits) = found["cache.chunks.hits"],
            case .integer(let misses) = found["cache.chunks.misses"],
            case .integer(let made) = found["summaries"],
            case .integer(let avoided) = found["summaries.avoided"]
        else {
            Issue.record("chunks are not measured")
            return
        }
        #expect(hits == avoided && misses == made && made > 0)
        #expect((hits > 0) == isFound)
    }

    @Test func `a remembered message is not counted again, in any conversation`() async throws {
        let found = try await measured(talk)
        #expect(found["operations"] == .integer(3))
        // One message is the beginning of the request before, one is known from the other
        // conversation: only the latter was looked up.
        #expect(found["operations.reused"] == .integer(1))
        #expect(found["operations.avoided"] == .integer(2))
        #expect(found["cache.count.hits"] == .integer(1))
        #expect(found["cache.count.misses"] == .integer(3))
        #expect(found["cache.count.evictions"] == .integer(0))
        guard case .integer(let bytes) = found["cache.count.bytes"] else {
            Issue.record("no bytes were measured")
            return
        }
        #expect(bytes > 0)
    }

    @Test func `without the cache every message of every request is counted`() async throws {
        let found = try await measured(talk, ["cache.count": "off"])
        #expect(found["operations"] == .integer(1 + 3 + 1))
        #expect(found["operations.reused"] == .integer(0))
        #expect(found["operations.avoided"] == .integer(0))
        for counter in ["hits", "misses", "evictions", "bytes"] {
            #expect(found["cache.count.\(counter)"] == .integer(0))
        }
    }

    @Test func `a cache of one entry gives up what it held`() async throws {
        let found = try await measured(talk, ["cache.count.entries": "1"])
        #expect(found["operations"] != nil)
        guard case .integer(let counted) = found["operations"],
            case .integer(let avoided) = found["operations.avoided"]
        else { return }
        #expect(counted + avoided == 1 + 3 + 1)
        #expect(found["tokens.in"] == .integer(39))
    }

    @Test func `the output names tokens and level of each request, cached or not`() async throws {
        let cached = try await measured(talk, ["context.limit": "20", "management": "off"])
        let uncached = try await measured(
            talk, ["context.limit": "20", "cache.count": "off", "management": "off"])
        #expect(cached["output.sha256"] == .text("<9 safe\n21 overflow\n\n9 safe\n\n>"))
        #expect(cached["output.sha256"] == uncached["output.sha256"])
    }

    @Test(arguments: ["on", "off"])
    func `a client that keeps its context keeps all of it where nothing is managed`(cache: String)
        async throws
    {
        let settings = ["cache.count": cache, "context.limit": "50%", "management": "off"]
        let stateless = try await measured(talk, settings).filter { isDeterministic($0.key) }
        let stateful = try await measured(talk, settings, mode: .stateful).filter {
            isDeterministic($0.key)
        }
        #expect(stateless == stateful)
        #expect(stateless.count > 10)
    }

    @Test func `a share of the conversation's size is a limit of its own for each`() async throws {
        // 50 % of 21 and of 9 tokens are below 21 and 9; 100 % are full but hold.
        let half = try await measured(talk, ["context.limit": "50%"])
        #expect(half["risk.overflow"] == .integer(2))
        #expect(half["risk.warning"] == .integer(0))
        let whole = try await measured(talk, ["context.limit": "100%"])
        #expect(whole["risk.overflow"] == .integer(0))
        #expect(whole["risk.critical"] == .integer(2))
        #expect(whole["risk.safe"] == .integer(1))
    }

    @Test func `tools are part of every request`() async throws {
        let tools = [JSONValue.object(JSONObject([("name", .string("look up"))]))]
        let found = try await measured([
            SmallTalk.transcript(["a b", "c", "d e f", "g"], requests: [1, 3], tools: tools)
        ])
        // Each definition costs 8 and its JSON, which has one space, once a request.
        #expect(found["tokens.in"] == .integer(9 + 21 + 2 * 10))
        #expect(found["tokens.exact"] == .integer(9 + 21 + 2 * 10))
    }

    @Test func `an image costs the same by the counter and by the reference`() async throws {
        let picture = ImagePart(source: .null)
        let message = Message(.user, parts: [.text(TextPart("look")), .image(picture)])
        let transcript = SmallTalk.transcript(messages: [message], requests: [1])
        let settings = ["image.rule": "fixed", "image.fixed": "500"]
        let found = try await measured([transcript], settings)
        #expect(found["tokens.in"] == .integer(4 + 1 + 500 + 3))
        #expect(found["tokens.exact"] == .integer(4 + 1 + 500 + 3))
    }

    @Test func `a conversation without requests is replayed as nothing`() async throws {
        for limit in ["20", "30%"] {
            let found = try await measured(
                [SmallTalk.transcript(["a b", "c"], requests: [])], ["context.limit": limit])
            #expect(found["conversations"] == .integer(1))
            #expect(found["requests"] == .integer(0))
            #expect(found["tokens.in"] == .integer(0))
            #expect(found["actionable.share"] == .real(0))
            #expect(found["operations"] == .integer(0))
            #expect(found["replay.span"] == .integer(0))
            #expect(found["output.sha256"] == .text("<\n>"))
        }
    }

    @Test func `a corpus without conversations is measured too`() async throws {
        let found = try await measured([])
        #expect(found["conversations"] == .integer(0))
        #expect(found["output.sha256"] == .text("<>"))
    }
}

import Foundation
import Testing

/// A vision model behind HTTP that describes pictures, and what is kept of what it says.
@Suite struct PictureModelTests {
    let scratch: Scratch
    let winnow: Program

    init() throws {
        scratch = try Scratch()
        winnow = try Program(in: scratch)
        try scratch.file("first.json", talk([#""detail":"high","#], "What is it?"))
        try scratch.file("second.json", talk(["", ""], "And here?"))
    }

    /// Conversations with the same picture, written in several ways.
    private func talk(_ details: [String], _ question: String) -> String {
        let pictures = details.map { detail in
            #"{"type":"image_url","image_url":{\#(detail)"url":"data:image/png;base64,iVBORw0KGgo="}}"#
        }
        let text = #"{"type":"text","text":"\#(question)"}"#
        return
            #"{"messages":[{"role":"user","content":[\#((pictures + [text]).joined(separator: ","))]}]}"#
    }

    private struct Result: Decodable {
        struct Cache: Decodable { let descriptions: Counters }
        struct Counters: Decodable { let hits, misses, writes: Int }
        let finalTokens: Int
        let cache: Cache?
    }

    private func condensed(
        _ file: String, _ arguments: [String], environment: [String: String] = [:]
    ) throws -> Result {
        let run = try winnow(
            ["condense", "--json", file] + arguments, environment: environment)
        #expect(run.status == 0, "\(run.messages)")
        return try JSONDecoder().decode(Result.self, from: run.output)
    }

    private let words = "A ship of exactly forty characters, red."

    private func server() throws -> LoopbackServer {
        try LoopbackServer(
            [
                "v1/chat/completions":
                    #"{"choices":[{"message":{"content":"\#(words)"},"finish_reason":"stop"}]}"#,
                "v1/messages":
                    #"{"content":[{"type":"text","text":"\#(words)"}],"stop_reason":"end_turn"}"#,
            ], .whole)
    }

    @Test func `a picture is asked for once, and never again in another conversation`() throws {
        let server = try server()
        let asking = ["--cache", "kept", "--describe-with", "seer@\(server.base)v1"]
        let plain = try condensed("first.json", [])
        let first = try condensed("first.json", asking)
        // Forty characters at a quarter of a token.
        #expect(first.finalTokens == plain.finalTokens + 10)
        #expect(server.requests.count == 1 && first.cache?.descriptions.writes == 1)
        let body = try #require(server.requests.first)
        #expect(body.contains(#""model":"seer""#) && body.contains(#""temperature":0.3"#))
        #expect(
            body.contains(#""image_url":{"url":"data:image/png;base64,iVBORw0KGgo="}"#), "\(body)")
        let plainSecond = try condensed("second.json", [])
        let second = try condensed("second.json", asking)
        #expect(server.requests.count == 1)
        #expect(second.finalTokens == plainSecond.finalTokens + 20)
        #expect(second.cache?.descriptions.hits == 1 && second.cache?.descriptions.writes == 0)
        // Another model may say something else.
        _ = try condensed(
            "second.json", ["--cache", "kept", "--describe-with", "other@\(server.base)v1"])
        #expect(server.requests.count == 2)
    }

    @Test func `the other protocol has blocks of its own, the key comes from the environment`()
        throws
    {
        let server = try server()
        _ = try condensed(
            "first.json",
            ["--describe-with", "seer", "--describer-protocol", "anthropic-messages"],
            environment: [
                "VISION_SERVER_URL": server.base + "v1", "VISION_SERVER_API_KEY": "own-secret",
                "SERVER_API_KEY": "other-secret",
            ])
        let request = try #require(server.requests.first)
        #expect(server.paths == ["/v1/messages"])
        #expect(request.lowercased().contains("x-api-key: own-secret"))
        #expect(!request.contains("other-secret"))
        #expect(
            request.contains(
                #""source":{"type":"base64","media_type":"image/png","data":"iVBORw0KGgo="}"#))
    }

    @Test func `what a model said is recorded and replayed without it`() throws {
        let server = try server()
        let recording = [
            "--describe-with", "seer@\(server.base)v1", "--record-descriptions", "seen.jsonl",
        ]
        let asked = try condensed("first.json", recording)
        #expect(server.requests.count == 1)
        // What is recorded is not asked for again.
        _ = try condensed("second.json", recording)
        #expect(server.requests.count == 1)
        #expect(try scratch.text("seen.jsonl").split(separator: "\n").count == 1)
        let replayed = try condensed("first.json", ["--descriptions", "seen.jsonl"])
        #expect(replayed.finalTokens == asked.finalTokens)
    }

    @Test func `what is kept of one file serves a conversation that another file says nothing of`()
        throws
    {
        let picture =
            #"{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo="}}"#
        try scratch.file(
            "one.jsonl", #"{"picture":\#(picture),"description":"\#(words)"}"# + "\n")
        try scratch.file(
            "two.jsonl", #"{"picture":{"type":"x"},"description":"else"}"# + "\n")
        _ = try condensed("first.json", ["--cache", "kept", "--descriptions", "one.jsonl"])
        let second = try condensed(
            "second.json", ["--cache", "kept", "--descriptions", "two.jsonl"])
        #expect(second.cache?.descriptions.hits == 1)
        let plain = try condensed("second.json", [])
        #expect(second.finalTokens == plain.finalTokens + 20)
        // A file that says something else now outranks what was kept.
        try scratch.file(
            "three.jsonl",
            #"{"picture":\#(picture),"description":"\#(words + words)"}"# + "\n")
        let third = try condensed(
            "second.json", ["--cache", "kept", "--descriptions", "three.jsonl"])
        #expect(third.finalTokens == plain.finalTokens + 40)
    }

    @Test func `a model that fails leaves the picture as it is`() throws {
        let broken = try LoopbackServer(["v1/chat/completions": ""], .status(400))
        let plain = try condensed("first.json", [])
        let failed = try condensed(
            "first.json", ["--describe-with", "seer@\(broken.base)v1"])
        #expect(broken.requests.count == 1 && failed.finalTokens == plain.finalTokens)
    }

    @Test func `what is missing is named`() throws {
        let server = try winnow("condense", "first.json", "--describe-with", "seer")
        #expect(server.status == 66 && server.messages.contains("VISION_SERVER_URL"))
        let key = try winnow(
            "condense", "first.json", "--describe-with", "seer@https://127.0.0.1:9/v1")
        #expect(key.status == 66 && key.messages.contains("VISION_SERVER_API_KEY"))
        let record = try winnow(
            "condense", "first.json", "--record-descriptions", "seen.jsonl")
        #expect(record.status == 64 && record.messages.contains("goes with --describe-with"))
    }
}

import Backends
import StrictJSON
import Testing

@Suite struct ServerFaultTests {
    private func failure(_ status: Int, _ json: String) throws -> AttemptFailure? {
        ServerFault(try JSONValue(parsing: json))?.failure(status: status, wish: nil)
    }

    @Test(arguments: [
        (
            400,
            #"{"error":{"message":"m","type":"invalid_request_error","code":"context_length_exceeded"}}"#
        ),
        (
            400,
            #"{"error":{"code":400,"message":"m","type":"exceed_context_size_error","n_ctx":512}}"#
        ),
        (
            400,
            #"{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 201 tokens > 200 maximum"}}"#
        ),
        (
            400,
            #"{"error":{"message":"This model's maximum context length is 8192 tokens.","code":null}}"#
        ),
        (
            500,
            #"{"error":{"code":500,"message":"the request exceeds the available context size"}}"#
        ),
        (413, #"{"type":"error","error":{"type":"request_too_large","message":"m"}}"#),
        (400, #"{"error":"input exceeds the context window"}"#),
        (413, #"{"detail":"too much"}"#),
    ])
    func `an overflow is known in every form`(status: Int, json: String) throws {
        #expect(try failure(status, json) == .tooLong)
    }

    @Test(arguments: [408, 409, 429, 500, 502, 503, 504, 529])
    func `what may pass is transient`(status: Int) throws {
        #expect(
            try failure(status, #"{"error":{"message":"later","type":"t"}}"#)
                == .transient("HTTP \(status): t: later"))
    }

    @Test(arguments: [301, 307, 404, 405, 407])
    func `what is asked of the wrong server or path is misdirected`(status: Int) throws {
        #expect(
            try failure(status, #"{"message":"no such model"}"#)
                == .misdirected("HTTP \(status): no such model"))
    }

    @Test(arguments: [400, 422, 501])
    func `what will not pass is permanent`(status: Int) throws {
        #expect(
            try failure(status, #"{"message":"no such model"}"#)
                == .permanent("HTTP \(status): no such model"))
    }

    @Test func `a rate limit on tokens is no overflow`() throws {
        let json = #"{"error":{"type":"tokens","message":"over the context window of a minute"}}"#
        let failure = try failure(429, json)
        guard case .transient = failure else { Issue.record("\(failure as Any)"); return }
    }

    @Test(arguments: [401, 403])
    func `a refused key is not talked about in the server's words`(status: Int) throws {
        let json = #"{"error":{"message":"Incorrect API key provided: sk-abc***xyz"}}"#
        #expect(
            try failure(status, json)
                == .misdirected("HTTP \(status): the server refuses the key or what it may do"))
    }

    @Test(arguments: [
        Bodies.whole(.chatCompletions, "a"), Bodies.whole(.anthropicMessages, "a"),
        #"{"error":null,"choices":[]}"#, "7", "[]", "{}",
    ])
    func `what is no error is none`(json: String) throws {
        #expect(ServerFault(try JSONValue(parsing: json)) == nil)
    }

    @Test func `a failure is presented short, on one line, without the key`() {
        let key = "sk-secret"
        let long = "a\nb\u{1B} " + String(repeating: "x", count: 288) + key + key
        guard case .permanent(let words) = AttemptFailure.permanent(long).presentable(hiding: key)
        else { return }
        #expect(words.count <= 300)
        #expect(words.hasPrefix("a b  x"))
        #expect(!words.contains("sk-"))
        let wish = AttemptFailure.transient("no \(key)", wish: .seconds(1))
        #expect(wish.presentable(hiding: key) == .transient("no …", wish: .seconds(1)))
    }
}

import Backends
import ContextModel
import HTTPBackends
import Testing

@Suite struct FaultTests {
    private let soon = Duration.milliseconds(60)
    private let good = Reply.answer([Bodies.whole(.chatCompletions, "short")])

    @Test func `a server that says nothing is left when the head's time is over`() async throws {
        let asking = try await Asking([.hang]) { $0.timeouts.head = soon }
        #expect(asking.error == .timedOut)
        #expect(asking.pauses.isEmpty, "time that is over is not spent again")
    }

    @Test(arguments: [true, false])
    func `a server that stops in mid-answer is left when the time between bytes is over`(
        streaming: Bool
    ) async throws {
        let pieces = Bodies.events(.chatCompletions, ["The"]).prefix(1)
        let script = [Reply.stall(headers: Bodies.eventStream, Array(pieces))]
        let asking = try await Asking(script, streaming: streaming) {
            $0.timeouts.betweenBytes = soon
        }
        #expect(asking.error == .timedOut)
    }

    @Test func `a server that never ends is left when the answer's time is over`() async throws {
        let script = [Reply.forever(headers: Bodies.eventStream, ": wait\n\n")]
        let asking = try await Asking(script, streaming: true) {
            $0.timeouts.wholeAnswer = soon
            $0.maximumAnswerBytes = .max
        }
        #expect(asking.error == .timedOut)
    }

    @Test(arguments: [true, false])
    func `an answer beyond the bound is given up`(streaming: Bool) async throws {
        let headers = streaming ? Bodies.eventStream : []
        let script = [
            Reply.forever(headers: headers, String(repeating: ": more\n\n", count: 100))
        ]
        let asking = try await Asking(script, streaming: streaming) {
            $0.maximumAnswerBytes = 10_000
        }
        #expect(asking.error == .failed("the answer is larger than 10000 bytes"))
        #expect(asking.received.count == 1)
    }

    @Test func `an error body beyond all bounds is not read to its end`() async throws {
        let page = String(repeating: "<p>sorry</p>", count: 100_000)
        let asking = try await Asking([.answer(status: 404, [page])])
        #expect(asking.error == .unavailable("HTTP 404"))
    }

    @Test(arguments: WireProtocol.allCases)
    func `a stream that breaks is tried again`(wire: WireProtocol) async throws {
        let events = Bodies.events(wire, ["The map", " is here"])
        let script: [Reply] = [
            .cut(headers: Bodies.eventStream, Array(events.prefix(2))),
            .answer(headers: Bodies.eventStream, Array(events.prefix(2))),
            .answer(headers: Bodies.eventStream, events),
        ]
        let asking = try await Asking(script, as: wire, streaming: true)
        #expect(try asking.answer.get().text == "The map is here")
        #expect(asking.pauses.count == 2)
    }

    @Test func `a connection closed without a word is tried again`() async throws {
        let asking = try await Asking([.close, good])
        #expect(try asking.answer.get().text == "short")
    }

    @Test(arguments: [429, 500, 503, 529])
    func `a server at its limits is asked again, and then no more`(status: Int) async throws {
        let body = Bodies.error(.anthropicMessages, "overloaded_error", "busy")
        let asking = try await Asking([.answer(status: status, [body])], as: .anthropicMessages) {
            $0.retries.limit = 2
        }
        #expect(asking.error == .unavailable("HTTP \(status): overloaded_error: busy"))
        #expect(asking.received.count == 3)
        #expect(asking.pauses.count == 2)
        #expect(asking.pauses.allSatisfy { $0 >= .milliseconds(250) && $0 <= .seconds(1) })
    }

    @Test func `the server's wish for a pause is heeded in both forms and capped`() async throws {
        let now = ("date", "Sun, 06 Nov 1994 08:49:37 GMT")
        let script: [Reply] = [
            .answer(status: 429, headers: [("retry-after", "7")], [""]),
            .answer(
                status: 503, headers: [now, ("Retry-After", "Sun, 06 Nov 1994 08:49:48 GMT")],
                []),
            .answer(status: 429, headers: [("retry-after", "86400")], ["busy"]), good,
        ]
        let asking = try await Asking(script)
        #expect(try asking.answer.get().text == "short")
        #expect(asking.pauses == [.seconds(7), .seconds(11), .seconds(30)])
    }

    @Test(arguments: [400, 404, 302])
    func `what will not pass is not tried again`(status: Int) async throws {
        let body = Bodies.error(.chatCompletions, "invalid_request_error", "no such model")
        let elsewhere = [("location", "http://127.0.0.1:9/v1/elsewhere")]
        let asking = try await Asking([.answer(status: status, headers: elsewhere, [body])])
        let words = "HTTP \(status): invalid_request_error: no such model"
        // What another server, or another path, would answer is no answer to the request.
        #expect(asking.error == (status == 400 ? .failed(words) : .unavailable(words)))
        #expect(asking.received.count == 1)
    }

    @Test(arguments: WireProtocol.allCases, WireProtocol.allCases)
    func `an overflow is known in either protocol's form`(
        wire: WireProtocol, form: WireProtocol
    ) async throws {
        let kind = "invalid_request_error"
        let body = Bodies.error(form, kind, "prompt is too long: 9000 tokens > 8192 maximum")
        let asking = try await Asking([.answer(status: 400, [body])], as: wire)
        #expect(asking.error == .tooLong)
        #expect(asking.received.count == 1)
    }

    @Test(arguments: ["{\"choices\":[{}", "not JSON", "{\"choices\":7}", "[]"])
    func `an answer that is no such JSON is a failure`(body: String) async throws {
        let asking = try await Asking([.answer([body])])
        guard case .failed(let words)? = asking.error else {
            Issue.record("\(asking.answer)")
            return
        }
        #expect(words.hasPrefix("the answer"))
        #expect(asking.received.count == 1)
    }

    @Test func `what is no HTTP is a failure`() async throws {
        let asking = try await Asking([.noise("SSH-2.0-nothing to see\r\n")])
        #expect(asking.error == .unavailable("the answer is not HTTP"))
    }

    @Test func `where nobody listens the failure says so`() async throws {
        // A port that was free a moment ago.
        let address = try await ScriptedServer.run([.hang]) { $1 }
        let pauses = Pauses()
        let summarizer = try HTTPSummarizer(
            .test(.chatCompletions, address), promptVersion: "1", prompt: somePrompt,
            pause: { pauses.add($0) })
        await #expect(throws: SummarizerError.unavailable("the server cannot be reached")) {
            try await summarizer.summarize(someRequest)
        }
        #expect(pauses.all.count == 3)
    }
}

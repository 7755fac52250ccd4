import Backends
import ContextModel
import HTTPBackends
import StrictJSON
import Testing

@Suite struct ConversationTests {
    private let expected = SummaryAnswer(
        "The map is in Sources.", promptTokens: 21, outputTokens: 4)

    private func reply(_ wire: WireProtocol, streaming: Bool) -> Reply {
        guard streaming else { return .answer([Bodies.whole(wire, "The map is in Sources.")]) }
        let events = Bodies.events(wire, ["The map", " is in ", "Sources."])
        return .answer(headers: Bodies.eventStream, events)
    }

    @Test(arguments: WireProtocol.allCases, [true, false])
    func `an answer is read in either protocol, streamed or not`(
        wire: WireProtocol, streaming: Bool
    ) async throws {
        let script = [reply(wire, streaming: streaming)]
        let asking = try await Asking(script, as: wire, streaming: streaming)
        #expect(asking.answer == .success(expected))
        #expect(asking.pauses.isEmpty)
    }

    @Test(arguments: WireProtocol.allCases)
    func `a server that does not stream when asked to is understood`(
        wire: WireProtocol
    ) async throws {
        let script = [reply(wire, streaming: false)]
        let asking = try await Asking(script, as: wire, streaming: true)
        #expect(asking.answer == .success(expected))
    }

    @Test(arguments: WireProtocol.allCases)
    func `bytes that come one at a time are put together`(wire: WireProtocol) async throws {
        let stream = Bodies.events(wire, ["The map", " is in ", "Sources."]).joined()
        let bytes = stream.map { String($0) }
        let script = [Reply.answer(headers: Bodies.eventStream, bytes)]
        let asking = try await Asking(script, as: wire, streaming: true)
        #expect(asking.answer == .success(expected))
    }

    @Test func `chat completions are asked for as its servers expect`() async throws {
        let asking = try await Asking(
            [reply(.chatCompletions, streaming: true)], as: .chatCompletions, streaming: true)
        let request = try #require(asking.received.first)
        #expect(request.path == "/v1/chat/completions")
        #expect(request.header("authorization") == ["Bearer " + theKey])
        #expect(request.header("content-type") == ["application/json"])
        let body = """
            {"model":"small","messages":[{"role":"system","content":"Summarise."},\
            {"role":"user","content":"Where is the map?"},{"role":"assistant","content":\
            "In Sources."}],"max_tokens":100,"temperature":0.3,"stream":true,\
            "stream_options":{"include_usage":true}}
            """
        #expect(request.body == body)
    }

    @Test func `messages are asked for as its servers expect`() async throws {
        let asking = try await Asking(
            [reply(.anthropicMessages, streaming: false)], as: .anthropicMessages)
        let request = try #require(asking.received.first)
        #expect(request.path == "/v1/messages")
        #expect(request.header("x-api-key") == [theKey])
        #expect(request.header("anthropic-version") == ["2023-06-01"])
        #expect(request.header("authorization").isEmpty)
        let body = """
            {"model":"small","messages":[{"role":"user","content":"Where is the map?"},\
            {"role":"assistant","content":"In Sources."}],"system":"Summarise.",\
            "max_tokens":100,"temperature":0.3}
            """
        #expect(request.body == body)
    }

    @Test(arguments: WireProtocol.allCases, [nil, ""])
    func `without a key none is sent`(wire: WireProtocol, key: String?) async throws {
        let asking = try await Asking([reply(wire, streaming: false)], as: wire) {
            $0.key = { key }
        }
        #expect(asking.received.first?.header("authorization").isEmpty == true)
        #expect(asking.received.first?.header("x-api-key").isEmpty == true)
    }

    @Test func `a slash at the end of the address changes nothing`() async throws {
        let asking = try await Asking([reply(.chatCompletions, streaming: false)]) {
            $0.baseURL += "//"
        }
        #expect(asking.received.first?.path == "/v1/chat/completions")
    }

    @Test func `as many requests are under way as the endpoint says`() async throws {
        let answer = Bodies.whole(.chatCompletions, "short")
        let script = [Reply.together(3, [answer])]
        let most = try await ScriptedServer.run(script) { server, address in
            var endpoint = Endpoint.test(.chatCompletions, address)
            endpoint.parallelRequests = 3
            let summarizer = try HTTPSummarizer(
                endpoint, promptVersion: "1", prompt: somePrompt)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<12 {
                    group.addTask { _ = try await summarizer.summarize(someRequest) }
                }
                try await group.waitForAll()
            }
            return server.mostUnderWay
        }
        #expect(most == 3)
    }
}

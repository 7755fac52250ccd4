import Backends
import ContextModel
import HTTPBackends
import Testing

@Suite struct KeyTests {
    /// Faults whose replies repeat the key wherever a server could.
    static let faults: [Reply] = [
        .answer(
            status: 400, [Bodies.error(.chatCompletions, theKey, "not \(theKey), \(theKey)!")]),
        .answer(
            status: 401, [Bodies.error(.chatCompletions, "auth", "bad key sk-secret***6789")]),
        .answer(status: 500, headers: [("x-echo", theKey)], ["{\"error\":\"\(theKey)\"}"]),
        .answer(
            status: 404, ["{\"message\":\"\(String(repeating: "x", count: 280))\(theKey)\"}"]),
        .answer(status: 200, [Bodies.whole(.chatCompletions, "", finish: theKey)]),
        .answer(
            headers: Bodies.eventStream,
            ["data: \(Bodies.error(.chatCompletions, theKey, theKey))\n\n"]),
        .answer(status: 200, [theKey]), .close,
    ]

    @Test(arguments: faults.indices)
    func `no error has the key or a part of it`(index: Int) async throws {
        let asking = try await Asking([Self.faults[index]])
        let error = try #require(asking.error)
        #expect(asking.received.first?.header("authorization") == ["Bearer " + theKey])
        for text in ["\(error)", String(reflecting: error), dumped(error)] {
            #expect(!text.contains("sk-"), "\(text)")
            #expect(!text.contains("6789"), "\(text)")
        }
    }

    @Test(arguments: ["sk-1\r\nx-evil: 1", "sk 1", "sk-é", "sk-\u{7F}"])
    func `a key that no header can carry is refused unsent and unsaid`(key: String) async throws {
        let asking = try await Asking([.hang]) { $0.key = { key } }
        #expect(
            asking.error == .unavailable("the key has a character that no header can carry"))
        #expect(asking.received.isEmpty)
    }

    @Test func `neither identity nor any text of a summariser has the key or the address`()
        throws
    {
        var endpoint = Endpoint.test(.anthropicMessages, "http://host.example:81/v1")
        endpoint.temperature = nil
        let summarizer = try HTTPSummarizer(endpoint, promptVersion: "3", prompt: somePrompt)
        #expect(
            summarizer.identity
                == "http anthropic-messages small prompt=3 temperature=default output=2048 input=4000"
        )
        for text in ["\(summarizer)", String(reflecting: summarizer), dumped(summarizer)] {
            #expect(!text.contains("sk-"))
        }
    }

    @Test func `the key is asked for at every attempt`() async throws {
        let pauses = Pauses()
        let good = Reply.answer([Bodies.whole(.chatCompletions, "short")])
        let asking = try await Asking([.answer(status: 500, ["{}"]), good]) {
            $0.key = {
                pauses.add(.zero)
                return "key-\(pauses.all.count)"
            }
        }
        #expect(
            asking.received.map { $0.header("authorization") }
                == [["Bearer key-1"], ["Bearer key-2"]])
    }

    private func dumped(_ value: some Any) -> String {
        var text = ""
        dump(value, to: &text)
        return text
    }
}

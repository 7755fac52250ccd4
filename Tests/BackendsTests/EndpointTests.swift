import Backends
import ContextModel
import StrictJSON
import Testing

@Suite struct EndpointTests {
    private func endpoint(
        _ wire: WireProtocol = .chatCompletions, at address: String = "http://localhost:1/v1"
    ) -> Endpoint {
        Endpoint(wire, baseURL: address, model: "m", inputLimit: TokenCount(100)) { "sk-hidden" }
    }

    @Test(arguments: [
        "", "localhost", "ftp://localhost", "http://", "http://me:sk-1@localhost/v1",
        "http://localhost/v1?key=sk-1", "http://localhost/v1#sk-1",
    ])
    func `an address that cannot be used is refused without repeating it`(address: String) throws {
        let error = #expect(throws: EndpointError.self) {
            try endpoint(at: address).validate()
        }
        #expect(error?.field == "baseURL")
        #expect(error?.description.contains("sk-1") == false)
    }

    static let faults: [(field: String, make: @Sendable (inout Endpoint) -> Void)] = [
        ("model", { $0.model = "" }), ("outputMember", { $0.outputMember = "" }),
        ("temperature", { $0.temperature = .nan }), ("temperature", { $0.temperature = 2.1 }),
        ("maximumOutput", { $0.maximumOutput = .zero }), ("inputLimit", { $0.inputLimit = .zero }),
        ("timeouts.connect", { $0.timeouts.connect = .zero }),
        ("timeouts.head", { $0.timeouts.head = .seconds(-1) }),
        ("timeouts.betweenBytes", { $0.timeouts.betweenBytes = .zero }),
        ("timeouts.wholeAnswer", { $0.timeouts.wholeAnswer = .seconds(1_000_000) }),
        ("retries.limit", { $0.retries.limit = 21 }), ("retries.limit", { $0.retries.limit = -1 }),
        ("retries.firstPause", { $0.retries.firstPause = .seconds(-1) }),
        ("retries.longestPause", { $0.retries.longestPause = .seconds(4000) }),
        ("parallelRequests", { $0.parallelRequests = 0 }),
        ("maximumAnswerBytes", { $0.maximumAnswerBytes = 0 }),
    ]

    @Test(arguments: faults.indices)
    func `a bound that makes no sense is refused by name`(index: Int) throws {
        var endpoint = endpoint()
        try endpoint.validate()
        Self.faults[index].make(&endpoint)
        let error = #expect(throws: EndpointError.self) { try endpoint.validate() }
        #expect(error?.field == Self.faults[index].field)
    }

    @Test func `nothing made of an endpoint shows its key`() {
        let endpoint = endpoint()
        var dumped = ""
        dump(endpoint, to: &dumped)
        let texts = ["\(endpoint)", String(reflecting: endpoint), "\([endpoint])", dumped]
        #expect(texts.allSatisfy { $0.contains("m") && !$0.contains("sk-hidden") })
    }

    @Test func `the system's words stand where the protocol wants them`() throws {
        let prompt = [
            Message(.system, "Be short."), Message(.user, "Why?"), Message(.assistant, "Because."),
        ]
        let chat = try endpoint().body(prompt, budget: TokenCount(50))
        #expect(chat["messages"]?.array?.count == 3)
        #expect(chat["messages"]?.array?.first?["role"] == .string("system"))
        let messages = try endpoint(.anthropicMessages).body(prompt, budget: TokenCount(50))
        #expect(messages["system"] == .string("Be short."))
        #expect(
            messages["messages"]?.array?.map { $0["role"] } == [
                .string("user"), .string("assistant"),
            ])
    }

    @Test(arguments: [(50, 50), (9000, 2048), (0, 1), (-4, 1)])
    func `the output is the budget within the endpoint's bound`(budget: Int, output: Int) throws {
        for wire in WireProtocol.allCases {
            let body = try endpoint(wire).body([], budget: TokenCount(budget))
            #expect(body["max_tokens"] == .int(output))
        }
    }

    @Test func `settings that a model refuses can be left out or named otherwise`() throws {
        var endpoint = endpoint()
        #expect(try endpoint.body([], budget: .zero)["temperature"]?.number?.double == 0.3)
        endpoint.temperature = nil
        endpoint.outputMember = "max_completion_tokens"
        endpoint.isStreaming = false
        let body = try endpoint.body([], budget: TokenCount(5))
        #expect(body.object?.members.map(\.key) == ["model", "messages", "max_completion_tokens"])
    }

    @Test func `a prompt with anything but texts is refused`() {
        let call = ToolCall(id: "1", name: "look", arguments: .text("{}"))
        for message in [Message(.tool, "x"), Message(.assistant, parts: [.toolCall(call)])] {
            #expect(throws: SummarizerError.self) {
                try endpoint().body([message], budget: TokenCount(5))
            }
        }
    }
}

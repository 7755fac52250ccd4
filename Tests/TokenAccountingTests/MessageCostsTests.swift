import ContextModel
import StrictJSON
import TestSupport
import Testing
import TokenAccounting

@Suite struct MessageCostsTests {
    let costs = MessageCosts(counter: ByteCounter())

    @Test func `OpenAI's published example of the recipe comes out`() {
        // Two messages of one text each: 3 around each message, 3 to open the reply.
        let cost = costs.cost(of: [Message(.system, "abcd"), Message(.user, "hi", name: "Bo")])
        #expect(cost.overhead == 3 + 3 + 1 + 3)
        #expect(cost.roles == 6 + 4)
        #expect(cost.names == 2)
        #expect(cost.text == 4 + 2)
        #expect(cost.total == TokenCount(10 + 10 + 2 + 6))
    }

    @Test func `each kind of part has its place in the breakdown`() {
        let parts: [ContentPart] = [
            .text(TextPart("12")), .reasoning(TextPart("123")),
            .toolCall(ToolCall(id: "1234", name: "12345", arguments: .text("123456"))),
            .toolResult(ToolResult(callID: "1234567", name: "12345678", "123456789")),
            .image(ImagePart(source: .null, description: "a b c d e")),
            .opaque(.array([.null, .bool(true)])),
        ]
        let cost = costs.cost(of: Message(.assistant, parts: parts))
        #expect(cost.text == 2)
        #expect(cost.reasoning == 3)
        #expect(cost.ids == 4 + 7)
        #expect(cost.toolCalls == 5 + 6)
        #expect(cost.names == 8)
        #expect(cost.toolResults == 9)
        #expect(cost.images == 85 + 3)
        #expect(cost.opaque == "[null,true]".utf8.count)
        #expect(cost.overhead == 3 + 3)
        #expect(cost.roles == 9)
    }

    private func redacted(_ data: String) -> ContentPart {
        .opaque(
            .object(
                JSONObject([("type", .string("redacted_thinking")), ("data", .string(data))])))
    }

    @Test(arguments: [(0, 0), (1, 1), (16, 3), (17, 4), (1600, 300)])
    func `encrypted thinking counts three tokens for sixteen characters`(
        characters: Int, tokens: Int
    ) {
        let part = redacted(String(repeating: "A", count: characters))
        let cost = costs.cost(of: Message(.assistant, parts: [part, .text(TextPart("12"))]))
        #expect(cost.redactedThinking == tokens)
        #expect(cost.opaque == 0)
        // It is an estimate: no part of what a counter counted.
        #expect(cost.content == TokenCount(9 + 2))
        #expect(cost.total == TokenCount(9 + 2 + 3 + tokens))
        var sum = cost
        sum += cost
        #expect(sum.redactedThinking == 2 * tokens)
    }

    @Test func `encrypted thinking is nothing that anybody reads`() {
        #expect(redacted("c2VjcmV0").texts.isEmpty)
        #expect(redacted("c2VjcmV0").redactedThinking == "c2VjcmV0")
        let document = JSONValue.object(JSONObject([("type", .string("document"))]))
        #expect(ContentPart.opaque(document).redactedThinking == nil)
        #expect(ContentPart.opaque(document).texts == [document.compactText])
    }

    @Test func `reasoning and pictures inside a tool result keep their own place`() {
        let result = ToolResult(
            callID: nil,
            content: [.image(ImagePart(source: .null)), .reasoning(TextPart("abc"))])
        let cost = costs.cost(of: Message(.tool, parts: [.toolResult(result)]))
        #expect(cost.images == 85)
        #expect(cost.undescribedImages == 1)
        #expect(cost.reasoning == 3)
        #expect(cost.toolResults == 0)
    }

    @Test func `a role is counted by the word that is sent`() {
        let developer = Message(
            .system, parts: [.text(TextPart("a"))], wire: MessageWire(role: "developer"))
        #expect(costs.cost(of: developer).roles == 9)
        #expect(costs.cost(of: Message(.system, "a")).roles == 6)
    }

    @Test func `tool definitions cost their text and a label each`() {
        let tool = JSONValue.object(JSONObject([("name", .string("f"))]))
        let cost = costs.cost(ofTools: [tool, tool])
        #expect(cost.toolDefinitions == 2 * 12)
        #expect(cost.overhead == 2 * 8)
        #expect(costs.cost(of: [], tools: [tool]).total == TokenCount(12 + 8 + 3))
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func `the parts of a breakdown sum to its total`(seed: UInt64) {
        var random = SplitMix(seed: seed)
        let messages = RandomMessages.messages(40, &random)
        let cost = costs.cost(of: messages, tools: [RandomMessages.json(&random)])
        let counted = cost.roles + cost.names + cost.ids + cost.text + cost.reasoning
        let content = counted + cost.toolCalls + cost.toolResults
        let estimates = cost.overhead + cost.images + cost.opaque + cost.toolDefinitions
        #expect(cost.content.value == content)
        #expect(cost.total.value == content + estimates + cost.redactedThinking)
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func `a breakdown equals a naive recount`(seed: UInt64) {
        var random = SplitMix(seed: seed)
        for message in RandomMessages.messages(60, &random) {
            #expect(costs.cost(of: message).total.value == NaiveCount.tokens(of: message))
        }
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func `a request costs what its messages cost one by one`(seed: UInt64) {
        var random = SplitMix(seed: seed)
        let messages = RandomMessages.messages(60, &random)
        let cost = costs.cost(of: messages)
        let each = messages.map { costs.cost(of: $0) }
        #expect(cost.total.value == messages.map(NaiveCount.tokens).reduce(3, +))
        #expect(cost.reasoning == each.map(\.reasoning).reduce(0, +))
        #expect(cost.undescribedImages == each.map(\.undescribedImages).reduce(0, +))
        #expect(cost.undescribedImages > 0)
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func `adding anything never lowers the count`(seed: UInt64) {
        var random = SplitMix(seed: seed)
        let costs = MessageCosts(counter: QuarterCounter())
        for var message in RandomMessages.messages(40, &random) {
            let before = costs.cost(of: message).total
            message.name = message.name ?? RandomMessages.text(&random)
            let named = costs.cost(of: message).total
            #expect(named >= before)
            message.parts.append(RandomMessages.part(&random))
            let longer = costs.cost(of: message).total
            #expect(longer >= named)
            let withID = costs.cost(of: Self.identified(message)).total
            #expect(withID >= longer)
            let tools = [RandomMessages.json(&random)]
            #expect(
                costs.cost(of: [message], tools: tools).total > costs.cost(of: [message]).total)
            #expect(costs.cost(of: [message, message]).total > costs.cost(of: [message]).total)
        }
    }

    /// The message with an identifier wherever one was missing.
    private static func identified(_ message: Message) -> Message {
        var message = message
        message.parts = message.parts.map { part in
            guard case .toolCall(var call) = part else { return part }
            call.id = call.id ?? "call_1"
            return .toolCall(call)
        }
        return message
    }
}

/// What a message costs in bytes, written down a second time and in another way: all texts that are
/// sent, in one list, and what is around them.
enum NaiveCount {
    static func tokens(of message: Message) -> Int {
        var texts = [message.wire.role ?? message.role.rawValue]
        var rest = 3
        if let name = message.name {
            texts.append(name)
            rest += 1
        }
        for part in message.parts { add(part, &texts, &rest) }
        return rest + texts.joined().utf8.count
    }

    private static func add(_ part: ContentPart, _ texts: inout [String], _ rest: inout Int) {
        switch part {
        case .text(let part), .reasoning(let part): texts.append(part.text)
        case .image(let image):
            rest += 85
            let quarters = (image.description ?? "").unicodeScalars.count
            rest += quarters / 4 + (quarters % 4 == 0 ? 0 : 1)
        case .toolCall(let call):
            texts += [call.id ?? "", call.name, call.arguments.text]
            rest += 3
        case .toolResult(let result):
            texts += [result.callID ?? "", result.name ?? ""]
            for part in result.content { add(part, &texts, &rest) }
        case .opaque(let value): texts.append(value.compactText)
        }
    }
}

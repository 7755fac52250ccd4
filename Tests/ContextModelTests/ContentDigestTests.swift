import ContextModel
import StrictJSON
import TestSupport
import Testing

@Suite struct ContentDigestTests {
    private let hasher = PlainTestHasher()

    @Test func `a digest reads back from its text`() {
        let digest = ContentDigest(1, .max, 0, 0x0123_4567_89AB_CDEF)
        #expect(ContentDigest(hexadecimal: digest.hexadecimal) == digest)
        #expect(ContentDigest(hexadecimal: "12") == nil)
        #expect(ContentDigest(hexadecimal: String(repeating: "g", count: 64)) == nil)
    }

    @Test func `every field of a message is covered`() {
        var messages = [Message(.user, "a"), Message(.assistant, "a"), Message(.user, "b")]
        messages.append(Message(.user, "a", name: "x"))
        messages.append(
            Message(.user, parts: [.text(TextPart("a"))], extra: JSONObject([("k", .null)])))
        messages.append(
            Message(.user, parts: [.text(TextPart("a"))], wire: MessageWire(content: .parts)))
        messages.append(Message(.user, parts: [.reasoning(TextPart("a"))]))
        messages.append(
            Message(
                .user, parts: [.reasoning(TextPart("a"))],
                wire: MessageWire(reasoning: "reasoning")))
        messages.append(Message(.user, parts: [.text(TextPart("")), .text(TextPart("a"))]))
        messages.append(
            Message(.user, parts: [.toolResult(ToolResult(callID: nil, "a"))]))
        messages.append(
            Message(.user, parts: [.toolResult(ToolResult(callID: "", "a"))]))
        #expect(Set(messages.map(hasher.digest(of:))).count == messages.count)
    }

    @Test func `canonically equal texts of other bytes differ`() {
        #expect(
            hasher.digest(of: Message(.user, "e\u{301}")) != hasher.digest(of: Message(.user, "é")))
    }
}

import ContextModel
import Stages
import StrictJSON
import TestSupport
import Testing

/// What changes of a layout when its history does.
@Suite struct ChunkEditTests {
    private func talk(_ count: Int) -> [Message] {
        (0..<count).map { Message($0.isMultiple(of: 2) ? .user : .assistant, "number \($0)") }
    }

    @Test(arguments: ChunkerLimits.Method.allCases)
    func `appending reads the new message and leaves sealed chunks`(
        method: ChunkerLimits.Method
    ) throws {
        var layout = try ChunkLayout(method, overlap: 2)
        var messages = talk(100)
        #expect(layout.follow(messages).messagesRead == 100)
        let sealed = layout.chunks.prefix(layout.sealedCount)
        messages.append(Message(.user, "one more"))
        let change = layout.follow(messages)
        #expect(change.messagesRead == 1)
        #expect(change.chunksKept >= sealed.count)
        #expect(Array(layout.chunks.prefix(sealed.count)) == Array(sealed))
    }

    @Test func `messages decoded anew are not read again if they say the same`() throws {
        var layout = try ChunkLayout(.fixed)
        layout.follow(talk(30))
        #expect(layout.follow(talk(30)).messagesRead == 0)
        #expect(layout.follow(talk(31)).messagesRead == 1)
        #expect(layout.follow(talk(10)).messagesRead == 0)
        #expect(layout.messageCount == 10)
    }

    @Test func `of tools, too, only what says something else is read again`() throws {
        func episode(_ arguments: ToolArguments, _ found: String, name: String? = nil) -> [Message]
        {
            let call = ToolCall(id: "1", name: "look", arguments: arguments)
            let result = ToolResult(callID: "1", name: name, found)
            return [
                Message(.user, "a"), Message(.assistant, parts: [.toolCall(call)]),
                Message(.tool, parts: [.toolResult(result)]), Message(.assistant, "b"),
            ]
        }
        var layout = try ChunkLayout(.fixed)
        layout.follow(episode(.text("{}"), "found"))
        #expect(layout.follow(episode(.text("{}"), "found")).messagesRead == 0)
        #expect(layout.follow(episode(.text("{ }"), "found")).messagesRead == 1)
        #expect(layout.follow(episode(.value(.object(JSONObject())), "found")).messagesRead == 1)
        #expect(layout.follow(episode(.value(.object(JSONObject())), "found")).messagesRead == 0)
        #expect(layout.follow(episode(.text("{}"), "lost")).messagesRead == 2)
        #expect(layout.follow(episode(.text("{}"), "lost", name: "look")).messagesRead == 1)
    }

    @Test func `an edit that moves no boundary touches one chunk`() throws {
        var layout = try ChunkLayout(.fixed, overlap: 2)
        var messages = talk(40)
        layout.follow(messages)
        let before = layout.chunks
        messages[10] = Message(.user, "other 10")
        let change = layout.follow(messages)
        #expect(change.messagesRead == 1)
        #expect(change.chunksTouched == 1)
        #expect(
            zip(before, layout.chunks).map { $0.key == $1.key } == [true, false, true, true, true])
    }

    @Test func `an edit within the next chunk's overlap touches two`() throws {
        var layout = try ChunkLayout(.fixed, overlap: 2)
        var messages = talk(40)
        layout.follow(messages)
        messages[15] = Message(.user, "other 15")
        #expect(layout.follow(messages).chunksTouched == 2)
    }

    @Test func `fixed boundaries all move after an insertion, up to the next pinned message`()
        throws
    {
        var layout = try ChunkLayout(.fixed)
        var messages = talk(80)
        layout.follow(messages, pins: [40])
        #expect(layout.chunks.count == 10)
        messages.insert(Message(.user, "inserted"), at: 12)
        let change = layout.follow(messages, pins: [41])
        #expect(change.messagesRead == 1)
        #expect(change.chunksTouched == 5)
    }

    @Test(arguments: [ChunkerLimits.Method.adaptive, .learned], [10, 33, 75] as [Int])
    func `adaptive boundaries are the same again soon after an insertion`(
        method: ChunkerLimits.Method, place: Int
    ) throws {
        var writer = HistoryWriter(seed: 5)
        var messages: [Message] = []
        while messages.count < 200 {
            let message = writer.message()
            if message.toolCalls.isEmpty, message.role != .tool { messages.append(message) }
        }
        var layout = try ChunkLayout(method)
        layout.follow(messages)
        let before = layout.ranges.map(\.lowerBound)
        messages.insert(Message(.user, "an aside on something else"), at: place)
        let change = layout.follow(messages)
        let after = layout.ranges.map(\.lowerBound)
        #expect(change.messagesRead == 1)
        #expect(change.chunksTouched <= 5)
        #expect(
            after.filter { $0 > place + 16 } == before.filter { $0 > place + 15 }.map { $0 + 1 })
    }

    @Test func `a call that awaits its result keeps its chunk open, for a while`() throws {
        var layout = try ChunkLayout(.fixed, size: 4)
        var messages = history("U: a / A: look#1")
        for number in 0..<31 { messages.append(Message(.user, "meanwhile \(number)")) }
        layout.follow(messages)
        #expect(layout.sealedCount == 0)
        messages.append(Message(.user, "given up"))
        layout.follow(messages)
        #expect(layout.sealedCount == 8)
        messages += history("T#1: found")
        let change = layout.follow(messages)
        #expect(layout.ranges == [0..<1, 1..<messages.count])
        #expect(change.chunksUnsealed == 8)
    }
}

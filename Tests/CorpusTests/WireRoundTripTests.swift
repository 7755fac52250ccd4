import ContextModel
import Corpus
import StrictJSON
import Testing
import WireFormats

@Suite struct WireRoundTripTests {
    @Test(arguments: 0..<300 as Range<UInt64>)
    func `a random Chat Completions request comes back`(seed: UInt64) throws {
        var random = RandomConversation(seed: seed)
        let request = random.chatCompletions()
        let conversation = try ChatCompletionsFormat.decode(request)
        #expect(ChatCompletionsFormat.encode(conversation) == request)
    }

    @Test(arguments: 0..<300 as Range<UInt64>)
    func `a random Anthropic request comes back`(seed: UInt64) throws {
        var random = RandomConversation(seed: seed)
        let request = random.anthropicMessages()
        let conversation = try AnthropicMessagesFormat.decode(request)
        #expect(AnthropicMessagesFormat.encode(conversation) == request)
    }

    @Test(arguments: 0..<150 as Range<UInt64>)
    func `what another format becomes can be read and stays as it is`(seed: UInt64) throws {
        var random = RandomConversation(seed: seed)
        let anthropic = AnthropicMessagesFormat.encode(
            try ChatCompletionsFormat.decode(random.chatCompletions()))
        let read = try AnthropicMessagesFormat.decode(anthropic)
        #expect(AnthropicMessagesFormat.encode(read) == anthropic)
        let chat = ChatCompletionsFormat.encode(
            try AnthropicMessagesFormat.decode(random.anthropicMessages()))
        #expect(ChatCompletionsFormat.encode(try ChatCompletionsFormat.decode(chat)) == chat)
    }

    @Test(arguments: 0..<300 as Range<UInt64>)
    func `a random transcript comes back from its line`(seed: UInt64) throws {
        var random = RandomConversation(seed: seed)
        let transcript = random.transcript()
        let line = ChatCompletionsFormat.line(of: transcript)
        let reading = Reading(line, path: "c/lines.jsonl")
        #expect(reading.errors == [])
        #expect(!line.contains("\n"))
        var read = try #require(reading.transcripts.first)
        #expect(read.source.path == "c/lines.jsonl")
        read.source = transcript.source
        #expect(read == transcript)
        #expect(ChatCompletionsFormat.line(of: read) == line)
    }
}

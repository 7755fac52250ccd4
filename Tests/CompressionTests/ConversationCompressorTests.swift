import Compression
import ContextModel
import TestSupport
import Testing
import Tokenization

/// A conversation's compression from turn to turn.
@Suite struct ConversationCompressorTests {
    private func history(_ settings: CompressionSettings = CompressionSettings())
        -> CompressedHistory
    {
        CompressedHistory(Shared.tokenizer, Shared.alphabet, settings)
    }

    /// So many exchanges with a tool that repeats itself.
    private func talk(_ turns: Int) -> [Message] {
        [Message(.system, "You are a tester.")]
            + (0..<turns).flatMap { turn -> [Message] in
                let line = "error in Sources/Application/Controllers/OrderController.swift: line "
                let report = (1...12).map { line + "\(turn * 100 + $0)\n" }.joined()
                return [
                    Message(.user, "run \(turn)\n" + report), Message(.assistant, "Done \(turn)."),
                ]
            } + [Message(.user, "and now?")]
    }

    private func expanded(_ message: Message, _ history: CompressedHistory) -> [String] {
        message.compressibleTexts.map { history.expander.expand($0.text) }
    }

    @Test func `what was sent never changes, and each request saves`() throws {
        var history = history()
        var before: [Message] = []
        let whole = talk(6)
        for end in stride(from: 2, through: whole.count, by: 2) {
            let sent = history.compress(Array(whole[..<end]))
            #expect(Array(sent[..<before.count]) == before && sent.count == end)
            let figures = try #require(history.compressor.figures)
            let recounted = sent.reduce(0) { sum, message in
                sum
                    + message.compressibleTexts.reduce(0) {
                        $0 + Shared.tokenizer.count($1.text).value
                    }
            }
            #expect(figures.compressed + figures.decoder == recounted)
            #expect(figures.saved >= 0 && figures.newSent <= figures.newOriginal)
            before = sent
        }
        let figures = try #require(history.compressor.figures)
        #expect(
            figures.efficiency > Share(millionths: 300_000) && figures.rules > 0 && figures.isActive
        )
        #expect(figures.documented.netEfficiency > 0)
    }

    @Test func `a repeated request adds no turn, and a sent one goes on`() {
        var history = history()
        let first = Array(talk(2)[..<2])
        let sent = history.compress(first)
        #expect(history.compress(first) == sent && history.compressor.figures?.turn == 1)
        let next = talk(2)[2...]
        let stateful = history.compress(sent + next)
        #expect(history.compressor.figures?.turn == 2 && Array(stateful[..<2]) == sent)
    }

    @Test func `a history that was edited begins anew`() {
        var history = history()
        _ = history.compress(Array(talk(3)[..<4]))
        var edited = talk(3)
        edited[1] = Message(.user, "something else")
        #expect(history.compress(edited).count == edited.count)
        #expect(history.compressor.figures?.turn == 1)
    }

    @Test func `calls, thinking, system and what is not chosen stay as they are`() {
        var settings = CompressionSettings()
        settings.contents = [.toolOutput]
        var history = history(settings)
        let noise = String(repeating: "the same phrase of many words here, ", count: 30)
        let arguments = ToolArguments.text("{\"text\": \"\(noise)\"}")
        let messages = [
            Message(.system, noise), Message(.user, noise),
            Message(
                .assistant,
                parts: [
                    .reasoning(TextPart(noise)),
                    .toolCall(ToolCall(id: "a", name: "look", arguments: arguments)),
                ]),
            Message(.tool, parts: [.toolResult(ToolResult(callID: "a", noise))]),
        ]
        let sent = history.compress(messages)
        #expect(Array(sent[..<3]) == Array(messages[..<3]) && sent[3] != messages[3])
    }

    @Test
    func `where only arguments may be touched, rules stand before a text that may carry them`()
        throws
    {
        var settings = CompressionSettings()
        settings.contents = [.arguments]
        var history = history(settings)
        let noise = String(repeating: "the same phrase of many words here, ", count: 30)
        let call = ToolCall(id: "a", name: "look", arguments: .text(noise))
        let messages = [
            Message(.assistant, parts: [.toolCall(call)]),
            Message(.tool, parts: [.toolResult(ToolResult(callID: "a", "nothing found"))]),
        ]
        let sent = history.compress(messages)
        #expect(history.compressor.figures?.saved ?? 0 > 0)
        let texts = sent.flatMap(\.compressibleTexts).map(\.text)
        #expect(texts[0] != noise && history.expander.expand(texts[0]) == noise)
        #expect(texts[1].hasSuffix("nothing found") && texts[1] != "nothing found")
        // The model's own words alone carry no rules.
        var alone = self.history(settings)
        #expect(alone.compress([messages[0]]) == [messages[0]])
    }

    @Test func `code between fences is told from prose`() throws {
        var settings = CompressionSettings()
        settings.contents = [.prose]
        let code =
            "```swift\n" + String(repeating: "let answer = 42 // the same\n", count: 12) + "```\n"
        let prose = String(repeating: "Please look at the report of yesterday. ", count: 20)
        let text = prose + "\n" + code + prose
        var history = history(settings)
        let sent = history.compress([Message(.user, text)])
        let own = try #require(sent[0].compressibleTexts.first?.text)
        #expect(own.contains(code) && own.utf8.count < text.utf8.count / 2)
        #expect(history.expander.expand(own).hasSuffix(text))
    }

    @Test func `what saves too little ends the rules, and what would pay again revives them`()
        throws
    {
        var history = history()
        var messages = [Message(.user, "Hello there, how do you do?")]
        _ = history.compress(messages)
        #expect(history.compressor.figures?.isActive == false)
        messages += Array(talk(4).dropFirst())
        _ = history.compress(messages)
        #expect(history.compressor.figures?.isActive == true)
    }

    @Test func `efficiency decides as documented, long conversations by trend, too`() {
        let settings = CompressionSettings()
        #expect(settings.pays(Share(millionths: 50_000), turns: 20, trend: .declining))
        #expect(!settings.pays(Share(millionths: 49_999), turns: 20, trend: .improving))
        #expect(settings.pays(Share(millionths: 20_000), turns: 21, trend: .stable))
        #expect(!settings.pays(Share(millionths: 500_000), turns: 21, trend: .declining))
        var forced = settings
        forced.isForced = true
        #expect(forced.pays(Share(millionths: 0), turns: 50, trend: .declining))
    }

    @Test(arguments: [
        ([100_000], EfficiencyTrend.stable), ([100_000, 111_000], .improving),
        ([100_000, 110_000], .stable), ([160_000, 140_000, 90_000], .declining),
        ([50_000, 40_000, 30_000], .stable), ([50_000, 39_000, 28_000], .declining), ([], .stable),
    ])
    func `a trend is the slope of the least squares`(_ values: [Int], _ trend: EfficiencyTrend) {
        #expect(EfficiencyTrend(values.map(Share.init(millionths:))) == trend)
    }
}

import ContextModel
import Corpus
import Evaluation
import Statistics
import StrictJSON
import Testing

/// What the extract keeps of small conversations.
@Suite struct SurvivalRunTests {
    private let run = SurvivalRun(counter: WordCounter())

    /// A file is named once among much else, and opened at the end.
    private func conversation(mentions: Int) -> Transcript {
        var messages = [Message(.system, "be brief")]
        for turn in 0..<mentions {
            let text = "please look at src/parts/module_\(turn).swift and tell what it does. "
            messages.append(Message(.user, text + String(repeating: "so it goes ", count: 60)))
            messages.append(Message(.assistant, "I will have a look at that file."))
        }
        messages.append(Message(.user, "open the second one"))
        let call = ToolCall(
            id: "c", name: "open", arguments: .text(#"{"path":"src/parts/module_1.swift"}"#))
        messages.append(Message(.assistant, parts: [.toolCall(call)]))
        return SmallTalk.transcript(messages: messages, requests: [messages.count - 1])
    }

    @Test func `the extract keeps a name that whole atoms of the size cannot`() throws {
        let sample = try #require(run.sample(conversation(mentions: 8)))
        #expect(sample.count == SurvivalRun.shares.count)
        for kept in sample {
            #expect(kept[SurvivalRun.Method.extract.rawValue].retention.value == 1)
            #expect(kept[SurvivalRun.Method.headTail.rawValue].retention.value == 0)
        }
    }

    @Test func `all methods are measured on the same uses and none has more tokens`() throws {
        let sample = try #require(run.sample(conversation(mentions: 8)))
        for kept in sample {
            let extract = kept[SurvivalRun.Method.extract.rawValue]
            let headTail = kept[SurvivalRun.Method.headTail.rawValue]
            let random = kept[SurvivalRun.Method.random.rawValue]
            #expect(headTail.retention.denominator == extract.retention.denominator)
            #expect(random.retention.denominator == 4 * extract.retention.denominator)
            #expect(headTail.size.numerator <= extract.size.numerator)
            #expect(random.size.numerator <= 4 * extract.size.numerator)
        }
    }

    @Test func `the same conversation gives the same sample`() throws {
        let talk = conversation(mentions: 12)
        #expect(run.sample(talk) == run.sample(talk))
    }

    @Test func `where nothing is long enough or used later there is nothing to judge`() {
        #expect(run.sample(conversation(mentions: 1)) == nil)
        let idle = SmallTalk.transcript(
            [String](repeating: "a b c", count: 12), requests: [11])
        #expect(run.sample(idle) == nil)
        #expect(!SurvivalRun.isSuitable(idle))
        #expect(SurvivalRun.isSuitable(conversation(mentions: 1)))
    }
}

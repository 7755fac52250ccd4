import ContextModel
import Summarization
import TestSupport
import Testing

@Suite struct ExtractiveSummarizerTests {
    let counter = WordTestCounter()

    func extract(
        _ messages: [Message], _ budget: Int, focus: String = "",
        style: SummaryStyle = .conversation
    ) -> String {
        let request = SummaryRequest(
            messages, focus: focus, budget: TokenCount(budget), style: style)
        return ExtractiveSummarizer(counter: counter).summary(of: request).text
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
    func `no budget is ever exceeded and equal requests give equal extracts`(seed: UInt64) {
        var random = RandomRequest(seed: seed)
        let summarizer = ExtractiveSummarizer(counter: counter)
        for _ in 0..<40 {
            let request = random.next()
            let answer = summarizer.summary(of: request)
            #expect(counter.count(answer.text) <= request.budget)
            #expect(answer.isComplete)
            #expect(summarizer.summary(of: request) == answer)
        }
    }

    @Test(arguments: [1, 2] as [UInt64])
    func `an extract says nothing that the source does not`(seed: UInt64) {
        var random = RandomRequest(seed: seed)
        for _ in 0..<20 {
            let request = random.next()
            let source = FactSet(of: request.messages)
            let text = ExtractiveSummarizer(counter: counter).summary(of: request).text
            for fact in FactExtractor.facts(in: text) where fact.kind == .email {
                #expect(FactSet(ofText: fact.text).share(seenIn: source) == .all)
            }
        }
    }

    @Test func `the order of the source is kept with labels`() {
        let text = extract(
            history(
                "U: move order_77 / A: working look#1 / T#1: stored in bin_12 / A: moved to bin_12"),
            80)
        #expect(
            text == """
                User: move order_77
                Assistant: working look({"about":"look"})
                Tool: stored in bin_12
                Assistant: moved to bin_12
                """)
    }

    @Test func `facts that no chosen line shows are listed`() {
        let rows = (1...40).map { "the row with key_\($0 + 100) is one of the long table" }
        let messages =
            [Message(.user, "what is it"), Message(.tool, rows.joined(separator: "\n"))]
            + history("A: the answer is key_99")
        let text = extract(messages, 60)
        #expect(text.contains("key_99"))
        #expect(text.split(separator: "\n").last?.hasPrefix("Facts: ") == true)
    }

    @Test func `the first question and the conclusion survive a long tool result`() {
        let text = extract(
            history(
                "U: why does build_7 fail / A: look#1 / T#1: checking the file once more without result ×80 / A: because lib_x is missing"
            ), 50)
        #expect(text.contains("build_7"))
        #expect(text.contains("lib_x"))
    }

    @Test func `the focus decides between equals`() {
        let turns = (1...30).map {
            "U: the \(Self.things[$0 % 5]) is in the box of number \($0 * 11)"
        }
        let messages = turns.flatMap { history($0) }
        let lamps = extract(messages, 60, focus: "where is the lamp").components(of: "lamp")
        #expect(lamps > extract(messages, 60).components(of: "lamp"))
    }

    static let things = ["lamp", "chair", "table", "clock", "plant"]

    @Test func `what the overlap tells is not told again`() {
        let messages = history("U: the red box is here / U: the blue bag is there")
        let request = SummaryRequest(
            messages, overlap: history("U: the red box is here"), budget: TokenCount(8))
        #expect(
            ExtractiveSummarizer(counter: counter).summary(of: request).text
                == "User: the blue bag is there")
    }

    @Test func `key points are lines with dashes`() {
        let text = extract(
            history("U: take box_1. Then take the other box_2 as well"), 60, style: .keyPoints)
        #expect(text.split(separator: "\n").allSatisfy { $0.hasPrefix("- ") })
        #expect(!text.isEmpty)
    }

    @Test func `a summary of summaries keeps speakers and carries listed facts on`() {
        let lower = "User: move the order\nTool: nothing new here at all\nFacts: order_77, bin_12"
        let filler = "Assistant: we talked about many things of no weight ×40"
        let text = extract(
            [Message(.user, lower)] + history("U: " + filler), 48, style: .progressive)
        #expect(text.contains("order_77"))
        #expect(text.contains("bin_12"))
        #expect(!text.contains("User: User:"))
    }

    @Test func `a giant line is cut into windows around its facts`() {
        let blob = String(repeating: "abcdefgh ", count: 3000)
        let text = extract([Message(.tool, blob + "token_5512 " + blob)], 60)
        #expect(text.contains("token_5512"))
        #expect(text.utf8.count < 600)
    }

    @Test func `long arguments of calls are shortened`() {
        let long =
            "{\"path\":\"src/a.swift\",\"text\":\"" + String(repeating: "word ", count: 500) + "\"}"
        let call = ToolCall(id: "1", name: "write_file", arguments: .text(long))
        let text = extract([Message(.assistant, parts: [.toolCall(call)])], 100)
        #expect(!text.contains("\n"))
        #expect(text.hasPrefix("Assistant: write_file({\"path\":\"src/a.swift\""))
        #expect(text.contains("…"))
    }

    @Test(arguments: ["", " \n\t ", "{}}}---", "\u{0}\u{1}", "的", "😀😀😀", "x"])
    func `texts that say nothing are no trouble`(text: String) {
        let answer = extract([Message(.user, text)], 10)
        #expect(counter.count(answer).value <= 10)
    }

    @Test func `asking and calling are the same`() async throws {
        let request = SummaryRequest(history("U: take box_1 / A: taken"), budget: TokenCount(20))
        let summarizer = ExtractiveSummarizer(counter: counter)
        #expect(try await summarizer.summarize(request) == summarizer.summary(of: request))
    }

    @Test func `the identity tells the counter and the weights`() {
        var other = ExtractWeights()
        other.fact += 1
        let identity = ExtractiveSummarizer(counter: counter).identity
        #expect(identity.hasPrefix("extract/1 words "))
        #expect(ExtractiveSummarizer(counter: counter, weights: other).identity != identity)
    }
}

extension String {
    fileprivate func components(of word: String) -> Int {
        split(separator: word, omittingEmptySubsequences: false).count - 1
    }
}

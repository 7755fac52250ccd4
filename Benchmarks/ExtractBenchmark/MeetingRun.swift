package import ContextModel
package import Corpus
package import Statistics
internal import Summarization

/// Judges the embedded extract by the reference summaries of meetings, beside plain methods of
/// choosing sentences of the same number of words.
package struct MeetingRun: Sendable {
    /// The measures.
    package static let measures: [(name: String, rouge: ROUGE)] = [
        ("ROUGE-1", .one), ("ROUGE-2", .two), ("ROUGE-L", .longestCommonSubsequence),
    ]
    /// The methods, the extract first.
    package static let methods = ["extract"] + ExtractiveBaseline.allCases.map(\.rawValue)
    /// The most words of a summary.
    package static let words = 150

    /// What one meeting's summaries share with its reference: F1 by measure and then by method, in
    /// millionths of the number of references.
    package typealias Sample = [[RatioOfSums]]

    private let summarizer: ExtractiveSummarizer

    /// A run that counts budgets by a counter.
    package init(counter: any TokenCounter) {
        summarizer = ExtractiveSummarizer(counter: counter)
    }

    /// The scores of a meeting; nil if it has no reference summary.
    package func sample(_ meeting: Transcript, _ questions: QMSumQuestions) -> Sample? {
        let references = questions.general.map(\.answer)
        guard !references.isEmpty else { return nil }
        let messages = meeting.conversation.messages
        let sentences = messages.flatMap(\.sentences)
        let summaries =
            [extract(of: messages)]
            + ExtractiveBaseline.allCases.map { baseline in
                baseline.select(from: sentences, wordBudget: Self.words)
                    .map { sentences[$0] }.joined(separator: "\n")
            }
        return Self.measures.map { _, rouge in
            summaries.map { summary in
                var ratio = RatioOfSums()
                for reference in references {
                    let score = rouge.score(of: summary, against: reference).f1
                    ratio.add(Int((score * 1_000_000).rounded()), of: 1_000_000)
                }
                return ratio
            }
        }
    }

    /// The extract of the largest budget in tokens whose words are not too many.
    ///
    /// O(log budget) extracts.
    package func extract(of messages: [Message]) -> String {
        var best = ""
        var fits = 0
        var tooLong = Self.words * 4
        while tooLong - fits > 1 {
            let budget = (fits + tooLong) / 2
            let text = summarizer.summary(
                of: SummaryRequest(messages, budget: TokenCount(budget))
            ).text
            if Self.wordCount(of: text) <= Self.words {
                fits = budget
                best = text
            } else {
                tooLong = budget
            }
        }
        return best
    }

    /// Words as ROUGE counts them.
    package static func wordCount(of text: String) -> Int {
        ROUGE.one.score(of: text, against: "").candidate
    }
}

extension Message {
    /// The sentences of the message's texts: up to a full stop, question or exclamation mark before a
    /// space.
    fileprivate var sentences: [String] {
        parts.flatMap { part -> [String] in
            guard case .text(let text) = part else { return [] }
            return text.text.sentences
        }
    }
}

extension String {
    fileprivate var sentences: [String] {
        var sentences: [String] = []
        var current: [UInt8] = []
        var isAtEnd = false
        for byte in utf8 {
            if isAtEnd, byte <= 0x20 {
                sentences.append(String(decoding: current, as: UTF8.self))
                current = []
            }
            isAtEnd = [UInt8(ascii: "."), UInt8(ascii: "?"), UInt8(ascii: "!")].contains(byte)
            current.append(byte)
        }
        sentences.append(String(decoding: current, as: UTF8.self))
        return sentences.filter { !$0.utf8.allSatisfy { $0 <= 0x20 } }
    }
}

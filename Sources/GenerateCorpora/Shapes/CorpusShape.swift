import ContextModel
import Statistics

/// What is measured of a synthetic corpus, by the quantities measured of recordings.
struct CorpusShape: Sendable {
    /// How many messages there are.
    private(set) var messages = 0
    /// How many requests there are.
    private(set) var requests = 0
    /// The tokens of all texts.
    private(set) var tokens = 0
    private var values: [String: [Int]] = [:]

    /// The shape of conversations, in the tokens of a counter. O(bytes).
    init(_ drafts: [TranscriptDraft], counter: any TokenCounter) {
        for draft in drafts {
            messages += draft.messages.count
            requests += draft.requests.count
            measure(draft, counter)
        }
        values = values.mapValues { $0.sorted() }
    }

    /// The values of a quantity in ascending order.
    subscript(quantity: String) -> [Int] { values[quantity] ?? [] }

    private mutating func note(_ quantity: String, _ value: Int) {
        values[quantity, default: []].append(value)
    }

    private mutating func measure(_ draft: TranscriptDraft, _ counter: any TokenCounter) {
        var (total, inResults, characters) = (0, 0, 0)
        var seen = SeenWords()
        for (index, (kind, text)) in draft.texts.enumerated() {
            let count = counter.count(text).value
            total += count
            characters += text.unicodeScalars.count
            inResults += kind == .result ? count : 0
            note("tokens of a " + kind.rawValue, count)
            for age in seen.read(text, at: index) where kind == .call {
                note("age of an identifier in a call", age)
            }
        }
        tokens += total
        note("messages", draft.textCount)
        note("tokens", total)
        note("characters per 100 tokens", 100 * characters / max(total, 1))
        note("tool results, % of tokens", 100 * inResults / max(total, 1))
        note("repeated 8-word runs, %", 100 * seen.repeatedRuns / max(seen.runs, 1))
        note("calls", draft.texts.count { $0.kind == .call })
    }
}

extension CorpusShape {
    /// The nearest-rank quantile of ascending values; nil without values.
    static func quantile(_ percent: Int, of values: [Int]) -> Int? {
        guard !values.isEmpty else { return nil }
        return values[max(0, (percent * values.count + 99) / 100 - 1)]
    }

    /// The greatest difference between two distributions, in hundredths, looked for at the
    /// quantiles measured of the recordings (the Kolmogorov–Smirnov distance on a grid of 5 %).
    static func distance(_ values: [Int], to shape: RealShape) -> Int {
        let last = shape.quantiles.count - 1
        var greatest = 0
        for (index, quantile) in shape.quantiles.enumerated()
        where index == last || shape.quantiles[index + 1] != quantile {
            let share = values.count { $0 <= quantile } * 100 / max(values.count, 1)
            greatest = max(greatest, abs(share - index * 100 / last))
        }
        return greatest
    }
}

/// The words of a conversation so far: which came back, and how late.
struct SeenWords {
    /// How many runs of eight words there were.
    private(set) var runs = 0
    /// How many of them had been there before.
    private(set) var repeatedRuns = 0
    private var seenRuns: Set<UInt64> = []
    private var firstSeen: [String: Int] = [:]

    /// Reads the text at a position; returns how long ago each different identifier that is not new
    /// was first seen, in the order of the text. O(bytes).
    mutating func read(_ text: String, at index: Int) -> [Int] {
        countRuns(text)
        var ages: [Int] = []
        var here: Set<String> = []
        for identifier in Self.identifiers(text) where here.insert(identifier).inserted {
            if let first = firstSeen[identifier] {
                ages.append(index - first)
            } else {
                firstSeen[identifier] = index
            }
        }
        return ages
    }

    private mutating func countRuns(_ text: String) {
        let words = text.utf8.split { $0 == 32 || (9...13).contains($0) }.map { word in
            word.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        }
        guard words.count >= 8 else { return }
        for start in 0...words.count - 8 {
            let run = words[start..<start + 8].reduce(17 as UInt64) {
                ($0 ^ $1) &* 0x9E37_79B9_7F4A_7C15
            }
            runs += 1
            if !seenRuns.insert(run).inserted { repeatedRuns += 1 }
        }
    }

    /// The words of five or more characters with a digit or one of `_./#@`.
    static func identifiers(_ text: String) -> [String] {
        let marks = Set("0123456789_./#@".utf8)
        let others = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ:-".utf8)
        let ends = Set(".:-/".utf8)
        return text.utf8.split { !marks.contains($0) && !others.contains($0) }
            .compactMap { word -> String? in
                guard word.count >= 5 else { return nil }
                var word = word.drop { ends.contains($0) }
                while let last = word.last, ends.contains(last) { word.removeLast() }
                guard word.count >= 5, word.contains(where: marks.contains) else { return nil }
                return String(Substring(word))
            }
    }
}

public import ContextModel

/// Whether a summary reads as one text: how much each sentence has in common with the one before (doc 004,
/// "summary coherence").
///
/// Lexical cohesion (Halliday and Hasan, "Cohesion in English", 1976; Barzilay and Lapata, "Modeling local
/// coherence", 2008, without grammar): of two neighbouring sentences the words that both have, of those of
/// the shorter one. It needs no judge, and says nothing of truth: a list of facts that have nothing to do
/// with each other has none, a text that says the same twice has all of it.
public enum SummaryCoherence {
    /// The mean over all neighbouring sentences; nil for a text of fewer than two. O(bytes log bytes).
    ///
    /// A sentence ends with a line, or with a full stop, question or exclamation mark before a space; what
    /// has no word of four letters is none.
    public static func share(of text: String) -> Share? {
        var text = text
        return text.withUTF8 { bytes in
            var scan = Scan()
            for index in bytes.indices {
                let next = index + 1 < bytes.count ? bytes[index + 1] : UInt8(ascii: "\n")
                scan.take(bytes[index], before: next)
            }
            scan.endSentence()
            return scan.cohesion.mean
        }
    }

    /// What is known of the sentence at hand and of the one before.
    private struct Scan {
        var cohesion = MeanShare()
        private var before: [UInt64] = []
        private var words: [UInt64] = []
        private var hash = Self.start
        private var letters = 0

        mutating func take(_ byte: UInt8, before next: UInt8) {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): add(byte | 0x20, isLetter: true)
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                add(byte, isLetter: true)
            // A byte of the form 10xxxxxx goes on with a letter.
            case 0x80...: add(byte, isLetter: byte & 0xC0 != 0x80)
            case UInt8(ascii: "\n"): endSentence()
            case UInt8(ascii: "."), UInt8(ascii: "?"), UInt8(ascii: "!"):
                next == UInt8(ascii: " ") || next == UInt8(ascii: "\n") ? endSentence() : endWord()
            default: endWord()
            }
        }

        mutating func endSentence() {
            endWord()
            guard !words.isEmpty else { return }
            words.sort()
            if !before.isEmpty {
                cohesion.add(
                    Share(Self.common(before, words), of: min(before.count, words.count)))
            }
            swap(&before, &words)
            words.removeAll(keepingCapacity: true)
        }

        private mutating func add(_ byte: UInt8, isLetter: Bool) {
            // FNV-1a.
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
            letters += isLetter ? 1 : 0
        }

        /// Keeps a word once. Shorter ones than four letters are mostly those that every sentence has.
        private mutating func endWord() {
            if letters >= 4, !words.contains(hash) { words.append(hash) }
            (hash, letters) = (Self.start, 0)
        }

        private static let start: UInt64 = 0xCBF2_9CE4_8422_2325

        /// How many numbers two ascending lists have in common.
        private static func common(_ left: [UInt64], _ right: [UInt64]) -> Int {
            var (one, other, count) = (0, 0, 0)
            while one < left.count, other < right.count {
                if left[one] == right[other] {
                    count += 1
                    one += 1
                    other += 1
                } else if left[one] < right[other] {
                    one += 1
                } else {
                    other += 1
                }
            }
            return count
        }
    }
}

/// How much of a reference summary a candidate repeats (Lin, "ROUGE: A Package for Automatic
/// Evaluation of Summaries", 2004).
///
/// Tokens are the runs of ASCII letters and digits, lower-cased, unstemmed: those of Google's
/// `rouge_score` without its stemmer. A floor of quality, not a ranking.
package enum ROUGE: Hashable, Sendable {
    /// Shared sequences of that many tokens, each as often as in the text that has it less often.
    case ngrams(Int)
    /// The longest common subsequence of both texts, each taken as one sequence whatever its
    /// sentences: `rougeL`, not the sentence-wise `rougeLsum`.
    case longestCommonSubsequence

    /// Shared tokens.
    package static let one = ROUGE.ngrams(1)
    /// Shared pairs of tokens.
    package static let two = ROUGE.ngrams(2)

    /// Compares a candidate with a reference. n-grams O(tokens); the subsequence takes time for the
    /// product of both lengths and memory for the shorter one.
    package func score(of candidate: String, against reference: String) -> Score {
        var vocabulary = WordVocabulary()
        let own = vocabulary.tokens(of: candidate)
        let other = vocabulary.tokens(of: reference)
        switch self {
        case .ngrams(let length):
            precondition(length > 0, "an n-gram has a token")
            return Self.score(own, other, length)
        case .longestCommonSubsequence:
            return Score(
                matches: lengthOfCommonSubsequence(own, other), candidate: own.count,
                reference: other.count)
        }
    }

    private static func score(_ own: [Int], _ other: [Int], _ length: Int) -> Score {
        let counts = NgramCounts(of: own, length: length).counts
        let matches = NgramCounts(of: other, length: length).counts.reduce(0) {
            $0 + min($1.value, counts[$1.key] ?? 0)
        }
        return Score(
            matches: matches, candidate: max(own.count - length + 1, 0),
            reference: max(other.count - length + 1, 0))
    }
}

extension ROUGE {
    /// What two texts share, in n-grams or tokens.
    package struct Score: Hashable, Sendable {
        /// How many both have.
        package let matches: Int
        /// How many the candidate has.
        package let candidate: Int
        /// How many the reference has.
        package let reference: Int

        /// A score of counts.
        package init(matches: Int, candidate: Int, reference: Int) {
            self.matches = matches
            self.candidate = candidate
            self.reference = reference
        }

        /// The share of the candidate that is in the reference; 0 for an empty candidate.
        package var precision: Double { candidate == 0 ? 0 : Double(matches) / Double(candidate) }

        /// The share of the reference that is in the candidate; 0 for an empty reference.
        package var recall: Double { reference == 0 ? 0 : Double(matches) / Double(reference) }

        /// The harmonic mean of precision and recall; 0 where nothing is shared.
        package var f1: Double {
            let both = candidate + reference
            return both == 0 ? 0 : 2 * Double(matches) / Double(both)
        }
    }
}

/// How often each sequence of tokens occurs.
private struct NgramCounts {
    private(set) var counts: [ArraySlice<Int>: Int] = [:]

    init(of tokens: [Int], length: Int) {
        guard tokens.count >= length else { return }
        for start in 0...tokens.count - length {
            counts[tokens[start..<start + length], default: 0] += 1
        }
    }
}

/// The length of the longest sequence that both have with gaps. O(product of lengths), with memory
/// for one row of the shorter.
func lengthOfCommonSubsequence(_ left: [Int], _ right: [Int]) -> Int {
    let (short, long) = left.count < right.count ? (left, right) : (right, left)
    var row = [Int](repeating: 0, count: short.count + 1)
    for token in long {
        var diagonal = 0
        for column in short.indices {
            let above = row[column + 1]
            row[column + 1] =
                short[column] == token ? diagonal + 1 : max(above, row[column])
            diagonal = above
        }
    }
    return row[short.count]
}

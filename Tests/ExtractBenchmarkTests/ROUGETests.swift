import ExtractBenchmark
import Testing

@Suite struct ROUGETests {
    private let reference = "The cat sat on the mat."
    private let candidate = "the Cat-lay on THE mat, the end"

    @Test func `single words are shared as often as both have them`() {
        // cat, on, mat, and `the` twice of three times.
        let score = ROUGE.one.score(of: candidate, against: reference)
        #expect(score == ROUGE.Score(matches: 5, candidate: 8, reference: 6))
        #expect(score.precision == 0.625)
        #expect(score.recall == 5.0 / 6)
        #expect(score.f1 == 10.0 / 14)
    }

    @Test func `pairs of words are shared in their order`() {
        let score = ROUGE.two.score(of: candidate, against: reference)
        #expect(score == ROUGE.Score(matches: 3, candidate: 7, reference: 5))
    }

    @Test func `the common subsequence may have gaps`() {
        let score = ROUGE.longestCommonSubsequence.score(of: candidate, against: reference)
        #expect(score == ROUGE.Score(matches: 5, candidate: 8, reference: 6))
        let turned = ROUGE.longestCommonSubsequence.score(of: "mat the on", against: reference)
        #expect(turned.matches == 2)
    }

    @Test func `a text repeats itself wholly`() {
        for kind in [ROUGE.one, .two, .longestCommonSubsequence] {
            #expect(kind.score(of: reference, against: reference).f1 == 1)
        }
    }

    @Test(arguments: [("", "a b"), ("a b", ""), ("", ""), ("...", "é"), ("a b", "c d")])
    func `where nothing is shared all scores are zero`(candidate: String, reference: String) {
        for kind in [ROUGE.one, .two, .longestCommonSubsequence] {
            let score = kind.score(of: candidate, against: reference)
            #expect([score.precision, score.recall, score.f1] == [0, 0, 0])
        }
    }

    @Test func `a text shorter than the sequence has none`() {
        let score = ROUGE.ngrams(3).score(of: "a b", against: "a b c d")
        #expect(score == ROUGE.Score(matches: 0, candidate: 0, reference: 2))
    }

    /// Made with Google's rouge_score 0.1.2: `RougeScorer(["rouge1", "rouge2", "rougeL"])`.
    @Test(arguments: [
        (
            "The committee agreed on the 2nd of May to re-open the bridge; traffic will resume at 6.30.",
            "On 2 May the committee decided that the bridge re-opens, and that traffic resumes at 6.30",
            [0.5945945945945946, 0.22857142857142856, 0.43243243243243246]
        ),
        ("a b c d e a b c d e", "e d c b a e d c b a", [1, 0, 0.3]),
        (
            "Naïve users don't read; they click.", "The naive user doesn't read but clicks.",
            [0.25, 1.0 / 7, 0.25]
        ),
    ])
    func `scores are those of the reference implementation`(
        candidate: String, reference: String, f1: [Double]
    ) {
        for (kind, expected) in zip([ROUGE.one, .two, .longestCommonSubsequence], f1) {
            #expect(abs(kind.score(of: candidate, against: reference).f1 - expected) < 1e-12)
        }
    }
}

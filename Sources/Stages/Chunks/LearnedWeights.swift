/// What each feature of a gap is worth, in thousandths, in a logistic regression.
///
/// `Benchmarks/chunks --learn` wrote this file: seed 1, 27045 gaps,
/// 4500 of them joins of conversations of even numbers in
/// coding-agent, long-dialogue, multilingual, support-chat, vision.
enum LearnedWeights {
    private static let weights = SIMD16<Int32>(
        -261,  // nextDistance
        -3_692,  // nearDistance
        519,  // wideDistance
        4_885,  // depth
        1_066,  // newWords
        1_270,  // goneWords
        1_676,  // nextSize
        -133,  // lastSize
        8_670,  // person
        898,  // personAgain
        -4_170,  // people
        3_844,  // episodeEnd
        2_689,  // personDistance
        0, 0, 0)

    /// What is added to all: less than nothing, as most gaps are no boundaries.
    private static let constant = -8_365

    /// The logarithm of the odds of a boundary, in millionths; 0 and more is one.
    static func strength(of features: GapFeatures) -> Int {
        Int((features.numbers &* weights).wrappedSum()) + constant * 1_000
    }
}

import Stages

extension Learning {
    /// The source file that states what was learned.
    func source(seed: UInt64, corpora: [String]) -> String {
        let names = GapFeatures.Feature.allCases.map { "\($0)" }
        let lines = zip(names, weights).map { name, weight in
            "        \(Self.grouped(weight)),  // \(name)\n"
        }
        let spare = SIMD16<Int32>.scalarCount - weights.count
        return """
            /// What each feature of a gap is worth, in thousandths, in a logistic regression.
            ///
            /// `Benchmarks/chunks --learn` wrote this file: seed \(seed), \(gaps) gaps,
            /// \(joins) of them joins of conversations of even numbers in
            /// \(corpora.joined(separator: ", ")).
            enum LearnedWeights {
                private static let weights = SIMD16<Int32>(
            \(lines.joined())        \(Array(repeating: "0", count: spare).joined(separator: ", ")))

                /// What is added to all: less than nothing, as most gaps are no boundaries.
                private static let constant = \(Self.grouped(constant))

                /// The logarithm of the odds of a boundary, in millionths; 0 and more is one.
                static func strength(of features: GapFeatures) -> Int {
                    Int((features.numbers &* weights).wrappedSum()) + constant * 1_000
                }
            }

            """
    }

    /// A number of at most six digits with a mark between thousands.
    private static func grouped(_ number: Int) -> String {
        let (thousands, rest) = number.magnitude.quotientAndRemainder(dividingBy: 1_000)
        let sign = number < 0 ? "-" : ""
        guard thousands > 0 else { return sign + "\(rest)" }
        return sign + "\(thousands)_" + String("\(1_000 + rest)".dropFirst())
    }
}

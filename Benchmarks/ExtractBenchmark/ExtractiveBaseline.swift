/// A plain method of choosing sentences or turns of a text for a summary: what a summariser's ROUGE
/// is to be seen beside.
///
/// Words are those of `ROUGE`. Units that would go beyond the budget are passed over, ties go to the
/// earlier unit, and what is chosen stays in its order.
package enum ExtractiveBaseline: String, Hashable, Sendable, CaseIterable {
    /// The first units, as far as the budget goes.
    case lead
    /// Units by their words' TF-IDF, a unit being the document: Σ tf · ln(units ÷ df) ÷ √words.
    case tfIDF = "TF-IDF"
    /// Units that cover most of what the text repeats; see `Coverage`.
    case coverage

    /// The positions of the units to keep, ascending, within a budget in words.
    ///
    /// O(words) for `lead`, with units · log units for TF-IDF and at most units² for coverage.
    package func select(from units: [String], wordBudget: Int) -> [Int] {
        var vocabulary = WordVocabulary()
        let words = units.map { vocabulary.tokens(of: $0) }
        var selection = BudgetedSelection(words.map(\.count), budget: wordBudget)
        switch self {
        case .lead:
            for unit in words.indices {
                if !words[unit].isEmpty, !selection.take(unit) { break }
            }
        case .tfIDF:
            let scores = Self.scores(of: words, vocabulary.words.count)
            for unit in words.indices.sorted(by: { (-scores[$0], $0) < (-scores[$1], $1) })
            where scores[unit] > 0 { selection.take(unit) }
        case .coverage:
            Coverage(of: words, vocabulary.words).fill(&selection)
        }
        return selection.taken.sorted()
    }

    private static func scores(of units: [[Int]], _ vocabulary: Int) -> [Double] {
        var holders = [Int](repeating: 0, count: vocabulary)
        for unit in units { for word in Set(unit) { holders[word] += 1 } }
        return units.map { unit in
            let sum = unit.reduce(0) { $0 + (Double(units.count) / Double(holders[$1])).logarithm }
            return unit.isEmpty ? 0 : sum / Double(unit.count).squareRoot()
        }
    }
}

/// Units that were taken, and how many words more may be.
struct BudgetedSelection {
    private let sizes: [Int]
    private var left: Int
    private(set) var taken: [Int] = []

    init(_ sizes: [Int], budget: Int) {
        self.sizes = sizes
        left = budget
    }

    /// Takes a unit if it fits, and says whether it did.
    @discardableResult
    mutating func take(_ unit: Int) -> Bool {
        guard sizes[unit] <= left else { return false }
        left -= sizes[unit]
        taken.append(unit)
        return true
    }
}

extension Double {
    /// The natural logarithm of a positive number, the same on every machine: that of the
    /// significand by the series of the area tangent, which is short from 1 to 2.
    fileprivate var logarithm: Double {
        let ratio = (significand - 1) / (significand + 1)
        var term = ratio
        var sum = ratio
        for divisor in stride(from: 3.0, through: 33, by: 2) {
            term *= ratio * ratio
            sum += term / divisor
        }
        return Double(exponent) * 0.693_147_180_559_945_3 + 2 * sum
    }
}

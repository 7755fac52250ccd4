/// Chooses units greedily by the words and pairs of words that they add to what is covered already.
///
/// A feature that occurs n times in the text weighs √(n − 1), so what is said once weighs nothing;
/// stop words and pairs of them are no features. A unit is worth its new features over its words to
/// the power of 0.75, and one of fewer than eight words nothing. These choices gave the highest
/// ROUGE of a small grid on meetings; the plain ratio to the words favours scraps.
struct Coverage {
    private static let fewestWords = 8

    private let sizes: [Int]
    private var features: [[Int]] = []
    private var weights: [Double] = []

    init(of units: [[Int]], _ vocabulary: [String]) {
        sizes = units.map(\.count)
        let isStopWord = vocabulary.map(StopWords.all.contains)
        var numbers: [Feature: Int] = [:]
        var counts: [Int] = []
        for unit in units {
            let own = Feature.all(in: unit, isStopWord).map { feature in
                let number = numbers[feature] ?? counts.count
                if number == counts.count {
                    numbers[feature] = number
                    counts.append(0)
                }
                counts[number] += 1
                return number
            }
            features.append(Set(own).sorted())
        }
        weights = counts.map { Double($0 - 1).squareRoot() }
    }

    /// Takes units until nothing more fits or adds anything.
    ///
    /// What a unit adds never grows, so a stale value is an upper bound: a unit is judged anew only
    /// when its old value is the highest.
    func fill(_ selection: inout BudgetedSelection) {
        var isCovered = [Bool](repeating: false, count: weights.count)
        var queue = sizes.indices.filter { sizes[$0] >= Self.fewestWords }
            .map { (gain: gain(of: $0, isCovered), unit: $0) }
        while let best = Self.popBest(&queue) {
            guard best.gain > 0 else { return }
            let now = gain(of: best.unit, isCovered)
            if now < best.gain {
                queue.append((now, best.unit))
            } else if selection.take(best.unit) {
                for feature in features[best.unit] { isCovered[feature] = true }
            }
        }
    }

    private func gain(of unit: Int, _ isCovered: [Bool]) -> Double {
        let added = features[unit].reduce(0) { isCovered[$1] ? $0 : $0 + weights[$1] }
        let root = Double(sizes[unit]).squareRoot()
        return added / (root * root.squareRoot())
    }

    /// Removes the unit of the highest gain, the earliest of several. O(units): the queue is small.
    private static func popBest(_ queue: inout [(gain: Double, unit: Int)]) -> (
        gain: Double, unit: Int
    )? {
        guard
            let best = queue.indices.max(by: {
                (queue[$0].gain, -queue[$0].unit) < (queue[$1].gain, -queue[$1].unit)
            })
        else { return nil }
        queue.swapAt(best, queue.count - 1)
        return queue.popLast()
    }
}

/// A word, or a pair of words that follow each other.
private struct Feature: Hashable {
    let first: Int
    let second: Int?

    static func all(in unit: [Int], _ isStopWord: [Bool]) -> [Self] {
        var features = unit.filter { !isStopWord[$0] }.map { Self(first: $0, second: nil) }
        for (first, second) in zip(unit, unit.dropFirst())
        where !isStopWord[first] || !isStopWord[second] {
            features.append(Self(first: first, second: second))
        }
        return features
    }
}

/// Words that say little about what a text is about: function words, and what fills speech.
enum StopWords {
    static let all = Set(list.split { $0 == " " || $0 == "\n" }.map(String.init))

    private static let list = """
        a about above after again against all am an and any are as at be because been before being
        below between both but by can could did do does doing down during each few for from further
        get go going got had has have having he her here hers him his how hmm i if in into is it its
        itself just know like me mean mm more most my no nor not now of off oh okay ok on once only
        or other our out over own really right s same she should so some such t than that the their
        them then there these they think this those through to too uh um under until up very was we
        well were what when where which while who whom why will with would yeah yes you your yours
        """
}

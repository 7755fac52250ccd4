internal import ContextModel

/// How strongly a history changes its subject before a message, from the messages around it alone.
///
/// By weights chosen by hand or by learned ones. Both look at lexical cohesion between a window before
/// and one after, as in TextTiling (Hearst, "TextTiling:
/// segmenting text into multi-paragraph subtopic passages", 1997), with sets of words for its vectors.
/// A boundary is a local maximum (Bjørner, Blass and Gurevich, "Content-dependent chunking for
/// differential compression, the local maximum approach", 2010), so it stays where it is whatever
/// changes farther away.
struct TopicShifts {
    /// The strength of a gap that no cut may be in.
    private static let none = Int.min

    /// How many messages from a gap on decide whether it is a boundary.
    let lookAhead: Int
    /// How far on each side a boundary is the strongest shift.
    private let radius: Int
    /// The weakest shift that is a boundary.
    private let threshold: Int
    /// The message whose shift is the first in `strengths`.
    private let first: Int
    /// The shift before each message.
    private var strengths: [Int]

    /// The shifts that boundaries from a message on depend on. O(messages from there on).
    init(
        from start: Int, atoms: MessageAtoms, facts: [MessageFacts], words: [WordSketch],
        limits: ChunkerLimits
    ) {
        let isLearned = limits.method == .learned
        radius = max(1, limits.size / 2 - 1)
        lookAhead = radius + (isLearned ? GapFeatures.reach : ChosenWeights.window)
        threshold = isLearned ? 0 : ChosenWeights.threshold
        first = max(0, start - radius)
        strengths = Array(repeating: Self.none, count: max(0, facts.count - first))
        guard first < facts.count else { return }
        for atom in atoms.ranges[atoms.atom(of: first)...] where atom.lowerBound >= max(first, 1) {
            let gap = atom.lowerBound
            strengths[gap - first] =
                isLearned
                ? LearnedWeights.strength(of: GapFeatures(facts, words, at: gap))
                : ChosenWeights.strength(facts, words, at: gap)
        }
    }

    /// The strength of the shift before a message.
    func strength(_ gap: Int) -> Int { strengths[gap - first] }

    /// Whether the shift before a message is strong, and none nearby is stronger; of equal ones the
    /// last counts.
    func isBoundary(_ gap: Int) -> Bool {
        let place = gap - first
        let strength = strengths[place]
        guard strength >= threshold else { return false }
        let before = strengths[max(0, place - radius)..<place]
        let after = strengths[place + 1..<min(place + radius + 1, strengths.count)]
        return before.allSatisfy { $0 <= strength } && after.allSatisfy { $0 < strength }
    }
}

/// The strength of a shift by weights chosen by hand.
private enum ChosenWeights {
    /// The messages compared on each side.
    static let window = 3
    /// The weakest shift that is a boundary.
    static let threshold = 700
    /// The distance, in thousandths, of windows that tell nothing.
    private static let unknown = 500
    /// What a person speaking adds: most subjects begin with one.
    private static let turn = 500
    /// What the end of a tool episode adds.
    private static let episode = 250

    /// The strength of the shift before a message, which is not the first.
    static func strength(_ facts: [MessageFacts], _ words: [WordSketch], at gap: Int) -> Int {
        distance(words, at: gap) + occasion(facts, at: gap)
    }

    private static func distance(_ words: [WordSketch], at gap: Int) -> Int {
        var before = WordSketch()
        var after = WordSketch()
        for index in max(0, gap - window)..<gap { before.formUnion(words[index]) }
        for index in gap..<min(gap + window, words.count) { after.formUnion(words[index]) }
        return before.distance(to: after) ?? unknown
    }

    private static func occasion(_ facts: [MessageFacts], at gap: Int) -> Int {
        let endsEpisode = facts[gap - 1].hasResults && !facts[gap].hasResults
        return (facts[gap].isFromPerson ? turn : 0) + (endsEpisode ? episode : 0)
    }
}

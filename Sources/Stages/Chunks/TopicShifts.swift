internal import ContextModel

/// How strongly a history changes its subject before a message, from the messages around it alone.
///
/// Lexical cohesion between a window before and one after, as in TextTiling (Hearst, "TextTiling:
/// segmenting text into multi-paragraph subtopic passages", 1997), with sets of words for its vectors.
/// A boundary is a local maximum (Bjørner, Blass and Gurevich, "Content-dependent chunking for
/// differential compression, the local maximum approach", 2010), so it stays where it is whatever
/// changes farther away.
struct TopicShifts {
    /// The messages compared on each side.
    private static let window = 3
    /// The distance, in thousandths, of windows that tell nothing.
    private static let unknown = 500
    /// What a person speaking adds: most subjects begin with one.
    private static let turn = 500
    /// What the end of a tool episode adds.
    private static let episode = 250
    /// The weakest shift that is a boundary.
    private static let threshold = 700

    /// How many messages from a gap on decide whether it is a boundary.
    let lookAhead: Int
    /// How far on each side a boundary is the strongest shift.
    private let radius: Int
    /// The message whose shift is the first in `strengths`.
    private let first: Int
    /// The shift before each message; -1 where no cut may be.
    private var strengths: [Int]

    /// The shifts that boundaries from a message on depend on. O(messages from there on).
    init(
        from start: Int, atoms: MessageAtoms, facts: [MessageFacts], words: [WordSketch],
        size: Int
    ) {
        radius = max(1, size / 2 - 1)
        lookAhead = radius + Self.window
        first = max(0, start - radius)
        strengths = Array(repeating: -1, count: max(0, facts.count - first))
        guard first < facts.count else { return }
        for atom in atoms.ranges[atoms.atom(of: first)...] where atom.lowerBound >= first {
            let gap = atom.lowerBound
            strengths[gap - first] =
                Self.distance(words, at: gap) + Self.occasion(facts, at: gap)
        }
    }

    /// The strength of the shift before a message.
    func strength(_ gap: Int) -> Int { strengths[gap - first] }

    /// Whether the shift before a message is strong, and none nearby is stronger; of equal ones the
    /// last counts.
    func isBoundary(_ gap: Int) -> Bool {
        let place = gap - first
        let strength = strengths[place]
        guard strength >= Self.threshold else { return false }
        let before = strengths[max(0, place - radius)..<place]
        let after = strengths[place + 1..<min(place + radius + 1, strengths.count)]
        return before.allSatisfy { $0 <= strength } && after.allSatisfy { $0 < strength }
    }

    private static func distance(_ words: [WordSketch], at gap: Int) -> Int {
        var before = WordSketch()
        var after = WordSketch()
        for index in max(0, gap - window)..<gap { before.formUnion(words[index]) }
        for index in gap..<min(gap + window, words.count) { after.formUnion(words[index]) }
        return before.distance(to: after) ?? unknown
    }

    private static func occasion(_ facts: [MessageFacts], at gap: Int) -> Int {
        guard gap > 0 else { return 0 }
        let endsEpisode = facts[gap - 1].hasResults && !facts[gap].hasResults
        return (facts[gap].isFromPerson ? turn : 0) + (endsEpisode ? episode : 0)
    }
}

package import ContextModel

/// What the messages around a gap say about a change of subject there: whole numbers, most from 0 to
/// 1,000, of at most `reach` messages on either side.
package struct GapFeatures: Sendable {
    /// What is looked at; a case's place is that of its number and of its weight.
    package enum Feature: Int, CaseIterable, Sendable {
        /// How little the messages on both sides have in common in words.
        case nextDistance
        /// The same of three messages on each side.
        case nearDistance
        /// The same of six messages on each side.
        case wideDistance
        /// How much less the windows of three have in common here than two messages before and after.
        case depth
        /// How many words of the next message are not in the six before.
        case newWords
        /// How many words of the last message are in none of the six after.
        case goneWords
        /// How long the next message is.
        case nextSize
        /// How long the last message is.
        case lastSize
        /// Whether a person speaks.
        case person
        /// Whether a person speaks after a person.
        case personAgain
        /// The share of people among the six messages before.
        case people
        /// Whether a tool episode ends.
        case episodeEnd
        /// The distance of windows of three where a person speaks.
        case personDistance
    }

    /// The most messages on each side that are looked at.
    static let reach = 6
    /// Distance and share of words where there are none, which tells nothing.
    fileprivate static let unknown = 500

    private(set) var numbers = SIMD16<Int32>()

    /// The number of a feature.
    package subscript(feature: Feature) -> Int { Int(numbers[feature.rawValue]) }

    /// The features of the gap before a message, which is not the first.
    init(_ facts: [MessageFacts], _ words: [WordSketch], at gap: Int) {
        addWords(words, at: gap)
        let isPerson = facts[gap].isFromPerson
        let before = facts[max(0, gap - Self.reach)..<gap]
        set(.person, isPerson ? 1_000 : 0)
        set(.personAgain, isPerson && facts[gap - 1].isFromPerson ? 1_000 : 0)
        set(.people, before.count(where: \.isFromPerson) * 1_000 / before.count)
        set(.episodeEnd, facts[gap - 1].hasResults && !facts[gap].hasResults ? 1_000 : 0)
        set(.personDistance, isPerson ? self[.nearDistance] : 0)
    }

    private mutating func set(_ feature: Feature, _ number: Int) {
        numbers[feature.rawValue] = Int32(truncatingIfNeeded: number)
    }

    private mutating func addWords(_ words: [WordSketch], at gap: Int) {
        let before = words.union(gap - Self.reach..<gap)
        let after = words.union(gap..<gap + Self.reach)
        let (last, next) = (words[gap - 1], words[gap])
        let near = words.distance(at: gap)
        set(.nextDistance, last.distance(to: next) ?? Self.unknown)
        set(.nearDistance, near)
        set(.wideDistance, before.distance(to: after) ?? Self.unknown)
        set(.depth, near - (words.distance(at: gap - 2) + words.distance(at: gap + 2)) / 2)
        set(.newWords, next.share(outside: before) ?? Self.unknown)
        set(.goneWords, last.share(outside: after) ?? Self.unknown)
        set(.nextSize, next.count * 1_000 / (next.count + 32))
        set(.lastSize, last.count * 1_000 / (last.count + 32))
    }
}

extension GapFeatures {
    /// The features of every gap that a cut may be in, with the message after it, for those who learn
    /// weights.
    package static func all(in messages: [Message]) -> [(gap: Int, features: Self)] {
        var facts: [MessageFacts] = []
        var words: [WordSketch] = []
        for message in messages {
            var reader = WordReader(readsWords: true, readsDensity: false)
            reader.read(message)
            words.append(reader.words)
            facts.append(
                MessageFacts(message, tokens: 1, digest: ContentDigest(0, 0, 0, 0), density: 0))
        }
        return MessageAtoms(messages).ranges.dropFirst().map {
            ($0.lowerBound, Self(facts, words, at: $0.lowerBound))
        }
    }
}

extension [WordSketch] {
    /// The words of the messages in a range, as far as there are any.
    fileprivate func union(_ range: Range<Int>) -> WordSketch {
        var union = WordSketch()
        for index in range.clamped(to: indices) { union.formUnion(self[index]) }
        return union
    }

    /// The distance of windows of three messages around a gap.
    fileprivate func distance(at gap: Int) -> Int {
        union(gap - 3..<gap).distance(to: union(gap..<gap + 3)) ?? GapFeatures.unknown
    }
}

package import ContextModel
package import Stages

/// How well a chunker's boundaries agree with the joins of conversations.
package struct BoundaryAgreement: Sendable {
    private var documents = 0.0
    private var disagreements = 0.0
    private var differences = 0.0
    private var hits = 0.0
    private var found = 0.0
    private var known = 0.0

    /// The chance that of two messages half a stretch apart it is misjudged whether they belong together
    /// (Beeferman, Berger and Lafferty, "Statistical models for text segmentation", 1999): 0 is best.
    package var pk: Double { disagreements / max(documents, 1) }
    /// The share of windows of that width in which the number of boundaries is wrong (Pevzner and Hearst,
    /// "A critique and improvement of an evaluation metric for text segmentation", 2002): 0 is best.
    package var windowDiff: Double { differences / max(documents, 1) }
    /// The share of the boundaries that are joins.
    package var precision: Double { hits / max(found, 1) }
    /// The share of the joins that are boundaries.
    package var recall: Double { hits / max(known, 1) }

    /// Nothing judged yet.
    package init() {}

    /// Judges boundaries found in a conversation of some length beside its joins.
    package mutating func add(found boundaries: [Int], joins: [Int], count: Int) {
        let width = max(1, (count + joins.count + 1) / (2 * (joins.count + 1)))
        guard count > width else { return }
        let ours = Self.running(boundaries, count)
        let theirs = Self.running(joins, count)
        var (apart, different) = (0, 0)
        for start in 0..<count - width {
            let own = ours[start + width] - ours[start]
            let other = theirs[start + width] - theirs[start]
            if (own == 0) != (other == 0) { apart += 1 }
            if own != other { different += 1 }
        }
        documents += 1
        disagreements += Double(apart) / Double(count - width)
        differences += Double(different) / Double(count - width)
        hits += Double(Set(boundaries).intersection(joins).count)
        found += Double(boundaries.count)
        known += Double(joins.count)
    }

    /// How many boundaries there are up to each message.
    private static func running(_ boundaries: [Int], _ count: Int) -> [Int] {
        var numbers = Array(repeating: 0, count: count)
        for boundary in boundaries { numbers[boundary] = 1 }
        for index in 1..<count { numbers[index] += numbers[index - 1] }
        return numbers
    }
}

extension BoundaryAgreement {
    /// Judges a chunker that knows no bound but a number of messages.
    package init(
        _ method: ChunkerLimits.Method, size: Int, on conversations: [JoinedConversation],
        hasher: any ContentHasher
    ) throws {
        let limits = try ChunkerLimits(method, size: size, maximumTokens: .max, overlap: 0)
        for conversation in conversations {
            var layout = ChunkLayout(limits, settings: ContentDigest(0, 0, 0, 0))
            layout.update(to: conversation.messages, hasher: hasher) { _ in TokenCount(1) }
            add(
                found: layout.chunks.dropFirst().map(\.messages.lowerBound),
                joins: conversation.joins, count: conversation.messages.count)
        }
    }
}

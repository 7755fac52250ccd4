public import ContextModel

/// The facts of some text with their weights, and all its words, as hashes: small, quick to unite and
/// to compare, made once for each message and kept by whoever asks again.
///
/// A fact weighs its kind (`FactKind.weight`) times who told it: 4 for the user, the assistant and tool
/// calls, 2 for system messages, 1 for reasoning, tool results and all else. In a union a fact weighs
/// the sum of its weights, at most `heaviest`: what is used again and again matters more. Words weigh
/// nothing; they say what can be seen, so a name that stands within a longer path counts as kept.
/// Hashes have 64 bits; two of a million different words collide with a chance of 3 in 10^8.
public struct FactSet: Hashable, Sendable {
    /// The most that one fact can weigh.
    public static let heaviest = 48

    struct Entry: Hashable, Sendable {
        var key: UInt64
        var weight: UInt16
    }

    /// Sorted by key.
    private(set) var entries: [Entry] = []
    /// The sum of the weights of all facts.
    public private(set) var weight = 0

    /// No facts.
    public init() {}

    /// The facts of a message. O(bytes).
    public init(of message: Message) { self.init(of: CollectionOfOne(message)) }

    /// The facts of messages. O(bytes).
    public init(of messages: some Sequence<Message>) {
        var collector = FactCollector()
        for message in messages { collector.add(message) }
        self.init(collector)
    }

    /// The facts of a text, told by the assistant. O(bytes).
    public init(ofText text: String) {
        var collector = FactCollector()
        collector.add(text, factor: 4, tellsStatements: true)
        collector.endMessage()
        self.init(collector)
    }

    /// The union of sets. O(entries).
    public static func union(_ sets: some Sequence<FactSet>) -> FactSet {
        var collector = FactCollector()
        for set in sets { collector.add(set) }
        return FactSet(collector)
    }

    private init(_ collector: FactCollector) {
        entries = zip(collector.index.keys, collector.weights)
            .map { Entry(key: $0, weight: $1) }
            .sorted { $0.key < $1.key }
        weight = entries.reduce(0) { $0 + Int($1.weight) }
    }

    /// How many facts there are. O(entries).
    public var count: Int { entries.reduce(0) { $0 + ($1.weight > 0 ? 1 : 0) } }

    /// The weight of those facts that can be seen in another text. O(entries of both).
    public func weight(seenIn other: FactSet) -> Int {
        var sum = 0
        var index = 0
        for entry in entries where entry.weight > 0 {
            while index < other.entries.count, other.entries[index].key < entry.key { index += 1 }
            guard index < other.entries.count else { break }
            if other.entries[index].key == entry.key { sum += Int(entry.weight) }
        }
        return sum
    }

    /// The share of the weight that can be seen in another text, in millionths; all of it where there
    /// are no facts.
    public func share(seenIn other: FactSet) -> Int {
        weight == 0 ? 1_000_000 : weight(seenIn: other) * 1_000_000 / weight
    }

    /// Whether a word or fact can be seen here. O(log entries).
    func sees(_ key: UInt64) -> Bool {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].key < key { low = middle + 1 } else { high = middle }
        }
        return low < entries.count && entries[low].key == key
    }
}

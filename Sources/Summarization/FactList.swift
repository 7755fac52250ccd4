public import ContextModel

/// The list of facts, word by word, that the units of an extract do not show.
struct FactList {
    static let label = "Facts: "

    private(set) var items: [(text: String, tokens: Int)] = []
    private(set) var tokens = 0
    private var seen = HashIndex()

    /// The best facts that fit and that cannot be seen in the text.
    init(_ selection: ExtractSelection, beside text: String, budget: Int) {
        guard budget > 6 else { return }
        tokens = 5
        for entry in FactSet(ofText: text).entries { _ = seen.number(of: entry.key) }
        var misses = 0
        for number in Self.ranking(selection) {
            guard budget - tokens > 1, misses < 48 else { break }
            let fact = selection.units.facts[number]
            var item = selection.text(fact.range)
            guard !isSeen(item) else { continue }
            if fact.kind == .quoted { item = "\"" + item + "\"" }
            let cost = selection.counter.count(", " + item).value
            if tokens + cost > budget {
                misses += 1
            } else {
                items.append((item, cost))
                tokens += cost
                for entry in FactSet(ofText: item).entries { _ = seen.number(of: entry.key) }
            }
        }
        if items.isEmpty { tokens = 0 }
    }

    private func isSeen(_ item: String) -> Bool {
        seen.existing(FoldedHash(item.utf8).mixed) != nil
    }

    /// The facts by use, recency and rarity, most wanted first.
    private static func ranking(_ selection: ExtractSelection) -> [Int] {
        let facts = selection.units.facts
        let groups = max(1, selection.source.groups)
        let scores = facts.map { fact in
            var score = Float(fact.kind.weight) * ExtractUnits.growth(of: Int32(fact.uses))
            score *= fact.isTold ? 3 : 1
            score *= fact.isCarried ? 4 : 1
            score *= 1 + Float(fact.lastGroup) / Float(groups)
            return score / (4 + Float(fact.range.count) / 4)
        }
        return facts.indices
            .filter { facts[$0].isWorthListing && !selection.isCovered(facts[$0].feature) }
            .sorted { scores[$0] != scores[$1] ? scores[$0] > scores[$1] : $0 < $1 }
    }

    /// Gives up the least wanted items, until so many tokens are freed.
    mutating func release(_ count: Int) -> Int {
        var freed = 0
        while freed < count, let last = items.popLast() { freed += last.tokens }
        tokens = items.isEmpty ? 0 : tokens - freed
        return freed
    }

    var text: String {
        items.isEmpty ? "" : Self.label + items.map(\.text).joined(separator: ", ")
    }
}

extension SourceFact {
    /// Numbers and quoted words that are told once mean little without their sentence.
    fileprivate var isWorthListing: Bool {
        kind.weight > 2 || kind.weight == 2 && (uses > 1 || isCarried)
    }
}

/// What kind of thing a fact is; the kind decides its weight.
public enum FactKind: UInt8, Hashable, Sendable, CaseIterable {
    /// A word of a decision or of a question.
    case statement
    /// A capitalised word within a sentence, or one all in capitals.
    case name
    /// A number of two digits or more, a date, a time.
    case number
    /// Several words in quotation marks.
    case quoted
    /// A word in back ticks, before an opening parenthesis, or an option (`--force`).
    case codeName
    /// A word with digits, underscores, inner capitals or inner dots (`user_id`, `A17`, `os.path`).
    case identifier
    /// A path of a file or folder.
    case path
    /// An address with a scheme.
    case url
    /// An e-mail address.
    case email

    /// How much a fact of the kind weighs, from 1 to 4.
    public var weight: Int {
        switch self {
        case .statement, .name: 1
        case .number, .quoted: 2
        case .codeName: 3
        case .identifier, .path, .url, .email: 4
        }
    }
}

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

    /// The share of the weight that can be seen in another text; all of it where there are no
    /// facts.
    public func share(seenIn other: FactSet) -> Share {
        weight == 0 ? .all : Share(weight(seenIn: other), of: weight)
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

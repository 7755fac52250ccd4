internal import ContextModel

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

/// What a recording holds and no request of its transcripts sends, counted by kind.
package struct LeftOut: Hashable, Sendable {
    /// How many of each kind.
    package private(set) var counts: [String: Int] = [:]

    /// Nothing.
    package init() {}

    /// How many of all kinds.
    package var total: Int { counts.values.reduce(0, +) }

    /// How many of them are requests: of those the recording holds the answer, but not the prompt.
    package var requests: Int { counts[Self.request] ?? 0 }

    /// How many of them are texts, pictures, calls or results.
    package var items: Int { total - requests }

    /// The kind of requests.
    static let request = "request whose prompt is not recorded"

    /// The kinds in the order of their names.
    package var kinds: [(name: String, count: Int)] {
        counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Counts some of a kind.
    package mutating func add(_ kind: String, _ count: Int = 1) {
        if count > 0 { counts[kind, default: 0] += count }
    }

    /// Adds what another tally counted.
    package mutating func add(_ other: Self) {
        counts.merge(other.counts, uniquingKeysWith: +)
    }
}

extension LeftOut: CustomStringConvertible {
    /// As `3 × attachment hook_success, 1 × message of no request`; empty where nothing is left out.
    package var description: String {
        kinds.map { "\($0.count) × \($0.name)" }.joined(separator: ", ")
    }
}

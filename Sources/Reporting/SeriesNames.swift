/// Names of series as they stand beside each other: words that all of them have are said once.
struct SeriesNames {
    /// The words that all names have, in the order of the first; empty for a single name.
    let common: String
    private let words: Set<Substring>

    /// The names of one picture. O(words).
    init(_ names: [String]) {
        let lists = names.map { $0.split(separator: " ") }
        let first = lists.count > 1 ? lists[0] : []
        let shared = lists.reduce(Set(first)) { $0.intersection($1) }
        words = shared
        common = first.filter(shared.contains).joined(separator: " ")
    }

    /// What tells a name from the others; all of it where nothing would be left.
    func short(_ name: String) -> String {
        let rest = name.split(separator: " ").filter { !words.contains($0) }
        return rest.isEmpty ? name : rest.joined(separator: " ")
    }

    /// The common words as a line of a picture; nil for none.
    var note: String? { common.isEmpty ? nil : SVGText.fitted("all: " + common, width: 120) }
}

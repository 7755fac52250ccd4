/// The known names that are like one that is not known, for messages.
package enum NearestName {
    /// The names most like a text, the most alike first: those that go on it, those that hold it, and
    /// those that agree in at least half of the letters of the longer. Case and what joins words make no
    /// difference. Of the text 100 characters are looked at. O(names · length²).
    package static func all(
        like text: String, among names: [String], atMost most: Int
    ) -> [String] {
        let letters = letters(of: text)
        let scored = names.enumerated().compactMap { place, name in
            score(of: Self.letters(of: name), like: letters).map { (score: $0, place: place) }
        }
        return scored.sorted { ($0.score, $0.place) < ($1.score, $1.place) }.prefix(most)
            .map { names[$0.place] }
    }

    /// The lower the more alike; nil for a name that is not.
    private static func score(of name: [Character], like text: [Character]) -> Int? {
        let distance = distance(text, name)
        // A beginning outweighs whatever is merely alike, and so does a part of some length.
        if text.count >= 4, name.starts(with: text) { return distance - 2_000 }
        if text.count >= 5, name.contains(text) { return distance - 1_000 }
        return 2 * distance <= max(text.count, name.count) ? distance : nil
    }

    private static func letters(of text: String) -> [Character] {
        text.prefix(100).lowercased().filter { $0 != "_" && $0 != "." && $0 != "-" }
    }

    /// How many insertions, deletions and replacements lie between two texts.
    private static func distance(_ one: [Character], _ other: [Character]) -> Int {
        var row = Array(0...other.count)
        for (i, a) in one.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, b) in other.enumerated() {
                let replaced = diagonal + (a == b ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(replaced, diagonal + 1, row[j] + 1)
            }
        }
        return row[other.count]
    }
}

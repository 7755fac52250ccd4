extension SettingTable {
    /// Why a name that is no setting's is refused.
    static func refusal(of name: String) -> SettingError {
        if let foreign = ForeignSetting[name] {
            return .elsewhere(name: name, advice: foreign.advice)
        }
        return .unknown(name: name, nearest: nearest(to: name))
    }

    /// The known name that is most like a text, if one is like it: one that goes on the text, or that
    /// agrees in at least half of the letters of the longer. In capitals, an environment name where
    /// there is one. Of the text 100 characters are looked at.
    public static func nearest(to text: String) -> String? {
        let letters = letters(of: text)
        var best: (name: String, score: Int)?
        for name in knownNames(asIn: text) {
            let other = Self.letters(of: name)
            let distance = distance(letters, other)
            let goesOn = letters.count >= 4 && other.starts(with: letters)
            guard goesOn || 2 * distance <= max(letters.count, other.count) else { continue }
            // A beginning outweighs whatever is merely alike.
            let score = goesOn ? distance - 1_000 : distance
            if best.map({ score < $0.score }) ?? true { best = (name, score) }
        }
        return best?.name
    }

    /// The names of the spelling that a text has, then those of settings that have no such name.
    private static func knownNames(asIn text: String) -> [String] {
        guard text.contains(where: \.isUppercase), !text.contains(".") else {
            return rows.map(\.name) + rows.compactMap(\.environment)
        }
        return rows.compactMap(\.environment) + ForeignSetting.all.map(\.name) + rows.map(\.name)
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

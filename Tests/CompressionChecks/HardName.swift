/// Names of sessions that are easily taken for each other; no two are the same bytes.
package enum HardName {
    /// How many families there are; the names of a family differ in one way.
    package static let families = 8

    /// The name of a number, of the families in turn.
    package static func name(_ number: Int) -> String {
        let index = number / families
        switch number % families {
        case 0: return String(repeating: "tenant/", count: 30) + "\(index)#late"
        case 1: return spelled(index, ["a", "A"]) + "#case"
        case 2: return spelled(index, ["-", "_", ".", " ", ":"]) + "#punctuation"
        case 3: return spelled(index, ["\u{E9}", "e\u{301}"]) + "#normalisation"
        case 4: return "\(index / 200):" + String(repeating: "p", count: index % 200)
        case 5: return spelled(index, [" ", "\u{A0}", "\u{200B}", "\t"]) + "#space"
        case 6: return spelled(index, ["0", "\u{0}", "\u{FF10}"]) + "#zero"
        default: return spelled(index, ["o", "\u{3BF}", "\u{43E}"]) + "#script"
        }
    }

    /// A number in as many digits as letters are given, the last first, in twenty-four places.
    private static func spelled(_ number: Int, _ letters: [String]) -> String {
        var rest = number
        var name = ""
        for _ in 0..<24 {
            name += letters[rest % letters.count]
            rest /= letters.count
        }
        return name
    }
}

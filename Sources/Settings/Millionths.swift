import ContextModel

/// Decimals of at most six places as whole millionths, exactly.
enum Millionths {
    /// The shortest decimal of a number of millionths that is not negative.
    static func text(_ number: Int) -> String { number.decimalText(places: 6) }

    /// The number of a text of the form `1` or `0.25`, or nil for any other.
    static func number(_ text: String) -> Int? {
        let pieces = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard (1...2).contains(pieces.count), let whole = digits(pieces[0], upTo: 9) else {
            return nil
        }
        guard pieces.count == 2 else { return whole * 1_000_000 }
        guard var fraction = digits(pieces[1], upTo: 6) else { return nil }
        for _ in pieces[1].count..<6 { fraction *= 10 }
        return whole * 1_000_000 + fraction
    }

    private static func digits(_ text: Substring.UTF8View, upTo limit: Int) -> Int? {
        guard (1...limit).contains(text.count), text.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
            return nil
        }
        return Int(String(decoding: text, as: UTF8.self))
    }
}

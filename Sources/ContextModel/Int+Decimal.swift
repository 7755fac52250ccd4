extension Int {
    /// The number of so many decimal places that this is a whole number of, exact and without needless
    /// zeros: 1,250 of three places is `1.25`. Not negative.
    package func decimalText(places: Int) -> String {
        let digits = String(self)
        let padded = String(repeating: "0", count: Swift.max(0, places + 1 - digits.count)) + digits
        var fraction = padded.suffix(places)
        while fraction.last == "0" { fraction.removeLast() }
        return padded.dropLast(places) + (fraction.isEmpty ? "" : "." + fraction)
    }
}

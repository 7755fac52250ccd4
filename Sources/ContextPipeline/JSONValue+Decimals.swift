import ContextModel
package import StrictJSON

extension JSONValue {
    /// A number of thousandths as a decimal of three places.
    package static func decimal(thousandths: Int) -> Self {
        let fraction = String(1_000 + abs(thousandths) % 1_000).dropFirst()
        let sign = thousandths < 0 ? "-" : ""
        return .number(JSONNumber(lexeme: "\(sign)\(abs(thousandths) / 1_000).\(fraction)"))
    }

    /// A decimal of three places; 0 for what is no number.
    static func decimal(_ value: Double) -> Self {
        .decimal(
            thousandths: value.isFinite && abs(value) < 1e12 ? Int((value * 1_000).rounded()) : 0)
    }

    /// A time in seconds of three places.
    package static func threePlaceSeconds(_ time: Duration) -> Self {
        .decimal(thousandths: Int(time.wholeMilliseconds))
    }
}

/// How the measurements of compression are labelled.
package enum CompressionLabel {
    /// Requests that cost more than without compression.
    package static let negative = "negative"
    /// Requests that cost as much.
    package static let none = "none"

    /// The classes of requests by what is saved of them, with their lower bounds in millionths.
    package static let nets: [(label: String, from: Int)] = [
        (negative, .min), (none, 0), ("00-05", 1), ("05-10", 50_000), ("10-20", 100_000),
        ("20-30", 200_000), ("30-", 300_000),
    ]

    /// How many turns are told one by one.
    package static let mostTurns = 24

    /// What is told of a turn.
    package enum TurnFigure: String {
        case compression, documented, net, rules, trend, active
    }

    /// A figure of a turn, from 1: `01.net`.
    package static func turn(_ number: Int, _ figure: TurnFigure) -> String {
        (number < 10 ? "0" : "") + "\(number).\(figure.rawValue)"
    }

    /// A compaction's class by the tenth of the request that it took away, from 0: `00-10`.
    package static func reduction(_ tenth: Int) -> String {
        (tenth == 0 ? "0" : "") + "\(tenth * 10)-\(tenth * 10 + 10)"
    }
}

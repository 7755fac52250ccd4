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

    /// How many turns have figures of their own in the record of a conversation: the seven that the
    /// documents have a table of.
    static let recordedTurns = 7

    /// Turns that are summed up together: those of a short and of a long conversation, as the documents
    /// have them ("2-5 turns", "15+ turns").
    static let turnRanges: [(label: String, turns: ClosedRange<Int>)] = [
        ("01-05", 1...5), ("15-", 15...Int.max),
    ]

    /// A figure of a turn that adds up over conversations: tokens, rules, and how many conversations
    /// have the turn.
    enum TurnPart: String, CaseIterable {
        case original, compressed, decoder, rules, count
    }

    /// A turn, from 1, as in `04.original`.
    static func turnPart(_ number: Int, _ part: TurnPart) -> String {
        (number < 10 ? "0" : "") + "\(number).\(part.rawValue)"
    }

    /// The labels of all figures of turns, those of ranges at the end.
    static var turnParts: [String] {
        (1...recordedTurns).flatMap { turn in TurnPart.allCases.map { turnPart(turn, $0) } }
            + turnRanges.flatMap { range in
                TurnPart.allCases.map { "\(range.label).\($0.rawValue)" }
            }
    }

    /// A compaction's class by the tenth of the request that it took away, from 0: `00-10`.
    package static func reduction(_ tenth: Int) -> String {
        (tenth == 0 ? "0" : "") + "\(tenth * 10)-\(tenth * 10 + 10)"
    }
}

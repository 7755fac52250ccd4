import ArgumentParser
import Compression
import ContextModel
import Corpus
import StrictJSON

/// What `--turns` shows.
struct TurnTableOptions: ParsableArguments {
    @Flag(
        help: ArgumentHelp(
            "Print, in place of the result, what each turn of a conversation saves, and whether it goes "
                + "on, beside the documents' example."))
    var turns = false

    @Option(help: ArgumentHelp("Which conversation of the file.", valueName: "id"))
    var conversation: String?

    @Option(
        help: ArgumentHelp(
            "Which conversation of the file by its place, from 1.", valueName: "n"))
    var number: Int?

    @Flag(help: "One JSON object.")
    var json = false

    /// Whether anything is given that needs `--turns`.
    var isGiven: Bool { conversation != nil || number != nil || json }

    func validate() throws {
        guard number ?? 1 > 0 else { throw ValidationError("--number takes a number from 1.") }
    }
}

/// A conversation's efficiency turn by turn, beside what the documents claim (doc 001, "Example Results").
struct TurnTable {
    private let turns: [TurnFigures]
    private let isJSON: Bool

    /// Compresses a conversation of a file of any known format, turn by turn.
    init(_ file: String, _ plan: CompressionPlan, _ options: TurnTableOptions) throws {
        let choice = RecordedFile.Choice(id: options.conversation, number: options.number)
        let messages = try RecordedFile(file, choice).transcript.conversation.messages
        let ends =
            plan.settings.isEnabled ? ConversationIdentity.turnEnds(of: messages) : []
        var history = CompressedHistory(
            plan.tokenizer, SymbolAlphabet(plan.tokenizer), plan.settings)
        turns = (ends + [messages.count]).compactMap { end in
            _ = history.compress(Array(messages[..<end]))
            if let figures = history.compressor.figures { plan.tell(figures) }
            return history.compressor.figures
        }
        isJSON = options.json
    }

    /// Prints the table, or one object.
    func print() {
        if isJSON { Output.line(json.compactText) } else { Output.text(text) }
    }

    private var json: JSONValue {
        .object(
            JSONObject([
                ("turns", .array(turns.map(\.json))),
                ("documented", .array(DocumentedTurn.all.map(\.json))),
            ]))
    }

    private var text: String {
        let header = [
            "turn", "compression", "net", "rules", "trend", "status", "compression", "net",
            "compression", "net", "rules", "status",
        ]
        let count = max(turns.count, DocumentedTurn.all.count)
        let rows = (0..<count).map { index -> [String] in
            let own = index < turns.count ? turns[index].columns : Array(repeating: "", count: 7)
            let documented = DocumentedTurn.all
            return [String(index + 1)] + own
                + (index < documented.count
                    ? documented[index].columns : Array(repeating: "", count: 4))
        }
        let widths = header.indices.map { column in
            ([header] + rows).map { $0[column].count }.max() ?? 0
        }
        let groups = [0..<6, 6..<8, 8..<12]
        func line(_ fields: [String]) -> String {
            let padded = zip(fields, widths).map { $0.padded(to: $1) }
            return Self.line(groups.map { padded[$0].joined(separator: "  ") })
        }
        let titles = [
            "here: tokens of the whole request", "documented formula", "documents' example",
        ]
        let title = zip(titles, groups).map { title, columns in
            title.padded(to: widths[columns].reduce(0, +) + 2 * (columns.count - 1))
        }
        return Self.line(title) + line(header) + rows.map(line).joined() + Self.notes
    }

    /// A line of groups of columns, without white space at its end.
    private static func line(_ groups: [String]) -> String {
        let joined = groups.joined(separator: " | ")
        return String(joined.reversed().drop { $0 == " " }.reversed()) + "\n"
    }

    private static let notes = """

        net: 1 - (compressed + dictionary) / original, in tokens. The documented formula takes a ratio of \
        tokens off one of characters.
        The example's turn 4 rises by 0.02 a turn over three turns: stable in the documents, improving \
        here (beyond 0.01).

        """
}

extension TurnFigures {
    /// Compression, net efficiency, rules, trend, status, and the documents' arithmetic.
    fileprivate var columns: [String] {
        [
            ratio(compressionRatio.millionths), ratio(efficiency.millionths), String(rules),
            trend.rawValue,
            status.rawValue, ratio(documented.compressionRatio.millionths),
            ratio(documented.netEfficiency.millionths),
        ]
    }

    fileprivate var json: JSONValue {
        .object(
            JSONObject([
                ("turn", .int(turn)),
                ("compression_ratio", .decimal(millionths: compressionRatio.millionths)),
                ("net_efficiency", .decimal(millionths: efficiency.millionths)),
                ("rules", .int(rules)),
                ("trend", .string(trend.rawValue)), ("status", .string(status.rawValue)),
                ("originalTokens", .int(original)), ("compressedTokens", .int(compressed)),
                ("decoderTokens", .int(decoder)),
                (
                    "documented_formula",
                    .object(
                        JSONObject([
                            ("compression_ratio", documented.compressionRatio.json),
                            ("overhead_ratio", documented.overheadRatio.json),
                            ("net_efficiency", documented.netEfficiency.json),
                        ]))
                ),
            ]))
    }
}

extension DocumentedTurn {
    fileprivate var columns: [String] {
        [
            ratio(compressionRatio.millionths), ratio(efficiency.millionths), String(rules),
            status.rawValue,
        ]
    }

    fileprivate var json: JSONValue {
        .object(
            JSONObject([
                ("turn", .int(turn)),
                ("compression_ratio", .decimal(millionths: compressionRatio.millionths)),
                ("net_efficiency", .decimal(millionths: efficiency.millionths)),
                ("rules", .int(rules)),
                ("status", .string(status.rawValue)),
            ]))
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}

extension Double {
    /// As whole millionths.
    fileprivate var millionths: Int { Int((self * 1_000_000).rounded()) }

    fileprivate var json: JSONValue { .decimal(millionths: millionths) }
}

/// A ratio with two places, as the documents write it.
private func ratio(_ millionths: Int) -> String {
    let hundredths = (millionths.magnitude + 5_000) / 10_000
    return (millionths < 0 && hundredths > 0 ? "-" : "") + "\(hundredths / 100)."
        + String(100 + hundredths % 100).dropFirst()
}

internal import Evaluation
internal import Settings

extension Report {
    /// What compression saves, request by request, and what it costs.
    static func compression(_ subject: Subject) -> Section? {
        let table = subject.table
        let compressed = table.rows.filter { $0.integer(.compressionOriginal) != nil }
        guard !compressed.isEmpty else { return nil }
        let all = compressionRows(table, compressed)
        return Section(
            "Compression",
            [compressionNote, compressionTable(all)] + progression(all))
    }

    /// What compression saves over all corpora, a line for each mode with everything else at its first
    /// value.
    static func compressionPoints(_ subject: Subject) -> [String] {
        let table = subject.table
        guard let mode = table.index(of: compressionAxis) else { return [] }
        let others = table.variedSettings.filter {
            AxisValue.role(of: $0.axis.name) == .compression && $0.index != mode
        }
        let plain = table.rows.filter { row in
            row.integer(.compressionOriginal) != nil
                && others.allSatisfy { row.places[$0.index] == 0 }
        }
        return ["conversation", "request"].compactMap { name in
            let rows = plain.filter { $0.coordinates[mode] == name }
            guard !rows.isEmpty else { return nil }
            let own = CompressionRows(label: "", corpus: nil, mode: name, rows: rows)
            let requests = own.nets.reduce(0, +)
            let losing = own.sum(.compressionNet, CompressionLabel.negative)
            return "**Compression, a dictionary for each \(name)** saves "
                + "\(Figure.percent(own.saved, of: own.original)) of the tokens of the texts that it "
                + "reads, net, which is \(Figure.percent(own.saved, of: own.uncompressed)) of all that "
                + "would be sent; nothing on "
                + "\(Figure.percent(own.sum(.compressionNet, CompressionLabel.none), of: requests)) of the requests; "
                + "less than nothing on \(Figure.count(losing)); keeps "
                + "\(kept(own, .compressionPhrases)) of common symbols and "
                + "\(kept(own, .compressionPrefix)) of prefixes. What a model makes of symbols is not "
                + "measured."
        }
    }

    /// The cells of one setting of compression on one corpus, or all.
    private struct CompressionRows {
        let label: String
        let corpus: String?
        let mode: String?
        let rows: [CellTable.Row]

        var original: Int128 { sum(.compressionOriginal) }
        var decoder: Int128 { sum(.compressionDecoder) }
        /// The tokens of whole requests as they would be sent without compression.
        var uncompressed: Int128 { sum(.tokensSent) + saved }
        /// What is saved, the dictionary paid for.
        var saved: Int128 { original - sum(.compressionCompressed) - decoder }
        /// The requests of each class by what is saved of them.
        var nets: [Int128] { CompressionLabel.nets.map { sum(.compressionNet, $0.label) } }

        func sum(_ metric: Metric, _ label: String? = nil) -> Int128 {
            CellTable.sum(rows, metric, label) ?? 0
        }
    }

    private static let compressionAxis = "compression.mode"

    private static func compressionRows(
        _ table: CellTable, _ rows: [CellTable.Row]
    ) -> [CompressionRows] {
        let varied = table.variedSettings.filter {
            AxisValue.role(of: $0.axis.name) == .compression
                || $0.axis.name == EstimateError.axes.counter
        }
        return table.groups(of: rows, by: CellTable.corpus).flatMap { corpus in
            var order: [[Int]] = []
            var groups: [[Int]: [CellTable.Row]] = [:]
            for row in corpus.rows {
                let key = varied.map { row.places[$0.index] }
                if groups[key] == nil { order.append(key) }
                groups[key, default: []].append(row)
            }
            return order.sorted { $0.lexicographicallyPrecedes($1) }.map { key in
                let rows = groups[key] ?? []
                let mode = table.index(of: compressionAxis).map { rows[0].coordinates[$0] }
                // The mode names the setting, even where it is the same in all cells.
                let names =
                    [mode.map { "\(compressionAxis)=\($0)" }].compactMap(\.self)
                    + varied.filter {
                        $0.axis.name != compressionAxis && rows[0].places[$0.index] > 0
                    }.map { "\($0.axis.name)=\(rows[0].coordinates[$0.index])" }
                return CompressionRows(
                    label: names.joined(separator: ", "), corpus: corpus.value, mode: mode,
                    rows: rows)
            }
        }
    }

    private static let compressionNote = """
        Phrases that come again become symbols of one token; the dictionary stands in the request and \
        is counted. *Net* is what all requests save, as a share of the tokens of the texts that compression \
        reads (not of calls, tool definitions and overheads); the next columns say of how many requests \
        how much is saved. *Documented net* is the documents' own arithmetic, a share of \
        characters less a share of tokens, which can be above zero where tokens are lost. *Symbols \
        kept*: of the phrases that a request has in common with the one before, those with the same \
        symbol. *Prefix kept*: requests that send again, byte for byte, what the one before sent, as a \
        provider's prompt cache needs it. What a model makes of symbols is not measured. Speeds are \
        advisory: new text, and all text that is sent, for each second of compression.
        """

    private static func compressionTable(_ all: [CompressionRows]) -> String {
        var table = MarkdownTable(
            [
                .text("corpus"), .text("setting"), .number("net"), .number("dictionary"),
                .number("below 0"), .number("0"), .number("to 5 %"), .number("to 10 %"),
                .number("to 20 %"), .number("to 30 %"), .number("above"),
                .number("documented net"), .number("symbols kept"), .number("prefix kept"),
                .number("new MB/s"), .number("sent MB/s"),
            ])
        table.rows = all.map { own in
            let nets = own.nets
            let requests = nets.reduce(0, +)
            return [
                own.corpus.map { Markdown.escaped($0) } ?? Figure.dash,
                Markdown.escaped(own.label), Figure.percent(own.saved, of: own.original),
                Figure.percent(own.decoder, of: own.original),
            ] + nets.map { Figure.percent($0, of: requests) } + [
                documentedNet(own), kept(own, .compressionPhrases), kept(own, .compressionPrefix),
                speed(own, "new"), speed(own, "all"),
            ]
        }
        return table.text
    }

    private static func kept(_ own: CompressionRows, _ metric: Metric) -> String {
        Figure.percent(own.sum(metric, "kept"), of: own.sum(metric, "compared"))
    }

    private static func speed(_ own: CompressionRows, _ label: String) -> String {
        let time = own.sum(.compressionTime)
        guard time > 0 else { return Figure.dash }
        let perSecond = Double(own.sum(.compressionBytes, label)) * 1_000 / Double(time)
        return Figure.significant(perSecond, 3)
    }

    /// The documents' figure of the cells, by their tokens.
    private static func documentedNet(_ own: CompressionRows) -> String {
        var weighted = 0.0
        for row in own.rows {
            guard case .real(let value) = row[.compressionDocumented] else { continue }
            weighted += value * Double(row.integer(.compressionOriginal) ?? 0)
        }
        return own.original == 0
            ? Figure.dash : Figure.percent(weighted / Double(own.original))
    }
}

// MARK: - Turn by turn

extension Report {
    /// The documents' table of a conversation's turns, of the conversation with most requests of the corpus
    /// whose conversation saves most.
    private static func progression(_ all: [CompressionRows]) -> [String] {
        let shown = all.filter { $0.mode == "conversation" || $0.mode == nil }
        let turns = shown.compactMap {
            own -> (own: CompressionRows, row: CellTable.Row, count: Int)? in
            guard let row = own.rows.first else { return nil }
            let count = (1...CompressionLabel.mostTurns).prefix { turn(row, $0, .net) != nil }.count
            return count > 1 ? (own, row, count) : nil
        }
        guard
            let best = turns.max(by: { left, right in
                (left.count, last(left)) < (right.count, last(right))
            })
        else { return [] }
        var table = MarkdownTable([
            .number("turn"), .number("compression"), .number("documented net"), .number("net"),
            .number("rules"), .text("status"),
        ])
        table.rows = (1...best.count).map { number in
            let figure = { (name: CompressionLabel.TurnFigure) in
                turn(best.row, number, name) ?? 0
            }
            return [
                "\(number)", Figure.percent(figure(.compression)),
                Figure.percent(figure(.documented)), Figure.percent(figure(.net)),
                "\(Int(figure(.rules)))", status(figure(.trend), figure(.active)),
            ]
        }
        let corpus = best.own.corpus.map { " of \(Markdown.escaped($0))" } ?? ""
        return [
            "The first turns of the conversation with most requests\(corpus), "
                + "\(Markdown.escaped(best.own.label)):", table.text,
        ]
    }

    private static func last(_ best: (own: CompressionRows, row: CellTable.Row, count: Int))
        -> Double
    {
        turn(best.row, best.count, .net) ?? 0
    }

    private static func turn(
        _ row: CellTable.Row, _ number: Int, _ figure: CompressionLabel.TurnFigure
    )
        -> Double?
    {
        let name = CompressionLabel.turn(number, figure)
        guard case .real(let value) = row[.compressionTurn, name] else { return nil }
        return value
    }

    private static func status(_ trend: Double, _ active: Double) -> String {
        let word = trend > 0 ? "improving" : trend < 0 ? "declining" : "stable"
        return active > 0 ? word : word + ", no new rules"
    }
}

package import Evaluation
internal import Statistics
internal import StrictJSON

/// The cells' coordinates and figures as JSON, for the page's plot.
struct CellFigures {
    /// The most cells that are plotted.
    static let mostCells = 5_000

    /// `axes` and `figures` name the two lists of each of the `cells`; a figure may be null.
    let json: String

    init(_ table: CellTable) {
        let rows = table.rows.prefix(Self.mostCells)
        let axes = table.axes.enumerated().filter { $0.element.values.count > 1 }
        let values = rows.map { row in Self.figures.map { $0.value(row) } }
        let present = Self.figures.indices.filter { place in
            values.contains { $0[place] != nil }
        }
        let cells = zip(rows, values).map { row, values in
            let places = axes.map { Self.text(row.coordinates[$0.offset]) }
            let numbers = present.map { values[$0].map(Self.number) ?? "null" }
            return "[[\(places.joined(separator: ","))],[\(numbers.joined(separator: ","))]]"
        }
        let names = axes.map { Self.text($0.element.name) }
        json = """
            {"axes":[\(names.joined(separator: ","))],\
            "figures":[\(present.map { Self.text(Self.figures[$0].name) }.joined(separator: ","))],\
            "cells":[
            \(cells.joined(separator: ",\n"))
            ]}
            """
    }

    /// A number as JSON; below 1 to a billionth, since small runs cost fractions of a cent.
    private static func number(_ value: Double) -> String {
        DecimalText.trimmed(value, atMost: value.magnitude < 1 ? 9 : 2)
    }

    private struct Figure: Sendable {
        let name: String
        let value: @Sendable (CellTable.Row) -> Double?
    }

    private static let figures: [Figure] = [
        money("expected bill ($)", .billExpected), money("bill ($)", .bill),
        money("refetch forecast ($)", .billRefetch), money("bill in hindsight ($)", .billHindsight),
        share("references lost (%)", .referencesLost, of: .referencesNeeded),
        share("references recoverable (%)", .referencesRecoverable, of: .referencesNeeded),
        share("tokens saved (%)", .tokensSaved, of: .tokensRecorded),
        share("tokens saved, net (%)", .tokensSavedNet, of: .tokensRecorded),
        count("requests", .requests), count("requests changed", .requestsChanged),
        count("requests not fitting", .requestsNotFitting),
        count("requests rejected", .requestsRejected), count("tokens sent", .tokensSent),
        count("tokens read from the prompt cache", .promptRead),
        count("summaries made", .summaries), count("summaries avoided", .summariesAvoided),
        count("overflows missed", .missedOverflows), count("recounted (messages)", .operations),
        Figure(name: "latency p50 (µs, advisory)") { latency($0, .p50) },
        Figure(name: "latency p99 (µs, advisory)") { latency($0, .p99) },
        Figure(name: "CPU time (ms, advisory)") { $0.integer(.cpuTime).map { Double($0) / 1e6 } },
    ]

    private static func count(_ name: String, _ metric: Metric) -> Figure {
        Figure(name: name) { $0.integer(metric).map { Double($0) } }
    }

    private static func money(_ name: String, _ metric: Metric) -> Figure {
        Figure(name: name) { $0.integer(metric).map { Double($0) / 1e9 } }
    }

    private static func share(_ name: String, _ metric: Metric, of whole: Metric) -> Figure {
        Figure(name: name) { row in
            guard let part = row.integer(metric), let whole = row.integer(whole), whole > 0
            else { return nil }
            return Double(part) / Double(whole) * 100
        }
    }

    private static func latency(_ row: CellTable.Row, _ quantile: Quantile) -> Double? {
        Samples(row.result.samples(of: .addedLatency)).value(at: quantile).value
            .map { Double($0) / 1000 }
    }

    private static func text(_ text: String) -> String {
        JSONValue.string(text).compactText
    }
}

extension Cell {
    /// What picks the cell, and no other of its run: `--filter` takes it.
    package var filterText: String { "corpus=\(corpus.name)," + filterText(axes: nil) }

    /// What picks the cell among those of its corpus, by the axes that are named; by all if it is nil.
    func filterText(axes: Set<String>?) -> String {
        let own = configuration.filter { axes?.contains($0.axis) ?? true }
        return (own.map(\.text) + ["mode=\(mode.rawValue)"]).joined(separator: ",")
    }

    /// The configuration in the matrix's order, as `--filter` takes it.
    var settingsText: String { configuration.map(\.text).joined(separator: ",") }

    /// The command that shows one of the cell's conversations.
    ///
    /// - Parameters:
    ///   - run: the run that the cell is of.
    ///   - axes: what tells the cell from others; all axes if it is nil.
    ///   - options: further words, such as where the run and its recordings are.
    package func inspectCommand(
        _ conversation: ConversationResult, run: String, axes: Set<String>? = nil,
        options: [String]
    ) -> String {
        let words = [
            "winnow", "inspect", run, corpus.name(of: conversation), "--filter",
            filterText(axes: axes),
        ]
        return (words + options).map(ShellWord.quoted).joined(separator: " ")
    }
}

extension AxisValue {
    fileprivate var text: String { "\(axis)=\(value)" }
}

/// The command line that started a run, and what is made of it.
struct RunCommandText {
    private let words: [String]

    init(_ command: String) { words = ShellWord.words(of: command) }

    /// The command for a part of the plan.
    func replaying(_ filter: String) -> String {
        wholePlan + " --filter " + ShellWord.quoted(filter)
    }

    /// The command without what already narrowed its plan, so that one filter is left, and without the
    /// folder of its report, which another run would write over.
    var wholePlan: String {
        var words = words
        for option in ["--filter", "--shard", "--report"] {
            while let index = words.firstIndex(of: option) {
                words.removeSubrange(index..<min(index + 2, words.count))
            }
            words.removeAll { $0.hasPrefix(option + "=") }
        }
        return words.filter { $0 != "--resume" }.joined(separator: " ")
    }

    /// Whether it runs a part of its matrix only, so that what is varied in the run is not all that tells
    /// a cell from those of the matrix.
    var isNarrowed: Bool { value(of: "--filter") != nil || value(of: "--shard") != nil }

    /// The database the command names, or the default one.
    var database: String { value(of: "--db") ?? ".winnow/results.sqlite" }

    /// The words by which another command finds the recordings; none where they are the shipped ones.
    var corporaWords: [String] {
        value(of: "--corpora").flatMap(ShellWord.meaning).map { ["--corpora", $0] } ?? []
    }

    /// The value of an option as it stands in the line.
    private func value(of option: String) -> String? {
        for (word, next) in zip(words, words.dropFirst()) where word == option { return next }
        return words.first { $0.hasPrefix(option + "=") }
            .map { String($0.dropFirst(option.count + 1)) }
    }
}

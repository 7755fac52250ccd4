internal import Evaluation
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
            let numbers = present.map { values[$0].map { SVGText.number($0) } ?? "null" }
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

    private struct Figure: Sendable {
        let name: String
        let value: @Sendable (CellTable.Row) -> Double?
    }

    private static let figures: [Figure] = [
        share("saved, net (%)", .tokensSavedNet), share("saved (%)", .tokensSaved),
        Figure(name: "later uses hidden (%)") { hidden($0, .survival) },
        Figure(name: "head + tail hides (%)") { hidden($0, .survivalHeadTail) },
        count("requests", .requests), count("tokens in", .tokensIn),
        count("summaries made", .summaries), count("summaries avoided", .summariesAvoided),
        count("illegal views", .illegalViews), count("overflows missed", .missedOverflows),
        count("counted afresh (messages)", .operations),
        Figure(name: "latency p50 (µs, advisory)") { latency($0, .p50) },
        Figure(name: "latency p99 (µs, advisory)") { latency($0, .p99) },
        Figure(name: "CPU time (ms, advisory)") { $0.integer(.cpuTime).map { Double($0) / 1e6 } },
    ]

    private static func count(_ name: String, _ metric: Metric) -> Figure {
        Figure(name: name) { $0.integer(metric).map { Double($0) } }
    }

    private static func share(_ name: String, _ metric: Metric) -> Figure {
        Figure(name: name) { row in
            guard let part = row.integer(metric), let whole = row.integer(.tokensIn), whole > 0
            else { return nil }
            return Double(part) / Double(whole) * 100
        }
    }

    private static func hidden(_ row: CellTable.Row, _ metric: Metric) -> Double? {
        let parts = ["visible", "recoverable", "lost"].map { row.integer(metric, $0) ?? 0 }
        let all = parts.reduce(0, +)
        return all == 0 ? nil : 100 - Double(parts[0]) / Double(all) * 100
    }

    private static func latency(_ row: CellTable.Row, _ quantile: Quantile) -> Double? {
        Samples(row.result.samples(of: .addedLatency)).value(at: quantile).value
            .map { Double($0) / 1000 }
    }

    private static func text(_ text: String) -> String {
        JSONValue.string(text).compactText
    }
}

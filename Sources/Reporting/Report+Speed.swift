internal import Evaluation
internal import Statistics

extension Report {
    /// Tokens per second and what a request gains in latency, per counter and cache setting.
    static func speed(_ subject: Subject) -> Section? {
        let speeds = subject.speeds
        guard !speeds.isEmpty else { return nil }
        let charts = [
            ("speed.svg", throughput(speeds.filter { $0.tokensPerSecond != nil })),
            ("latency.svg", latency(speeds.filter { $0.latency.value(at: .p50).value != nil })),
        ].filter { !$0.1.bars.isEmpty }
        return Section(
            "Speed",
            [speedNote] + [harness(subject.table)].compactMap { $0 }
                + charts.map { $0.1.link(to: $0.0) } + [speedTable(speeds)],
            pictures: charts.map { ReportFile(path: $0.0, text: $0.1.svg) }, basis: .times)
    }

    private static let speedNote = """
        Advisory: times of one machine that may have been shared. Throughput is all tokens of all \
        requests, as the recording makes them, over all CPU time; with the count cache on most of \
        these tokens are not counted again. Quantiles are over the requests of all cells together. Latency is \
        service time: from a request's start, whatever it waited before.
        """

    /// What measuring took beside what was measured.
    private static func harness(_ table: CellTable) -> String? {
        let requests = CellTable.sum(table.rows, .requests) ?? 0
        guard let work = CellTable.sum(table.rows, .cpuTime), work > 0, requests > 0,
            let bookkeeping = CellTable.sum(table.rows, .harnessTime, "bookkeeping"),
            let scoring = CellTable.sum(table.rows, .harnessTime, "scoring")
        else { return nil }
        let each = Figure.duration(Double(bookkeeping) / Double(requests))
        return """
            Measuring is in none of these times: taking requests down and charging them took \
            \(Figure.percent(bookkeeping, of: work)) as long as the replay (\(each) a request), judging \
            what was lost \(Figure.percent(scoring, of: work)).
            """
    }

    private static func speedTable(_ speeds: [Speed]) -> String {
        var table = MarkdownTable([
            .text("counter and cache"), .number("cells"), .number("throughput"),
            .number("CPU time"), .number("latency samples (requests)"), .number("p50"),
            .number("p90"), .number("p99"), .number("peak memory"),
        ])
        table.rows = speeds.map { speed in
            let rate = speed.tokensPerSecond.map { Figure.significant($0, 3) + " tokens/s" }
            return [
                Markdown.escaped(speed.label), Figure.count(speed.cells), rate ?? Figure.dash,
                speed.cpuTime > 0 ? Figure.duration(Double(speed.cpuTime)) : Figure.dash,
                Figure.count(speed.latency.count),
            ] + quantiles(of: speed.latency) + [
                speed.peakMemory.map(Figure.mebibytes) ?? Figure.dash
            ]
        }
        return table.text
    }

    private static func throughput(_ speeds: [Speed]) -> BarChart {
        let bars = speeds.map { speed in
            let rate = speed.tokensPerSecond ?? 0
            return BarChart.Bar(
                label: speed.label, values: [rate / 1e6],
                note: Figure.significant(rate / 1e6, 3) + " M")
        }
        return BarChart(
            title: "Throughput per counter and cache setting",
            unit: "million tokens per second of CPU time (advisory)",
            series: [BarChart.Series(name: "tokens/s", light: "#4078c0", dark: "#6aa6f0")],
            bars: bars)
    }

    private static func quantiles(of latency: Samples) -> [String] {
        [Quantile.p50, .p90, .p99].map {
            latency.count == 0 ? Figure.dash : Figure.duration(latency.value(at: $0))
        }
    }

    /// Bars that end at p50, p90 and p99; a quantile of too few samples is left out.
    private static func latency(_ speeds: [Speed]) -> BarChart {
        let bars = speeds.map { speed in
            let ends = [Quantile.p50, .p90, .p99].compactMap { quantile in
                speed.latency.value(at: quantile).value.map { (quantile, Double($0)) }
            }
            let starts = [0] + ends.map(\.1)
            let note = [ends.first, ends.count > 1 ? ends.last : nil].compactMap { $0 }
            return BarChart.Bar(
                label: speed.label, values: zip(ends, starts).map { ($0.1 - $1) / 1e3 },
                note: note.map { "\($0.0.rawValue) \(Figure.duration($0.1))" }
                    .joined(separator: ", "))
        }
        return BarChart(
            title: "Latency that counting adds to a request: up to p50, p90, p99",
            unit: "µs per request (advisory)",
            series: [
                BarChart.Series(name: "p50", light: "#2f5f9e", dark: "#8fc0ff"),
                BarChart.Series(name: "p90", light: "#7fa8d8", dark: "#4f82bd"),
                BarChart.Series(name: "p99", light: "#c5d8ee", dark: "#2c4a6e"),
            ],
            bars: bars)
    }
}

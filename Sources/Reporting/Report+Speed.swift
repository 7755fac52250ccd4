internal import Statistics

extension Report {
    /// Tokens per second and what a request gains in latency, per counter and cache setting.
    static func speed(_ subject: Subject) -> Section? {
        let speeds = subject.speeds
        guard !speeds.isEmpty else { return nil }
        let timed = speeds.filter { $0.tokensPerSecond != nil }
        var paragraphs = [speedNote]
        var pictures: [ReportFile] = []
        if !timed.isEmpty {
            paragraphs.append("![Tokens per second of CPU time](speed.svg)")
            pictures.append(ReportFile(path: "speed.svg", text: chart(timed).svg))
        }
        return Section("Speed", paragraphs + [speedTable(speeds)], pictures: pictures)
    }

    private static let speedNote = """
        Advisory: times of one machine that may have been shared. Throughput is all tokens of all \
        requests over all CPU time; with the count cache on most of these tokens are not counted \
        again. Quantiles are over the requests of all cells together.
        """

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
                Figure.duration(speed.latency.value(at: .p50)),
                Figure.duration(speed.latency.value(at: .p90)),
                Figure.duration(speed.latency.value(at: .p99)),
                speed.peakMemory.map(Figure.mebibytes) ?? Figure.dash,
            ]
        }
        return table.text
    }

    private static func chart(_ speeds: [Speed]) -> BarChart {
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
}

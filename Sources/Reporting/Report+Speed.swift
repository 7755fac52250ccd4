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

/// How fast the cells of one counter and one cache setting were.
struct Speed {
    let counter: String?
    let cache: String?
    let cells: Int
    /// Tokens of all requests, and the CPU time they took in nanoseconds.
    let tokens: Int128
    let cpuTime: Int128
    let latency: Samples
    let peakMemory: Int128?

    /// The names of the axes that speeds are grouped by.
    static let axes = (counter: "counter", cache: "cache.count")

    /// Tokens in a second of CPU time, as a ratio of sums; nil if no time was measured.
    var tokensPerSecond: Double? {
        cpuTime > 0 ? Double(tokens) / Double(cpuTime) * 1e9 : nil
    }

    /// The group's name for people.
    var label: String {
        let cache = cache.map { "count cache \($0)" }
        let parts = [counter, cache].compactMap { $0 }
        return parts.isEmpty ? "all cells" : parts.joined(separator: ", ")
    }

    /// The groups that have any timing, in the order of the axes. O(n log n) in the samples.
    static func all(of table: CellTable) -> [Speed] {
        table.groups(of: table.rows, by: axes.counter).flatMap { counter in
            table.groups(of: counter.rows, by: axes.cache).map { cache in
                Speed(counter: counter.value, cache: cache.value, rows: cache.rows)
            }
        }.filter { $0.tokensPerSecond != nil || $0.latency.count > 0 }
    }

    private init(counter: String?, cache: String?, rows: [CellTable.Row]) {
        self.counter = counter
        self.cache = cache
        cells = rows.count
        let timed = rows.filter {
            $0.integer(.cpuTime) != nil && $0.integer(.tokensRecorded) != nil
        }
        tokens = CellTable.sum(timed, .tokensRecorded) ?? 0
        cpuTime = CellTable.sum(timed, .cpuTime) ?? 0
        latency = Samples(rows.lazy.flatMap { $0.result.samples(of: .addedLatency) })
        peakMemory = CellTable.maximum(rows, .peakMemory)
    }
}

extension Report {
    /// What requests waited in open loops, beside the service times of closed ones.
    static func arrivals(_ subject: Subject) -> Section? {
        let table = subject.table
        guard table.rows.contains(where: { !$0.result.samples(of: .scheduleLag).isEmpty }) else {
            return nil
        }
        var text = MarkdownTable(
            [.text("arrivals"), .number("cells"), .number("requests")]
                + arrivalQuantiles.map { .number("service time \($0.rawValue)") }
                + arrivalQuantiles.map { .number("latency from intended start \($0.rawValue)") }
                + arrivalQuantiles.map { .number("schedule lag \($0.rawValue)") })
        text.rows = table.groups(of: table.rows, by: "replay.arrivals").map { group in
            let service = samples(.addedLatency, of: group.rows)
            return [
                Markdown.code(group.value ?? "closed"), Figure.count(group.rows.count),
                Figure.count(service.count),
            ] + figures(of: service) + figures(of: samples(.intendedLatency, of: group.rows))
                + figures(of: samples(.scheduleLag, of: group.rows))
        }
        return Section("Arrivals", [arrivalsNote, text.text], basis: .times)
    }

    private static let arrivalQuantiles = [Quantile.p50, .p90, .p99]

    private static let arrivalsNote = """
        Advisory. In an open loop requests are made at their intended times, whether or not those \
        before are answered: the schedule lag is what a request waits for them, the latency from \
        its intended start is lag and service together. In a closed loop nothing waits, so there \
        is service time only, which is no latency under load. The queue is computed, with one \
        server and the measured service times; the requests of 16 conversations are interleaved.
        """

    private static func samples(_ metric: Metric, of rows: [CellTable.Row]) -> Samples {
        Samples(rows.lazy.flatMap { $0.result.samples(of: metric) })
    }

    private static func figures(of samples: Samples) -> [String] {
        arrivalQuantiles.map {
            samples.count == 0 ? Figure.dash : Figure.duration(samples.value(at: $0))
        }
    }
}

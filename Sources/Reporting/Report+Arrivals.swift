internal import Evaluation
internal import Statistics

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

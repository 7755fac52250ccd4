internal import ContextModel
internal import Evaluation
internal import Statistics
internal import Verdicts

extension Report {
    /// What was replayed, and whether that is all of it.
    static func title(_ subject: Subject) -> Section? {
        let run = subject.record.description
        let title = "# Winnow: \(Markdown.escaped(run.work.name)) on \(corpora(subject))"
        let points = unfinishedPoints(subject) + failurePoints(subject)
        let none = subject.record.results.isEmpty
        let parts = [
            title, opening(subject), source(subject), list(points),
            none ? "No cell was done, so there is nothing to report." : "",
        ]
        return Section(text: parts.filter { !$0.isEmpty }.joined(separator: "\n\n"))
    }

    /// What stands out, one point a line.
    static func stands(_ subject: Subject) -> Section? {
        let points =
            compressionPoints(subject) + estimatePoints(subject) + limitPoints(subject)
            + cachePoints(subject) + latencyPoints(subject)
        return Section("What stands out", points.isEmpty ? [] : [list(points)])
    }

    static func list(_ points: [String]) -> String {
        points.map { "- " + $0 }.joined(separator: "\n")
    }

    /// The corpora that have a request, by name if it is one.
    private static func corpora(_ subject: Subject) -> String {
        let names = subject.compared.keys.map(\.name)
        let all =
            names.isEmpty
            ? subject.record.description.work.corpora.map(\.identity.name) : names
        return all.count == 1
            ? Markdown.escaped(all[0]) : Figure.count(all.count) + " corpora"
    }

    /// What was compared: a conversation without a request was not.
    private static func opening(_ subject: Subject) -> String {
        let compared = subject.compared.values
        let conversations = compared.map(\.conversations).reduce(0, +)
        let requests = compared.map(\.requests).reduce(0, +)
        let (done, planned) = (
            subject.record.results.count, subject.record.description.work.cells
        )
        let cells =
            done == planned
            ? "all \(Figure.count(planned, "planned replays"))"
            : "\(Figure.count(done)) of \(Figure.count(planned, "planned replays"))"
        return conversations == 0
            ? "Of the plan, \(cells) were done."
            : "\(Figure.count(conversations, "conversations")) with "
                + "\(Figure.count(requests, "requests")): \(cells) were done, each of one corpus under "
                + "one setting. A conversation's *final size* is that of its last request in tokens."
    }

    /// That what follows rests on a part of the run, if it does.
    private static func unfinishedPoints(_ subject: Subject) -> [String] {
        let (results, failures) = (subject.record.results.count, subject.record.failures.count)
        let missing = subject.record.description.work.cells - results - failures
        guard missing > 0, results > 0 else { return [] }
        return [
            "**The run is not finished:** \(Figure.count(missing, "cells")) are missing, and what "
                + "follows is about the others alone. `winnow run --resume` goes on with it."
        ]
    }

    private static func estimatePoints(_ subject: Subject) -> [String] {
        subject.estimates.map { error in
            let overflows = error.overflows
            let worst = error.classes.filter { $0.exact > 0 }
                .max { Double($0.error) / Double($0.exact) < Double($1.error) / Double($1.exact) }
            let bias = error.bias.map { bias in
                bias == 0
                    ? "counts whole requests right in sum"
                    : "counts whole requests \(Figure.percent(bias.magnitude)) too "
                        + (bias < 0 ? "low" : "high")
            }
            let parts = [
                bias,
                worst.map {
                    "is worst on \(Markdown.escaped($0.label)), where it errs by "
                        + "\(Figure.percent($0.error, of: $0.exact)) of the exact tokens"
                },
            ].compactMap { $0 }
            return "**Counter \(Markdown.escaped(error.counter))** "
                + (parts.isEmpty ? "is an estimate" : parts.joined(separator: " and ")) + ". "
                + overflowSentence(overflows)
        }
    }

    private static func overflowSentence(_ overflows: EstimateError.Overflows) -> String {
        if overflows.requests == 0 { return "" }
        if overflows.exact == 0, overflows.falselySeen == 0 {
            return "No request is over a limit, exactly counted or estimated."
        }
        let missed =
            overflows.exact == 0
            ? "No request is really over a limit"
            : "Over all limits it misses \(Figure.count(overflows.missed)) of "
                + "\(Figure.count(overflows.exact, "requests")) that do not fit "
                + "(\(Figure.percent(overflows.missed, of: overflows.exact)))"
        return missed + ", and refuses \(Figure.count(overflows.falselySeen)) that "
            + (overflows.falselySeen == 1 ? "fits." : "fit.")
            + (overflows.missed > 0 ? " A provider refuses what is missed: count exactly." : "")
    }

    private static func limitPoints(_ subject: Subject) -> [String] {
        let axis = EstimateError.axes.limit
        let rows = subject.table.slice(
            of: subject.table.rows, varying: [CellTable.corpus, axis])
        return subject.table.groups(of: rows, by: axis).compactMap { group in
            let levels = RiskLevel.allCases.map { level in
                (level, CellTable.sum(group.rows, .risk, level.rawValue) ?? 0)
            }
            let requests = levels.map(\.1).reduce(0, +)
            guard requests > 0 else { return nil }
            let over = levels.filter { $0.0 == .overflow }.map(\.1).reduce(0, +)
            let window =
                group.value.map { "**Window \(Markdown.escaped(limitName($0)))**" } ?? "**Window**"
            return "\(window): \(Figure.count(over)) of \(Figure.count(requests, "requests")) "
                + "(\(Figure.percent(over, of: requests))) \(over == 1 ? "is" : "are") over it as "
                + "recorded."
        }
    }

    private static func cachePoints(_ subject: Subject) -> [String] {
        guard let index = subject.table.index(of: Speed.axes.cache) else { return [] }
        let values = subject.table.axes[index].values
        let base = values.contains("off") ? "off" : values[0]
        return PairedComparison.all(subject.table, axis: index, base: base).compactMap {
            value, comparison in
            let operations = comparison.sums { $0.integer(.operations) }
            guard let ratio = operations.ratio else { return nil }
            let time = comparison.sums { $0.integer(.cpuTime) }.ratio.map {
                "; CPU time \(Figure.factor($0, isTiming: true)) (advisory)"
            }
            return "**Count cache \(name(value))** against *\(name(base))*: "
                + "\(Figure.count(operations.other)) instead of "
                + "\(Figure.count(operations.base, "messages")) recounted "
                + "(\(Figure.factor(ratio, isTiming: false)))\(time ?? ""), "
                + "over \(Figure.count(operations.pairs, "pairs")) of cells."
        }
    }

    private static func latencyPoints(_ subject: Subject) -> [String] {
        let sampled = subject.speeds.filter { $0.latency.count > 0 }
        guard let first = sampled.first else { return [] }
        let speed = sampled.first { $0.counter == first.counter && $0.cache == "on" } ?? first
        let quantiles = [Quantile.p50, .p90, .p99].map {
            "\($0.rawValue) \(Figure.duration(speed.latency.value(at: $0)))"
        }
        return [
            "**Counting adds to a request** (\(Markdown.escaped(speed.label)); "
                + "\(Figure.count(speed.latency.count, "samples")); advisory): "
                + quantiles.joined(separator: ", ") + "."
        ]
    }

    private static func failurePoints(_ subject: Subject) -> [String] {
        let failed = subject.record.failures.count
        let planned = subject.record.description.work.cells
        let missing = planned - subject.record.results.count - failed
        let unread = subject.record.description.work.corpora.reduce(into: (files: 0, records: 0)) {
            $0.files += $1.unknownFiles
            $0.records += $1.refusedRecords
        }
        let points: [String?] = [
            failed > 0
                ? "**\(Figure.count(failed, "cells")) failed**; why is said below." : nil,
            missing > 0 ? "**\(Figure.count(missing, "cells")) not done yet.**" : nil,
            unread.files + unread.records > 0
                ? "**Not read:** \(Figure.count(unread.files, "files")) of unknown format, "
                    + "\(Figure.count(unread.records, "refused records"))." : nil,
        ]
        return points.compactMap { $0 }
    }
}

extension Report.Subject {
    /// What was compared, by corpus: the conversations that made requests.
    var compared: [CorpusIdentity: ResultSums] {
        var sums: [CorpusIdentity: ResultSums] = [:]
        // Every cell of a corpus makes the same requests; one that is being measured may have fewer.
        for result in record.results {
            let own = ResultSums(result)
            let known = sums[result.cell.corpus]?.conversations ?? 0
            if own.conversations > known { sums[result.cell.corpus] = own }
        }
        return sums
    }
}

internal import Evaluation
internal import Statistics

extension Report {
    /// What was replayed, and whether that is all of it.
    static func title(_ subject: Subject) -> Section? {
        let run = subject.record.description
        let title = "# Winnow: \(Markdown.escaped(run.matrixName)) on \(corpora(run))"
        let points = unfinishedPoints(subject) + failurePoints(subject)
        let none = subject.record.results.isEmpty
        let parts = [
            title, opening(subject), list(points),
            none ? "No cell was done, so there is nothing to tell." : "",
        ]
        return Section(text: parts.filter { !$0.isEmpty }.joined(separator: "\n\n"))
    }

    /// What stands out, one point a line.
    static func stands(_ subject: Subject) -> Section? {
        let points =
            shorteningPoints(subject) + compressionPoints(subject) + estimatePoints(subject)
            + limitPoints(subject) + cachePoints(subject) + latencyPoints(subject)
        return Section("What stands out", points.isEmpty ? [] : [list(points)])
    }

    private static func list(_ points: [String]) -> String {
        points.map { "- " + $0 }.joined(separator: "\n")
    }

    private static func corpora(_ run: RunDescription) -> String {
        run.corpora.count == 1
            ? Markdown.escaped(run.corpora[0].identity.name)
            : Figure.count(run.corpora.count) + " corpora"
    }

    private static func opening(_ subject: Subject) -> String {
        let run = subject.record.description
        let conversations = run.corpora.map { Int128($0.conversations) }.reduce(0, +)
        let requests = run.corpora.map { Int128($0.requests) }.reduce(0, +)
        let tokens = run.corpora.map { Int128($0.contentTokens) }.reduce(0, +)
        return "\(Figure.count(conversations, "recorded conversations")) with "
            + "\(Figure.count(requests, "requests")) and "
            + "\(Figure.count(tokens, "tokens")) of content were replayed in "
            + "\(Figure.count(subject.record.results.count)) of "
            + "\(Figure.count(run.plannedCells, "planned cells"))."
    }

    /// That what follows rests on a part of the run, if it does.
    private static func unfinishedPoints(_ subject: Subject) -> [String] {
        let (results, failures) = (subject.record.results.count, subject.record.failures.count)
        let missing = subject.record.description.plannedCells - results - failures
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
            let told = group.rows.filter { $0.actedOn != nil }
            let requests = CellTable.sum(told, .requests) ?? 0
            guard requests > 0 else { return nil }
            let acted = told.compactMap(\.actedOn).reduce(0, +)
            let over = CellTable.sum(told, .risk, "overflow") ?? 0
            let limit =
                group.value.map {
                    "**Context limit \(Markdown.escaped(limitName($0)))**"
                } ?? "**Context limit**"
            if acted == 0 { return "\(limit) does not come into play: a stage would never act." }
            return "\(limit): a stage would act in \(Figure.percent(acted, of: requests)) of "
                + "\(Figure.count(requests, "requests")); \(Figure.count(over)) "
                + "(\(Figure.percent(over, of: requests))) \(over == 1 ? "is" : "are") over it."
        }
    }

    private static func cachePoints(_ subject: Subject) -> [String] {
        guard let index = subject.table.index(of: Speed.axes.cache) else { return [] }
        let values = subject.table.axes[index].values
        let base = values.contains("off") ? "off" : values[0]
        return values.filter { $0 != base }.compactMap { value in
            let comparison = PairedComparison(
                subject.table, axis: index, base: base, other: value)
            let operations = comparison.sums { $0.integer(.operations) }
            guard let ratio = operations.ratio else { return nil }
            let time = comparison.sums { $0.integer(.cpuTime) }.ratio.map {
                "; CPU time \(Figure.factor($0, isTiming: true)) (advisory)"
            }
            return "**Count cache \(name(value))** against *\(name(base))*: "
                + "\(Figure.count(operations.other)) instead of "
                + "\(Figure.count(operations.base, "messages")) counted afresh "
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
        let planned = subject.record.description.plannedCells
        let missing = planned - subject.record.results.count - failed
        let unread = subject.record.description.corpora.reduce(into: (files: 0, records: 0)) {
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

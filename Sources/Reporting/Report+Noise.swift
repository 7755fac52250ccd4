internal import Evaluation
internal import Statistics
internal import Verdicts

extension Report {
    /// The noise of the cells, and how far repetitions of a cell are apart in time.
    static func noise(_ subject: Subject) -> Section? {
        let rows = subject.table.rows
        let spreads = spreads(subject.table)
        var table = NoiseTable(per: "cell")
        table.add("time stolen by other machines", steal(rows.filter(isLong)))
        table.add(
            "time waited for a processor",
            rows.filter(isLong).compactMap { $0[.pressureShare]?.number })
        table.add("wall time beyond CPU time", rows.compactMap(idleShare))
        table.addSwitches(rows.compactMap { $0[.involuntarySwitches]?.number })
        table.add("CPU time, spread of a cell's repetitions", spreads)
        guard let text = table.text else { return nil }
        let notes = [noiseNote, stolen(rows), spreads.isEmpty ? nil : spreadNote]
        return Section("Noise", notes.compactMap { $0 } + [text], basis: .times)
    }

    private static let noiseNote = """
        All times of this run are advisory (classes C and W): each cell was measured at another time, on \
        a machine that others may have used, so that cells may differ by the minute they had. `winnow \
        compare` compares times, in blocks of processes that take turns. Results without times do not \
        depend on any of this.
        """

    private static let spreadNote = """
        The spread is the distance of the quartiles ⁄ median, of cells with \(fewestRepetitions) \
        repetitions or more.
        """

    /// The fewest repetitions that have quartiles.
    private static let fewestRepetitions = 4

    /// The shortest wall time, in nanoseconds, of a cell whose stolen time says something: it is counted
    /// in ticks of a hundredth of a second.
    private static let shortest = 200_000_000.0

    private static func isLong(_ row: CellTable.Row) -> Bool {
        row[.wallTime]?.number ?? 0 >= shortest
    }

    private static func steal(_ rows: [CellTable.Row]) -> [Double] {
        rows.compactMap { $0[.stealShare]?.number }
    }

    /// How many cells a rule that was fixed beforehand would leave out of a comparison.
    private static func stolen(_ rows: [CellTable.Row]) -> String? {
        let all = steal(rows).count
        guard all > 0 else { return nil }
        let judged = steal(rows.filter(isLong))
        let spoilt = judged.count { $0 > Block.mostSteal }
        let whose =
            "What is stolen and what waits is the whole machine's while a cell was replayed, switches "
            + "are the process's. "
        let share =
            "Of \(Figure.count(judged.count, "cells")), \(Figure.count(spoilt)) had more than "
            + "\(Figure.percent(Block.mostSteal)) of their time stolen, which a comparison would leave out."
        let left =
            "\(Figure.count(all - judged.count, "cells")) shorter than 0.2 s cannot be judged by what was "
            + "stolen."
        let parts = [judged.isEmpty ? nil : share, judged.count < all ? left : nil]
        return whose + parts.compactMap { $0 }.joined(separator: " ")
    }

    /// The part of a cell's wall time in which it did not compute.
    private static func idleShare(_ row: CellTable.Row) -> Double? {
        guard let wall = row[.wallTime]?.number, let cpu = row[.cpuTime]?.number, wall > 0 else {
            return nil
        }
        return max(1 - cpu / wall, 0)
    }

    /// Of each cell that was repeated, how far its CPU times are apart.
    private static func spreads(_ table: CellTable) -> [Double] {
        table.rows.compactMap { row -> Double? in
            let times = row.result.timings.compactMap { timing in
                timing.measurements.first { $0.metric == .cpuTime }?.value.number
            }
            guard times.count >= fewestRepetitions else { return nil }
            let quartiles = [0.25, 0.5, 0.75].map { Quantile.interpolated(at: $0, of: times) }
            return quartiles[1] > 0 ? (quartiles[2] - quartiles[0]) / quartiles[1] : nil
        }.sorted()
    }
}

/// The noise of measurements, over blocks or cells: a row for each kind, the middle and the worst.
struct NoiseTable {
    private var table: MarkdownTable

    /// An empty table over what is named so.
    init(per unit: String) {
        table = MarkdownTable([
            .text("per \(unit)"), .number("median"), .number("nine in ten"), .number("most"),
        ])
    }

    /// Adds a row of shares, or of what `text` says; none for no values. O(n log n).
    mutating func add(
        _ name: String, _ values: [Double], _ text: (Double) -> String = { Figure.percent($0) }
    ) {
        guard !values.isEmpty else { return }
        let figures = [0.5, 0.9, 1].map { text(Quantile.interpolated(at: $0, of: values)) }
        table.rows.append([name] + figures)
    }

    /// Adds the row of involuntary switches.
    mutating func addSwitches(_ values: [Double]) {
        add("involuntary switches", values) { Figure.count(Int($0)) }
    }

    /// The table; nil if it has no rows.
    var text: String? { table.rows.isEmpty ? nil : table.text }
}

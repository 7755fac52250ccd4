package import Evaluation

extension RunRecord {
    /// The first of some records of the same work, each cell with the least value of a metric that any of
    /// them has: noise only adds to a count.
    ///
    /// - Precondition: there is a record.
    package static func least(_ metric: Metric, of records: [RunRecord]) -> RunRecord {
        var least: [CellName: Int64] = [:]
        for result in records.flatMap(\.results) {
            guard let value = result.value(of: metric) else { continue }
            let name = CellName(result.cell)
            least[name] = min(least[name] ?? value, value)
        }
        var record = records[0]
        for index in record.results.indices {
            guard let value = least[CellName(record.results[index].cell)] else { continue }
            record.results[index].set(metric, to: value)
        }
        return record
    }
}

extension CellResult {
    fileprivate func value(of metric: Metric) -> Int64? {
        for measurement in measurements where measurement.metric == metric {
            if case .integer(let value) = measurement.value { return value }
        }
        return nil
    }

    fileprivate mutating func set(_ metric: Metric, to value: Int64) {
        for index in measurements.indices where measurements[index].metric == metric {
            measurements[index].value = .integer(value)
        }
    }
}

/// What a cell is compared by: everything but the program.
struct CellName: Hashable {
    let corpus: String
    let configuration: String
    let mode: ReplayMode
    let seed: UInt64

    init(_ cell: Cell) {
        corpus = cell.corpus.hash
        configuration = cell.configurationText
        mode = cell.mode
        seed = cell.seed
    }
}

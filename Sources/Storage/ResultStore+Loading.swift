import Evaluation
import FoundationEssentials
import GRDB

extension ResultStore {
    /// A run with all it has so far, the latest if none is named: cells by corpus, configuration, mode,
    /// repetition and seed, whatever the order they were recorded in. O(stored values).
    package func load(run: String? = nil) throws -> RunRecord {
        try read { database in
            let row = try rowID(of: run, database)
            guard let description = try runs(database, where: "run.id = ?", [row]).first else {
                throw Self.damaged(path, "an incomplete run")
            }
            let contents = RunContents(
                axes: try axes(of: row, database),
                measurements: try measurements(of: row, database),
                samples: try samples(of: row, database))
            return try record(description, row, contents, database)
        }
    }

    /// One line for each measurement of a run, the latest if none is named, sorted by bytes: corpus hash,
    /// configuration hash, mode, seed, repetition, metric, unit and value, tabs between. Integers are
    /// exact, reals in their shortest round-trip form. O(n log n).
    ///
    /// - Parameter metricClass: the class to dump, or nil for all.
    package func dump(class metricClass: MetricClass? = nil, run: String? = nil) throws -> [String]
    {
        let sql = """
            SELECT corpus.hash, config.hash, cell.mode, seed, repetition, series.name, unit, value
            FROM measurement JOIN cell ON cell.id = measurement.cell
            JOIN series ON series.id = measurement.series JOIN metric ON metric.id = series.metric
            JOIN corpus ON corpus.id = cell.corpus JOIN config ON config.id = cell.config
            WHERE cell.run = ? AND (?2 IS NULL OR metric.class = ?2)
            """
        let lines = try read { database in
            let row = try rowID(of: run, database)
            return try Row.fetchAll(
                database, sql: sql, arguments: [row, metricClass?.rawValue]
            ).map { row in
                try row.databaseValues.map { try value($0).description }.joined(separator: "\t")
            }
        }
        return lines.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}

/// What the cells of a run are made of, by row.
private struct RunContents {
    let axes: [Int64: [AxisValue]]
    let measurements: [Int64: [Measurement]]
    let samples: [Int64: [Metric: [Int64]]]
}

extension ResultStore {
    private func record(
        _ description: RunDescription, _ run: Int64, _ contents: RunContents, _ database: Database
    ) throws -> RunRecord {
        let sql = """
            SELECT cell.*, corpus.name AS corpus_name, corpus.hash AS corpus_hash
            FROM cell JOIN corpus ON corpus.id = cell.corpus JOIN config ON config.id = cell.config
            WHERE run = ? ORDER BY corpus.name, corpus.hash, config.text, mode, repetition,
                length(seed), seed, key
            """
        var record = RunRecord(description: description, results: [])
        for row in try Row.fetchAll(database, sql: sql, arguments: [run]) {
            let cell = try cell(row, contents.axes)
            if let error = row["error"] as String? {
                record.failures.append(CellFailure(cell: cell, error: error))
            } else {
                let measurements = contents.measurements[row["id"]] ?? []
                record.results.append(
                    CellResult(
                        cell: cell, key: row["key"], measurements: measurements,
                        samples: contents.samples[row["id"]] ?? [:]))
            }
        }
        return record
    }

    private func cell(_ row: Row, _ axes: [Int64: [AxisValue]]) throws -> Cell {
        guard let mode = ReplayMode(rawValue: row["mode"]) else {
            throw Self.damaged(path, "the mode '\(row["mode"] as String)'")
        }
        return Cell(
            corpus: CorpusIdentity(name: row["corpus_name"], hash: row["corpus_hash"]),
            configuration: axes[row["config"]] ?? [], mode: mode,
            seed: try Self.seed(row["seed"], path), repetition: row["repetition"])
    }

    /// The configurations of a run, their axes in the order of its matrix.
    private func axes(of run: Int64, _ database: Database) throws -> [Int64: [AxisValue]] {
        let sql = """
            SELECT config, config_axis.axis, value FROM config_axis
            JOIN run_axis ON run_axis.axis = config_axis.axis AND run_axis.run = ?1
            WHERE config IN (SELECT config FROM cell WHERE run = ?1)
            ORDER BY config, position, config_axis.axis
            """
        return try Row.fetchAll(database, sql: sql, arguments: [run]).reduce(into: [:]) {
            $0[$1["config"], default: []].append(AxisValue(axis: $1["axis"], value: $1["value"]))
        }
    }

    private func measurements(of run: Int64, _ database: Database) throws -> [Int64: [Measurement]]
    {
        let sql = """
            SELECT cell, metric.name AS metric, series.name AS name, value
            FROM measurement JOIN cell ON cell.id = measurement.cell
            JOIN series ON series.id = measurement.series JOIN metric ON metric.id = series.metric
            WHERE cell.run = ? ORDER BY cell, measurement.position
            """
        var measurements: [Int64: [Measurement]] = [:]
        for row in try Row.fetchAll(database, sql: sql, arguments: [run]) {
            let metric = try metric(row["metric"])
            let name: String = row["name"]
            let label =
                name == metric.rawValue ? nil : String(name.dropFirst(metric.rawValue.count + 1))
            measurements[row["cell"], default: []]
                .append(Measurement(metric, label: label, try value(row["value"])))
        }
        return measurements
    }

    private func samples(of run: Int64, _ database: Database) throws -> [Int64: [Metric: [Int64]]] {
        let sql = """
            SELECT cell, metric.name AS metric, encoding, n, bytes
            FROM sample_blob JOIN cell ON cell.id = sample_blob.cell
            JOIN metric ON metric.id = sample_blob.metric WHERE cell.run = ?
            """
        var samples: [Int64: [Metric: [Int64]]] = [:]
        for row in try Row.fetchAll(database, sql: sql, arguments: [run]) {
            let bytes = [UInt8](row["bytes"] as Data)
            let encoding = SampleEncoding(rawValue: row["encoding"])
            guard let values = encoding?.decode(bytes, count: row["n"]) else {
                throw Self.damaged(path, "unreadable samples")
            }
            samples[row["cell"], default: [:]][try metric(row["metric"])] = values
        }
        return samples
    }

    private func metric(_ name: String) throws -> Metric {
        if let metric = Metric(rawValue: name) { return metric }
        throw Self.damaged(path, "the metric '\(name)'")
    }

    private func value(_ stored: DatabaseValue) throws -> MeasuredValue {
        if let value = MeasuredValue(stored: stored) { return value }
        throw Self.damaged(path, "a value without a type")
    }
}

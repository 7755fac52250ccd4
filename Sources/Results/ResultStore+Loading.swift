import Evaluation
import Files
import FoundationEssentials
import GRDB

extension ResultStore {
    /// A run with all it has so far, the latest if none is named: cells by corpus, configuration, mode
    /// and seed, whatever the order they were recorded in. O(stored values).
    package func load(run: String? = nil) throws -> RunRecord {
        try read { database in
            let row = try rowID(of: run, database)
            guard let description = try runs(database, where: "run.id = ?", [row]).first else {
                throw Self.damaged(path, "an incomplete run")
            }
            let contents = RunContents(
                axes: try axes(of: row, database),
                measurements: try measurements(of: row, database),
                conversations: try conversations(of: row, database),
                timings: try timings(of: row, database))
            return try record(description, row, contents, database)
        }
    }

    /// One line for each measurement of a run, the latest if none is named, sorted by bytes: corpus hash,
    /// configuration hash, mode, seed, repetition, metric, unit and value, tabs between. The repetition is empty for what is the same in each. Integers are
    /// exact, reals in their shortest round-trip form. O(n log n).
    ///
    /// - Parameter metricClass: the class to dump, or nil for all.
    package func dump(class metricClass: MetricClass? = nil, run: String? = nil) throws -> [String]
    {
        let sql = """
            SELECT corpus.hash, config.hash, cell.mode, seed, repetition, series.name, unit, value
            FROM (
                SELECT series, cell, '' AS repetition, value FROM measurement
                UNION ALL SELECT series, cell, CAST(repetition AS TEXT), value FROM timing
            ) AS figure JOIN cell ON cell.id = figure.cell
            JOIN series ON series.id = figure.series JOIN metric ON metric.id = series.metric
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
    let conversations: [Int64: [ConversationResult]]
    let timings: [Int64: [CellTiming]]
}

extension ResultStore {
    private func record(
        _ description: RunDescription, _ run: Int64, _ contents: RunContents, _ database: Database
    ) throws -> RunRecord {
        let sql = """
            SELECT cell.*, corpus.name AS corpus_name, corpus.hash AS corpus_hash
            FROM cell JOIN corpus ON corpus.id = cell.corpus JOIN config ON config.id = cell.config
            WHERE run = ? ORDER BY corpus.name, corpus.hash, config.text, mode,
                length(seed), seed, key
            """
        var record = RunRecord(description: description, results: [])
        for row in try Row.fetchAll(database, sql: sql, arguments: [run]) {
            let cell = try cell(row, contents.axes)
            if let error = row["error"] as String? {
                record.failures.append(CellFailure(cell: cell, error: error))
            } else {
                let id: Int64 = row["id"]
                record.results.append(
                    CellResult(
                        cell: cell, key: row["key"],
                        measurements: contents.measurements[id] ?? [],
                        conversations: contents.conversations[id] ?? [],
                        timings: contents.timings[id] ?? []))
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
            seed: try Self.seed(row["seed"], path))
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
            measurements[row["cell"], default: []].append(try measurement(row))
        }
        return measurements
    }

    private func measurement(_ row: Row) throws -> Measurement {
        let metric = try metric(row["metric"])
        let name: String = row["name"]
        let label =
            name == metric.rawValue ? nil : String(name.dropFirst(metric.rawValue.count + 1))
        return Measurement(metric, label: label, try value(row["value"]))
    }

    private func timings(of run: Int64, _ database: Database) throws -> [Int64: [CellTiming]] {
        let values = """
            SELECT cell, repetition, metric.name AS metric, series.name AS name, value
            FROM timing JOIN cell ON cell.id = timing.cell
            JOIN series ON series.id = timing.series JOIN metric ON metric.id = series.metric
            WHERE cell.run = ? ORDER BY cell, repetition, timing.position
            """
        var timings: [Int64: [CellTiming]] = [:]
        func timing(_ row: Row, _ change: (inout CellTiming) throws -> Void) throws {
            let (cell, repetition): (Int64, Int) = (row["cell"], row["repetition"])
            let missing = repetition + 1 - (timings[cell]?.count ?? 0)
            // A repetition's number comes from the file: one far beyond the others is damage.
            guard (0...Matrix.mostCells).contains(repetition), missing <= 1 else {
                throw Self.damaged(
                    path, "the repetition \(repetition) of a cell without those before")
            }
            if missing == 1 { timings[cell, default: []].append(CellTiming(measurements: [])) }
            try change(&timings[cell, default: []][repetition])
        }
        for row in try Row.fetchAll(database, sql: values, arguments: [run]) {
            let measurement = try measurement(row)
            try timing(row) { $0.measurements.append(measurement) }
        }
        let samples = """
            SELECT cell, repetition, metric.name AS metric, encoding, n, bytes
            FROM sample_blob JOIN cell ON cell.id = sample_blob.cell
            JOIN metric ON metric.id = sample_blob.metric WHERE cell.run = ?
            ORDER BY cell, repetition
            """
        for row in try Row.fetchAll(database, sql: samples, arguments: [run]) {
            let (metric, values) = (try metric(row["metric"]), try numbers(row))
            try timing(row) { $0.samples[metric] = values }
        }
        return timings
    }

    private func conversations(
        of run: Int64, _ database: Database
    ) throws -> [Int64: [ConversationResult]] {
        let records = """
            SELECT conversation.* FROM conversation JOIN cell ON cell.id = conversation.cell
            WHERE cell.run = ? ORDER BY cell, number
            """
        var conversations: [Int64: [ConversationResult]] = [:]
        let rows = try Row.fetchCursor(database, sql: records, arguments: [run])
        while let row = try rows.next() {
            conversations[row["cell"], default: []].append(ConversationColumns.conversation(row))
        }
        let counts = """
            SELECT cell, metric.name AS metric, label, encoding, n, bytes
            FROM conversation_count JOIN cell ON cell.id = conversation_count.cell
            JOIN metric ON metric.id = conversation_count.metric WHERE cell.run = ?
            """
        for row in try Row.fetchAll(database, sql: counts, arguments: [run]) {
            let (cell, metric): (Int64, Metric) = (row["cell"], try metric(row["metric"]))
            let values = try numbers(row)
            guard values.count == conversations[cell]?.count else {
                throw Self.damaged(path, "figures of other conversations than a cell has")
            }
            let label: String = row["label"]
            for (number, value) in values.enumerated() {
                if label.isEmpty {
                    conversations[cell]?[number].counts[metric] = value
                } else {
                    conversations[cell]?[number].parts[MetricPart(metric, label)] = value
                }
            }
        }
        return conversations
    }

    private func numbers(_ row: Row) throws -> [Int64] {
        let encoding = SampleEncoding(rawValue: row["encoding"])
        guard let values = encoding?.decode([UInt8](row["bytes"] as Data), count: row["n"]) else {
            throw Self.damaged(path, "unreadable samples")
        }
        return values
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

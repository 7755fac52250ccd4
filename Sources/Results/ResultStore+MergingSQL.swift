import Files

extension ResultStore {
    /// What does not depend on a run; rows are known by what they say, never by their numbers.
    static let copyingFacts = """
        INSERT OR IGNORE INTO main.subject (revision, build_fingerprint, committed_at)
        SELECT revision, build_fingerprint, committed_at FROM part.subject;
        INSERT OR IGNORE INTO main.environment (comparable_hash, full_hash)
        SELECT comparable_hash, full_hash FROM part.environment;
        INSERT OR IGNORE INTO main.environment_fact (environment, name, value)
        SELECT ours.id, fact.name, fact.value FROM part.environment_fact AS fact
        JOIN part.environment AS theirs ON theirs.id = fact.environment
        JOIN main.environment AS ours ON ours.full_hash = theirs.full_hash;
        INSERT OR IGNORE INTO main.corpus (hash, name) SELECT hash, name FROM part.corpus;
        INSERT OR IGNORE INTO main.config (hash, text) SELECT hash, text FROM part.config;
        INSERT OR IGNORE INTO main.config_axis (config, axis, value)
        SELECT ours.id, axis, value FROM part.config_axis
        JOIN part.config AS theirs ON theirs.id = config_axis.config
        JOIN main.config AS ours ON ours.hash = theirs.hash;
        INSERT OR IGNORE INTO main.metric (name, unit, polarity, class)
        SELECT name, unit, polarity, class FROM part.metric;
        INSERT OR IGNORE INTO main.plan (matrix_name, matrix, seed, cells)
        SELECT matrix_name, matrix, seed, cells FROM part.plan;
        """

    /// What two runs of one name must have in common. The program is known by its bytes: the working copy
    /// around it, which its revision tells of, may be edited or committed between two parts.
    static let runFacts =
        "build_fingerprint, matrix_name, matrix, filter, seed, cells, comparable_hash"

    static func runTables(_ schema: String) -> String {
        """
        \(schema).run JOIN \(schema).subject ON subject.id = run.subject
        JOIN \(schema).plan ON plan.id = run.plan
        JOIN \(schema).environment ON environment.id = run.environment
        """
    }

    static let copyingRun = """
        INSERT INTO main.run (name, started_at, state, command, filter, subject, environment, plan)
        SELECT theirs.name, theirs.started_at, 'open', theirs.command, theirs.filter, ours.id,
            machine.id, work.id
        FROM part.run AS theirs
        JOIN part.subject AS subject ON subject.id = theirs.subject
        JOIN main.subject AS ours ON ours.revision = subject.revision
            AND ours.build_fingerprint = subject.build_fingerprint
        JOIN part.environment AS environment ON environment.id = theirs.environment
        JOIN main.environment AS machine ON machine.full_hash = environment.full_hash
        JOIN part.plan AS plan ON plan.id = theirs.plan
        JOIN main.plan AS work ON work.matrix_name = plan.matrix_name AND work.matrix = plan.matrix
            AND work.seed = plan.seed AND work.cells = plan.cells
        WHERE theirs.name = ?
        """

    static let copyingRunParts = """
        INSERT OR IGNORE INTO main.run_corpus
        SELECT ours.id, part.position, corpus.id, part.conversations, part.messages, part.requests,
            part.content_tokens, part.unknown_files, part.refused_records, part.replayed
        FROM part.run_corpus AS part
        JOIN part.run AS theirs ON theirs.id = part.run AND theirs.name = :run
        JOIN main.run AS ours ON ours.name = theirs.name
        JOIN part.corpus AS its ON its.id = part.corpus
        JOIN main.corpus AS corpus ON corpus.hash = its.hash AND corpus.name = its.name;
        INSERT OR IGNORE INTO main.run_axis (run, axis, position)
        SELECT ours.id, axis.axis, axis.position FROM part.run_axis AS axis
        JOIN part.run AS theirs ON theirs.id = axis.run AND theirs.name = :run
        JOIN main.run AS ours ON ours.name = theirs.name;
        """

    /// Of what parts of a run may differ in, the least is kept: so it does not matter which came first.
    static let keepingLeast = """
        UPDATE main.run SET
            started_at = min(started_at, (SELECT started_at FROM part.run WHERE name = :run)),
            command = min(command, (SELECT command FROM part.run WHERE name = :run)),
            filter = min(filter, (SELECT filter FROM part.run WHERE name = :run)),
            subject = (
                SELECT least.id FROM main.subject AS least
                JOIN main.subject AS ours ON ours.id = run.subject
                JOIN part.run AS their_run ON their_run.name = :run
                JOIN part.subject AS theirs ON theirs.id = their_run.subject
                WHERE least.build_fingerprint = ours.build_fingerprint
                    AND least.revision = min(ours.revision, theirs.revision)),
            plan = (
                SELECT least.id FROM main.plan AS least JOIN main.plan AS ours ON ours.id = run.plan
                JOIN part.run AS their_run ON their_run.name = :run
                JOIN part.plan AS theirs ON theirs.id = their_run.plan
                WHERE least.matrix_name = ours.matrix_name AND least.seed = ours.seed
                    AND least.cells = ours.cells AND least.matrix = min(ours.matrix, theirs.matrix)),
            environment = (
                SELECT environment.id FROM main.environment WHERE full_hash = min(
                    (SELECT full_hash FROM main.environment WHERE id = run.environment),
                    (SELECT full_hash FROM part.environment JOIN part.run
                        ON part.run.environment = environment.id WHERE part.run.name = :run)))
        WHERE name = :run
        """

    /// The values of the cells that both have done, ours and theirs beside each other.
    private static let common = """
        main.run AS our_run
        JOIN part.run AS their_run ON their_run.name = our_run.name AND our_run.name = :run
        JOIN main.cell AS ours ON ours.run = our_run.id AND ours.state = 'done'
        JOIN part.cell AS theirs ON theirs.run = their_run.id AND theirs.key = ours.key
            AND theirs.state = 'done'
        """

    /// The exact values of a cell: its measurements of class D, and each conversation's record.
    private static func exact(_ schema: String, _ cell: String) -> String {
        let records = ConversationColumns.all.map { column in
            """
            SELECT '\(column.name) of conversation ' || number, \(column.name)
            FROM \(schema).conversation WHERE conversation.cell = \(cell).id
            """
        }
        let measurements = """
            SELECT series.name, measurement.value FROM \(schema).measurement
            JOIN \(schema).series ON series.id = measurement.series
            JOIN \(schema).metric ON metric.id = series.metric
            WHERE measurement.cell = \(cell).id AND metric.class = 'D'
            """
        // Bracketed: EXCEPT binds no tighter than UNION ALL.
        let values = ([measurements] + records).joined(separator: "\nUNION ALL ")
        return "SELECT * FROM (\(values))"
    }

    static var unequalCells: String {
        """
        SELECT ours.key, coalesce(
            (SELECT name FROM (\(exact("main", "ours")) EXCEPT \(exact("part", "theirs")))),
            (SELECT name FROM (\(exact("part", "theirs")) EXCEPT \(exact("main", "ours"))))
        ) AS different
        FROM \(common) WHERE different IS NOT NULL LIMIT 1
        """
    }

    private static func text(_ schema: String, _ cell: String) -> String {
        """
        coalesce((SELECT group_concat(name || '=' || value, ' ') FROM (
            SELECT series.name, timing.value FROM \(schema).timing
            JOIN \(schema).series ON series.id = timing.series
            WHERE timing.cell = \(cell).id ORDER BY series.name, timing.repetition)), '')
        """
    }

    /// Removes the cells that failed here and are done there, or whose times sort after theirs.
    static var givingWay: String {
        """
        CREATE TEMP TABLE taken AS
        SELECT ours.id AS id FROM \(common)
        WHERE \(text("part", "theirs")) < \(text("main", "ours"))
        UNION SELECT ours.id FROM main.run AS our_run
        JOIN part.run AS their_run ON their_run.name = our_run.name AND our_run.name = :run
        JOIN main.cell AS ours ON ours.run = our_run.id AND ours.state = 'failed'
        JOIN part.cell AS theirs ON theirs.run = their_run.id AND theirs.key = ours.key
            AND (theirs.state = 'done' OR theirs.error < ours.error);
        DELETE FROM main.measurement WHERE cell IN (SELECT id FROM temp.taken);
        DELETE FROM main.timing WHERE cell IN (SELECT id FROM temp.taken);
        DELETE FROM main.conversation WHERE cell IN (SELECT id FROM temp.taken);
        DELETE FROM main.conversation_count WHERE cell IN (SELECT id FROM temp.taken);
        DELETE FROM main.sample_blob WHERE cell IN (SELECT id FROM temp.taken);
        DELETE FROM main.cell WHERE id IN (SELECT id FROM temp.taken);
        """
    }

    /// Copies the cells that are not here, remembering their new numbers beside their own.
    static let copyingCells = """
        DROP TABLE temp.taken;
        CREATE TEMP TABLE taken AS
        SELECT theirs.id AS id, theirs.key AS key, our_run.id AS run FROM part.cell AS theirs
        JOIN part.run AS their_run ON their_run.id = theirs.run AND their_run.name = :run
        JOIN main.run AS our_run ON our_run.name = their_run.name
        WHERE NOT EXISTS (
            SELECT 1 FROM main.cell WHERE cell.run = our_run.id AND cell.key = theirs.key);
        INSERT INTO main.cell
            (run, key, attempt, corpus, config, mode, seed, state, error)
        SELECT taken.run, theirs.key, theirs.attempt, corpus.id, config.id, theirs.mode,
            theirs.seed, theirs.state, theirs.error
        FROM temp.taken JOIN part.cell AS theirs ON theirs.id = taken.id
        JOIN part.corpus AS its ON its.id = theirs.corpus
        JOIN main.corpus AS corpus ON corpus.hash = its.hash AND corpus.name = its.name
        JOIN part.config AS axes ON axes.id = theirs.config
        JOIN main.config AS config ON config.hash = axes.hash;
        """

    static let copyingValues = """
        INSERT OR IGNORE INTO main.series
            (corpus, config, mode, metric, name, comparable_environment)
        SELECT DISTINCT corpus.id, config.id, theirs.mode, metric.id, theirs.name,
            theirs.comparable_environment
        FROM part.series AS theirs
        JOIN part.corpus AS its ON its.id = theirs.corpus
        JOIN main.corpus AS corpus ON corpus.hash = its.hash AND corpus.name = its.name
        JOIN part.config AS axes ON axes.id = theirs.config
        JOIN main.config AS config ON config.hash = axes.hash
        JOIN part.metric AS quantity ON quantity.id = theirs.metric
        JOIN main.metric AS metric ON metric.name = quantity.name;
        INSERT INTO main.measurement (series, cell, position, value)
        SELECT series.id, cell.id, value.position, value.value FROM temp.taken
        JOIN main.cell AS cell ON cell.run = taken.run AND cell.key = taken.key
        JOIN part.measurement AS value ON value.cell = taken.id
        JOIN part.series AS theirs ON theirs.id = value.series
        JOIN main.series AS series ON series.corpus = cell.corpus AND series.config = cell.config
            AND series.mode = theirs.mode AND series.name = theirs.name
            AND series.comparable_environment = theirs.comparable_environment;
        INSERT INTO main.timing (series, cell, repetition, position, value)
        SELECT series.id, cell.id, value.repetition, value.position, value.value FROM temp.taken
        JOIN main.cell AS cell ON cell.run = taken.run AND cell.key = taken.key
        JOIN part.timing AS value ON value.cell = taken.id
        JOIN part.series AS theirs ON theirs.id = value.series
        JOIN main.series AS series ON series.corpus = cell.corpus AND series.config = cell.config
            AND series.mode = theirs.mode AND series.name = theirs.name
            AND series.comparable_environment = theirs.comparable_environment;
        INSERT INTO main.conversation (cell, number, name, \(ConversationColumns.names))
        SELECT cell.id, number, name, \(ConversationColumns.names) FROM temp.taken
        JOIN main.cell AS cell ON cell.run = taken.run AND cell.key = taken.key
        JOIN part.conversation AS value ON value.cell = taken.id;
        INSERT INTO main.conversation_count (cell, metric, label, encoding, n, bytes)
        SELECT cell.id, metric.id, value.label, value.encoding, value.n, value.bytes
        FROM temp.taken
        JOIN main.cell AS cell ON cell.run = taken.run AND cell.key = taken.key
        JOIN part.conversation_count AS value ON value.cell = taken.id
        JOIN part.metric AS quantity ON quantity.id = value.metric
        JOIN main.metric AS metric ON metric.name = quantity.name;
        INSERT INTO main.sample_blob (cell, repetition, metric, encoding, n, bytes)
        SELECT cell.id, value.repetition, metric.id, value.encoding, value.n, value.bytes
        FROM temp.taken
        JOIN main.cell AS cell ON cell.run = taken.run AND cell.key = taken.key
        JOIN part.sample_blob AS value ON value.cell = taken.id
        JOIN part.metric AS quantity ON quantity.id = value.metric
        JOIN main.metric AS metric ON metric.name = quantity.name;
        """
}

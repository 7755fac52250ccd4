import Files

/// The tables of results, as the migrations that lead to them; only ever added to.
enum Schema {
    /// `Wnnw`: what SQLite's application id is in databases of results.
    static let version = SchemaVersion(
        applicationID: 0x576E_6E77, oldest: 3,
        migrations: [tables + verdicts + views, filterOfRun],
        tables: tableNames,
        content: "Winnow's results")

    /// The tables of the newest version.
    private static let tableNames = [
        "subject", "environment", "environment_fact", "corpus", "config", "config_axis", "metric",
        "plan", "run", "run_corpus", "run_axis", "series", "cell", "measurement", "timing",
        "sample_blob", "conversation", "conversation_count", "decision", "baseline", "comparison",
        "comparison_row", "change_point", "claim", "claim_verdict",
    ]

    /// Version 4: the filter of a run's cells, which stood in the last line of its matrix's text. Plans
    /// that differ in nothing else become one.
    ///
    /// A line like that in the file of somebody's own is no filter: a run with one was started by a
    /// command that says so.
    private static let filterOfRun = """
        ALTER TABLE run ADD COLUMN filter TEXT;
        CREATE TEMP TABLE filtered AS
        SELECT run, plan, yaml, substr(body, length(yaml) + 1) AS line FROM (
            SELECT run, plan, body, rtrim(body, replace(body, char(10), '')) AS yaml FROM (
                SELECT run.id AS run, plan.id AS plan, rtrim(matrix, char(10)) AS body
                FROM main.run JOIN main.plan ON plan.id = run.plan
                WHERE command LIKE '%--filter%'))
        WHERE line LIKE '# --filter %';
        INSERT OR IGNORE INTO main.plan (matrix_name, matrix, seed, cells)
        SELECT matrix_name, yaml, seed, cells FROM filtered JOIN main.plan ON plan.id = filtered.plan;
        UPDATE main.run SET
            filter = (SELECT substr(line, length('# --filter ') + 1) FROM filtered
                WHERE filtered.run = run.id),
            plan = (SELECT ours.id FROM filtered JOIN main.plan AS old ON old.id = filtered.plan
                JOIN main.plan AS ours ON ours.matrix_name = old.matrix_name
                    AND ours.matrix = yaml AND ours.seed = old.seed AND ours.cells = old.cells
                WHERE filtered.run = run.id)
        WHERE id IN (SELECT run FROM filtered);
        DELETE FROM main.plan WHERE id NOT IN (SELECT plan FROM main.run);
        DROP TABLE filtered;
        """

    /// Version 3. Seeds are text, since SQLite's integers are signed. A value's type is its own:
    /// integer, real or text (`ANY`).
    private static let tables = """
        CREATE TABLE subject (
            id INTEGER PRIMARY KEY,
            revision TEXT NOT NULL,
            build_fingerprint TEXT NOT NULL,
            committed_at INTEGER,
            UNIQUE (revision, build_fingerprint)
        ) STRICT;
        CREATE TABLE environment (
            id INTEGER PRIMARY KEY,
            comparable_hash TEXT NOT NULL,
            full_hash TEXT NOT NULL UNIQUE
        ) STRICT;
        CREATE TABLE environment_fact (
            environment INTEGER NOT NULL REFERENCES environment,
            name TEXT NOT NULL,
            value TEXT NOT NULL,
            PRIMARY KEY (environment, name)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE corpus (
            id INTEGER PRIMARY KEY,
            hash TEXT NOT NULL,
            name TEXT NOT NULL,
            UNIQUE (hash, name)
        ) STRICT;
        CREATE TABLE config (
            id INTEGER PRIMARY KEY,
            hash TEXT NOT NULL UNIQUE,
            text TEXT NOT NULL
        ) STRICT;
        CREATE TABLE config_axis (
            config INTEGER NOT NULL REFERENCES config,
            axis TEXT NOT NULL,
            value TEXT NOT NULL,
            PRIMARY KEY (config, axis)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE metric (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            unit TEXT NOT NULL,
            polarity TEXT NOT NULL,
            class TEXT NOT NULL
        ) STRICT;
        CREATE TABLE plan (
            id INTEGER PRIMARY KEY,
            matrix_name TEXT NOT NULL,
            matrix TEXT NOT NULL,
            seed TEXT NOT NULL,
            cells INTEGER NOT NULL,
            UNIQUE (matrix_name, matrix, seed, cells)
        ) STRICT;
        CREATE TABLE run (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            started_at INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('open', 'finished')),
            command TEXT NOT NULL,
            subject INTEGER NOT NULL REFERENCES subject,
            environment INTEGER NOT NULL REFERENCES environment,
            plan INTEGER NOT NULL REFERENCES plan
        ) STRICT;
        CREATE TABLE run_corpus (
            run INTEGER NOT NULL REFERENCES run,
            position INTEGER NOT NULL,
            corpus INTEGER NOT NULL REFERENCES corpus,
            conversations INTEGER NOT NULL,
            messages INTEGER NOT NULL,
            requests INTEGER NOT NULL,
            content_tokens INTEGER NOT NULL,
            unknown_files INTEGER NOT NULL,
            refused_records INTEGER NOT NULL,
            replayed INTEGER,
            PRIMARY KEY (run, position)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE run_axis (
            run INTEGER NOT NULL REFERENCES run,
            axis TEXT NOT NULL,
            position INTEGER NOT NULL,
            PRIMARY KEY (run, axis)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE series (
            id INTEGER PRIMARY KEY,
            corpus INTEGER NOT NULL REFERENCES corpus,
            config INTEGER NOT NULL REFERENCES config,
            mode TEXT NOT NULL,
            metric INTEGER NOT NULL REFERENCES metric,
            name TEXT NOT NULL,
            comparable_environment TEXT NOT NULL,
            UNIQUE (corpus, config, mode, name, comparable_environment)
        ) STRICT;
        CREATE TABLE cell (
            id INTEGER PRIMARY KEY,
            run INTEGER NOT NULL REFERENCES run,
            key TEXT NOT NULL,
            attempt INTEGER NOT NULL DEFAULT 1,
            corpus INTEGER NOT NULL REFERENCES corpus,
            config INTEGER NOT NULL REFERENCES config,
            mode TEXT NOT NULL,
            seed TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('done', 'failed')),
            error TEXT CHECK ((error IS NULL) = (state = 'done')),
            UNIQUE (run, key)
        ) STRICT;
        CREATE TABLE measurement (
            series INTEGER NOT NULL REFERENCES series,
            cell INTEGER NOT NULL REFERENCES cell,
            position INTEGER NOT NULL,
            value ANY NOT NULL,
            PRIMARY KEY (series, cell)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX measurement_by_cell ON measurement (cell, position);
        CREATE TABLE timing (
            series INTEGER NOT NULL REFERENCES series,
            cell INTEGER NOT NULL REFERENCES cell,
            repetition INTEGER NOT NULL,
            position INTEGER NOT NULL,
            value ANY NOT NULL,
            PRIMARY KEY (series, cell, repetition)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX timing_by_cell ON timing (cell, repetition, position);
        CREATE TABLE sample_blob (
            cell INTEGER NOT NULL REFERENCES cell,
            repetition INTEGER NOT NULL,
            metric INTEGER NOT NULL REFERENCES metric,
            encoding TEXT NOT NULL,
            n INTEGER NOT NULL,
            bytes BLOB NOT NULL,
            PRIMARY KEY (cell, repetition, metric)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE conversation (
            cell INTEGER NOT NULL REFERENCES cell,
            number INTEGER NOT NULL,
            name TEXT NOT NULL,
            \(ConversationColumns.declarations),
            PRIMARY KEY (cell, number)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE conversation_count (
            cell INTEGER NOT NULL REFERENCES cell,
            metric INTEGER NOT NULL REFERENCES metric,
            label TEXT NOT NULL,
            encoding TEXT NOT NULL,
            n INTEGER NOT NULL,
            bytes BLOB NOT NULL,
            PRIMARY KEY (cell, metric, label)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE decision (
            run INTEGER NOT NULL REFERENCES run,
            scope TEXT NOT NULL,
            context_limit TEXT NOT NULL,
            mode TEXT NOT NULL,
            price_rule TEXT NOT NULL,
            price_model TEXT NOT NULL,
            place INTEGER NOT NULL,
            config_text TEXT NOT NULL,
            label TEXT NOT NULL,
            status TEXT NOT NULL,
            expected_bill INTEGER NOT NULL,
            reference_bill INTEGER,
            references_lost INTEGER NOT NULL,
            not_fitting INTEGER NOT NULL,
            PRIMARY KEY (run, scope, context_limit, mode, price_rule, price_model, place)
        ) STRICT, WITHOUT ROWID;

        """
}

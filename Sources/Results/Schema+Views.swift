import Files

extension Schema {
    /// The views that others may rely on: columns are added at the end, never changed or removed.
    ///
    /// Of a timed metric the repetitions of a cell are one row: `value` is the median (of an even number
    /// the lower of the middle two, so that it is always a value that was measured), `lower` and `upper`
    /// are the extremes, `n` the count. `v_latest` has for each corpus, configuration, mode, seed and metric the latest run
    /// that measured it; `v_history` has all runs; `v_conversation` has the records of all cells of the
    /// latest run, `v_decision` what was recommended and how the other candidates stand. Corpora and configurations are hashes; the columns
    /// at the end say them in words.
    static let views = """
        CREATE VIEW run_value AS
        SELECT cell.run, measurement.series, cell.seed, measurement.value,
            measurement.value AS lower, measurement.value AS upper, 1 AS n
        FROM measurement JOIN cell ON cell.id = measurement.cell
        UNION ALL
        SELECT run, series, seed, value, lower, upper, n FROM (
            SELECT cell.run, timing.series, cell.seed, timing.value,
                row_number() OVER (
                    PARTITION BY cell.run, timing.series, cell.seed ORDER BY timing.value
                ) AS rank,
                count(*) OVER same AS n,
                min(timing.value) OVER same AS lower,
                max(timing.value) OVER same AS upper
            FROM timing JOIN cell ON cell.id = timing.cell
            WINDOW same AS (PARTITION BY cell.run, timing.series, cell.seed)
        ) WHERE rank = (n + 1) / 2;

        CREATE VIEW v_conversation AS
        SELECT run.name AS run, corpus.name AS corpus_name, conversation.name AS conversation,
            config.text AS config_text, coalesce(policy.value, 'chunked') AS policy, cell.mode,
            coalesce(size.value, '200000') AS context_limit,
            coalesce(rule.value, '') AS price_rule, coalesce(model.value, '') AS price_model,
            requests, not_fitting, rejected, recorded, sent, uncached, cache_read, cache_written,
            summarizer, bill, bill_uncached, bill_hindsight, refetch_bill,
            bill + refetch_bill AS expected_bill, references_needed, references_visible,
            references_recoverable, number, changed, answers, recalls, refetches, unfetchable,
            refetch_tokens
        FROM conversation JOIN cell ON cell.id = conversation.cell
        JOIN run ON run.id = cell.run
        JOIN corpus ON corpus.id = cell.corpus JOIN config ON config.id = cell.config
        LEFT JOIN config_axis AS policy ON policy.config = config.id AND policy.axis = 'management'
        LEFT JOIN config_axis AS size ON size.config = config.id AND size.axis = 'context.limit'
        LEFT JOIN config_axis AS rule ON rule.config = config.id AND rule.axis = 'price.rule'
        LEFT JOIN config_axis AS model ON model.config = config.id AND model.axis = 'price.model'
        WHERE run.id = (SELECT id FROM run ORDER BY started_at DESC, name DESC LIMIT 1);

        CREATE VIEW v_decision AS
        SELECT run.name AS run, scope, context_limit, mode, price_rule, price_model, place,
            config_text, label, status, expected_bill, reference_bill, references_lost, not_fitting
        FROM decision JOIN run ON run.id = decision.run;

        CREATE VIEW v_latest AS
        SELECT corpus, config, mode, seed, metric, unit, class, value, lower, upper, n, run,
            polarity, corpus_name, config_text
        FROM (
            SELECT corpus.hash AS corpus, config.hash AS config, series.mode AS mode,
                run_value.seed AS seed, series.name AS metric, metric.unit AS unit,
                metric.class AS class, value, lower, upper, n, run.name AS run,
                metric.polarity AS polarity, corpus.name AS corpus_name, config.text AS config_text,
                row_number() OVER (
                    PARTITION BY series.corpus, series.config, series.mode, series.name,
                        run_value.seed
                    ORDER BY run.started_at DESC, run.name DESC
                ) AS age
            FROM run_value
            JOIN run ON run.id = run_value.run
            JOIN series ON series.id = run_value.series
            JOIN metric ON metric.id = series.metric
            JOIN corpus ON corpus.id = series.corpus
            JOIN config ON config.id = series.config
        ) WHERE age = 1;

        CREATE VIEW v_history AS
        SELECT series.id AS series, subject.revision AS subject,
            subject.committed_at AS committed_at, series.comparable_environment AS environment,
            value, lower, upper, n, run.name AS run, run.started_at AS started_at,
            run_value.seed AS seed, series.name AS metric, series.mode AS mode,
            corpus.name AS corpus_name, config.text AS config_text
        FROM run_value
        JOIN run ON run.id = run_value.run
        JOIN subject ON subject.id = run.subject
        JOIN series ON series.id = run_value.series
        JOIN corpus ON corpus.id = series.corpus
        JOIN config ON config.id = series.config;
        """
}

extension Schema {
    /// Verdicts on runs. `claim_verdict` and `comparison` only grow; the changes of a matrix are
    /// replaced whenever its history is reported; a matrix has one baseline.
    static let verdicts = """
        CREATE TABLE baseline (
            matrix TEXT PRIMARY KEY,
            run INTEGER NOT NULL REFERENCES run
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE comparison (
            id INTEGER PRIMARY KEY,
            compared_at INTEGER NOT NULL,
            base TEXT NOT NULL,
            head TEXT NOT NULL,
            work TEXT NOT NULL
        ) STRICT;
        CREATE TABLE comparison_row (
            comparison INTEGER NOT NULL REFERENCES comparison,
            kind TEXT NOT NULL CHECK (kind IN ('exact', 'cell', 'time')),
            series TEXT NOT NULL,
            verdict TEXT NOT NULL,
            change REAL,
            lower REAL,
            upper REAL,
            p REAL,
            blocks INTEGER,
            noise REAL,
            PRIMARY KEY (comparison, kind, series)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE change_point (
            matrix TEXT NOT NULL,
            series TEXT NOT NULL,
            run TEXT NOT NULL,
            revision TEXT NOT NULL,
            before REAL NOT NULL,
            after REAL NOT NULL,
            PRIMARY KEY (matrix, series, run)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE claim (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            source TEXT NOT NULL,
            statement TEXT NOT NULL,
            predicate TEXT NOT NULL,
            UNIQUE (name, source, statement, predicate)
        ) STRICT;
        CREATE TABLE claim_verdict (
            id INTEGER PRIMARY KEY,
            claim INTEGER NOT NULL REFERENCES claim,
            judged_at INTEGER NOT NULL,
            verdict TEXT NOT NULL,
            value REAL,
            lower REAL,
            upper REAL,
            run TEXT,
            basis TEXT NOT NULL
        ) STRICT;
        CREATE VIEW v_claims AS
        SELECT claim.name AS id, source, statement, predicate, verdict, value, lower, upper, run,
            judged_at, basis
        FROM claim_verdict JOIN claim ON claim.id = claim_verdict.claim
        WHERE claim_verdict.id IN (
            SELECT max(claim_verdict.id) FROM claim_verdict
            JOIN claim ON claim.id = claim_verdict.claim GROUP BY claim.name
        );
        """
}

extension Schema {
    /// The views that others may rely on: columns are added at the end, never changed or removed.
    ///
    /// Repetitions of a cell are one row: `value` is the median (of an even number the lower middle
    /// one, so that it is always a value that was measured), `lower` and `upper` are the extremes, `n`
    /// the count. `v_latest` has for each corpus, configuration, mode, seed and metric the latest run
    /// that measured it; `v_history` has all runs. Corpora and configurations are hashes; the columns
    /// at the end say them in words.
    static let views = """
        CREATE VIEW run_value AS
        SELECT run, series, seed, value, lower, upper, n FROM (
            SELECT cell.run, measurement.series, cell.seed, measurement.value,
                row_number() OVER (
                    PARTITION BY cell.run, measurement.series, cell.seed ORDER BY measurement.value
                ) AS rank,
                count(*) OVER same AS n,
                min(measurement.value) OVER same AS lower,
                max(measurement.value) OVER same AS upper
            FROM measurement JOIN cell ON cell.id = measurement.cell
            WINDOW same AS (PARTITION BY cell.run, measurement.series, cell.seed)
        ) WHERE rank = (n + 1) / 2;

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

import Files

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

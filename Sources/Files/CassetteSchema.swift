/// The table of recorded answers.
enum CassetteSchema {
    /// `WnnC`: what SQLite's application id is in recordings.
    static let version = SchemaVersion(
        applicationID: 0x576E_6E43, migrations: [table],
        content: "Winnow's recorded summaries")

    /// Version 1. An answer or an error, never both; digests are hexadecimal, for people who look.
    /// Words of others (`ANY`) are text, or their UTF-8 if they have a zero, where texts end too early.
    private static let table = """
        CREATE TABLE answer (
            key TEXT PRIMARY KEY,
            summarizer ANY NOT NULL,
            style TEXT NOT NULL,
            budget INTEGER NOT NULL,
            source TEXT NOT NULL,
            text ANY,
            complete INTEGER CHECK (complete IN (0, 1)),
            prompt_tokens INTEGER,
            output_tokens INTEGER,
            error TEXT,
            reason ANY,
            CHECK ((text IS NULL) = (error IS NOT NULL)),
            CHECK ((text IS NULL) = (complete IS NULL))
        ) STRICT, WITHOUT ROWID;
        """
}

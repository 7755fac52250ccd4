package import ContextModel

/// What outlives the process of sessions: a text for each, in a bounded database.
package struct StoredSessions: Sendable {
    private let database: RecordDatabase

    /// The sessions in a database.
    package init(in database: RecordDatabase) { self.database = database }

    /// Replaces what is kept of a session by what follows from it, nil where nothing is; no other process
    /// comes between. O(log n + bytes).
    package func revise(_ session: ContentDigest, _ next: (String?) -> String) {
        database.revise(session, .session) { kept in
            [UInt8](next(kept.flatMap { String(validating: $0, as: UTF8.self) }).utf8)
        }
    }

    /// What happened so far; each read is one of hit, miss or failure.
    package var counters: StoreCounters { database.counters(of: .session) }

    /// The first error, if any; it is reported once.
    package func takeProblem() -> StorageError? { database.takeProblem(with: .session) }
}

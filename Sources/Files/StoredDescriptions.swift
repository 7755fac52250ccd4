package import ContextModel

/// Descriptions of pictures that outlive the process, in a bounded database.
package struct StoredDescriptions: DescriptionStore {
    private let database: RecordDatabase

    /// The descriptions in a database.
    package init(in database: RecordDatabase) { self.database = database }

    /// The description of the picture of a digest; nil if there is none to be trusted. O(log n + bytes).
    package func description(of picture: ContentDigest) -> String? {
        database.value(of: picture, .description) { String(validating: $0, as: UTF8.self) }
    }

    /// Keeps a description, in place of an older one. O(log n + bytes).
    package func keep(_ description: String, of picture: ContentDigest) {
        database.keep([UInt8](description.utf8), of: picture, .description)
    }

    /// What happened so far; each read is one of hit, miss, damaged or failure.
    package var counters: StoreCounters { database.counters(of: .description) }

    /// The first error, if any; it is reported once.
    package func takeProblem() -> StorageError? { database.takeProblem(with: .description) }
}

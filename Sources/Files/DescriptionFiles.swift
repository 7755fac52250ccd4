package import ContextModel

/// Descriptions of pictures that outlive the process: a file each, in a bounded folder of its own.
package final class DescriptionFiles: DescriptionStore {
    private let folder: RecordFolder

    /// A folder of descriptions, made when the first one is kept. What is wrong with it is told by
    /// `takeProblem`, not thrown. O(entries).
    package init(folder path: String, options: RecordOptions = RecordOptions()) {
        folder = RecordFolder(path: path, kind: .description, options: options)
    }

    /// The description of the picture of a digest; nil if there is none to be trusted. O(bytes).
    package func description(of picture: ContentDigest) -> String? {
        folder.value(of: picture) { String(validating: $0, as: UTF8.self) }
    }

    /// Keeps a description, in place of an older one. O(bytes).
    package func keep(_ description: String, of picture: ContentDigest) {
        folder.keep([UInt8](description.utf8), of: picture)
    }

    /// What happened so far; each read is one of hit, miss, damaged or failure.
    package var counters: StoreCounters { folder.counters }

    /// How many descriptions are known to be in the folder, and how many bytes they have.
    package var extent: (entries: Int, bytes: Int) { folder.extent }

    /// The first error, if any; it is reported once.
    package func takeProblem() -> StorageError? { folder.takeProblem() }
}

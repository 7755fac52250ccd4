package import ContextModel

/// Records of chunks that outlive the process: a file each, in a bounded folder.
///
/// Times in records are the caller's; a cleanup by age is right only if all who share a folder use
/// clocks with the same start.
package final class ChunkFiles: ChunkStore {
    private let folder: RecordFolder

    /// A folder of records, made when the first one is kept. What is wrong with it is told by
    /// `takeProblem`, not thrown. O(entries).
    package init(folder path: String, options: RecordOptions = RecordOptions()) {
        folder = RecordFolder(path: path, kind: .chunk, options: options)
    }

    /// The record of a key; nil if there is none, or none that can be trusted. O(bytes).
    package func record(for key: ContentDigest) -> ChunkRecord? {
        folder.value(of: key) { ChunkRecord($0, key: key) }
    }

    /// Keeps a record, in place of an older one of the same key. O(bytes).
    package func keep(_ record: ChunkRecord) { folder.keep(record.bytes, of: record.key) }

    /// Forgets a record.
    package func remove(_ key: ContentDigest) { folder.remove(key) }

    /// Forgets all records last made before a time. O(bytes of the folder).
    package func removeAll(condensedBefore time: Duration) {
        folder.removeAll { content in
            // Which key it is does not matter for its age.
            let record = ChunkRecord(content, key: ContentDigest(0, 0, 0, 0))
            return record.map { $0.condensedAt < time } ?? false
        }
    }

    /// What happened so far; each read is one of hit, miss, damaged or failure.
    package var counters: StoreCounters { folder.counters }

    /// How many records are known to be in the folder, and how many bytes they have.
    package var extent: (entries: Int, bytes: Int) { folder.extent }

    /// The first error, if any; it is reported once.
    package func takeProblem() -> StorageError? { folder.takeProblem() }
}

extension ChunkRecord {
    fileprivate var bytes: [UInt8] {
        var bytes = CanonicalBytes()
        bytes.add(summary)
        bytes.add(summaryTokens.value)
        bytes.add(sourceTokens.value)
        bytes.add(qualityMillionths)
        bytes.add(strategy)
        bytes.add(condensedAt)
        bytes.add(usedAt)
        return bytes.bytes
    }

    fileprivate init?(_ bytes: UnsafeRawBufferPointer, key: ContentDigest) {
        var reader = RecordReader(bytes)
        guard let summary = reader.text(), let summaryTokens = reader.number(),
            let sourceTokens = reader.number(), let quality = reader.number(),
            let strategy = reader.text(), let condensedAt = reader.duration(),
            let usedAt = reader.duration(), reader.isAtEnd
        else { return nil }
        self.init(
            key: key, summary: summary, summaryTokens: TokenCount(summaryTokens),
            sourceTokens: TokenCount(sourceTokens), qualityMillionths: quality,
            strategy: strategy, condensedAt: condensedAt)
        self.usedAt = usedAt
    }
}

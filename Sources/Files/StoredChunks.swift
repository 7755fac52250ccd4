package import ContextModel

/// Records of chunks that outlive the process, in a bounded database.
///
/// Times in records are the caller's; a cleanup by age is right only if all who share a database use
/// clocks with the same start.
package struct StoredChunks: ChunkStore {
    private let database: RecordDatabase

    /// The records of chunks in a database.
    package init(in database: RecordDatabase) { self.database = database }

    /// The record of a key; nil if there is none, or none that can be trusted. O(log n + bytes).
    package func record(for key: ContentDigest) -> ChunkRecord? {
        database.value(of: key, .chunk) { ChunkRecord($0, key: key) }
    }

    /// Keeps a record, in place of an older one of the same key. O(log n + bytes).
    package func keep(_ record: ChunkRecord) { database.keep(record.bytes, of: record.key, .chunk) }

    /// What is known of a place in a conversation. O(log n).
    package func slot(_ number: Int, of conversation: String) -> ChunkSlotRecord? {
        database.value(of: Self.key(number, conversation), .slot) { ChunkSlotRecord($0) }
    }

    /// Keeps what is known of a place. O(log n).
    package func keep(_ record: ChunkSlotRecord, in number: Int, of conversation: String) {
        database.keep(record.bytes, of: Self.key(number, conversation), .slot)
    }

    private static func key(_ number: Int, _ conversation: String) -> ContentDigest {
        var bytes = CanonicalBytes()
        bytes.add(conversation)
        bytes.add(number)
        return SHA256Hasher().digest(bytes.bytes)
    }

    /// Forgets a record. O(log n).
    package func remove(_ key: ContentDigest) { database.remove(key, .chunk) }

    /// Forgets all records last made before a time. O(bytes of all).
    package func removeAll(condensedBefore time: Duration) {
        database.removeAll(.chunk) { content in
            // Which key it is does not matter for its age.
            let record = ChunkRecord(content, key: ContentDigest(0, 0, 0, 0))
            return record.map { $0.condensedAt < time } ?? false
        }
    }

    /// What happened so far; each read is one of hit, miss, damaged or failure.
    package var counters: StoreCounters { database.counters(of: .chunk) }

    /// The first error, if any; it is reported once.
    package func takeProblem() -> StorageError? { database.takeProblem(with: .chunk) }
}

extension ChunkRecord {
    fileprivate var bytes: [UInt8] {
        var bytes = CanonicalBytes()
        bytes.add(summary)
        bytes.add(summaryTokens.value)
        bytes.add(sourceTokens.value)
        bytes.add(quality.millionths)
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
            sourceTokens: TokenCount(sourceTokens), quality: Share(millionths: quality),
            strategy: strategy, condensedAt: condensedAt)
        self.usedAt = usedAt
    }
}

extension ChunkSlotRecord {
    fileprivate var bytes: [UInt8] {
        var bytes = CanonicalBytes()
        bytes.add(condensed)
        bytes.add(createdAt)
        bytes.add(modifiedAt)
        return bytes.bytes
    }

    fileprivate init?(_ bytes: UnsafeRawBufferPointer) {
        var reader = RecordReader(bytes)
        guard let condensed = reader.digest(), let createdAt = reader.duration(),
            let modifiedAt = reader.duration(), reader.isAtEnd
        else { return nil }
        self.init(condensed: condensed, createdAt: createdAt, modifiedAt: modifiedAt)
    }
}

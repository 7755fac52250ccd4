public import ContextModel
import Settings
public import Stages
public import StrictJSON

/// How a chunk of a conversation stands (doc 000, `MessageChunk` and `analyze_chunks()`).
public struct ChunkStanding: Hashable, Sendable {
    /// The chunk.
    public let chunk: Chunk
    /// What is known of its condensation.
    public let state: ChunkState
    /// How it was condensed, or would be.
    public let strategy: String
    /// What it was condensed into, however long ago; nil without.
    public let record: ChunkRecord?
    /// When a chunk was first seen in its place, on the clock of ages; nil before it was to be condensed.
    public let createdAt: Duration?
    /// When the content of its place last became another, on the same clock.
    public let modifiedAt: Duration?

    /// Whether it would be condensed if its tokens were needed: it is complete, and what it was condensed
    /// into is missing, of other content, or too old.
    public var needsCondensation: Bool {
        chunk.isSealed && state != .condensed && state != .condensing
    }

    /// The documented fields, by their names; times in seconds.
    public var json: JSONValue {
        var metadata = JSONObject()
        metadata["messages"] = .int(chunk.messages.count)
        metadata["overlap_messages"] = .int(chunk.overlap.count)
        metadata["contains_images"] = .bool(chunk.containsImages)
        metadata["sealed"] = .bool(chunk.isSealed)
        var fields = JSONObject()
        fields["chunk_id"] = .string("chunk_\(chunk.slot)_\(chunk.key.hexadecimal.prefix(12))")
        fields["start_index"] = .int(chunk.messages.lowerBound)
        fields["end_index"] = .int(chunk.messages.upperBound)
        fields["token_count"] = .int(chunk.tokens.value)
        fields["content_hash"] = .string(chunk.key.hexadecimal)
        fields["created_at"] = createdAt.map { .threePlaceSeconds($0) } ?? .null
        fields["last_modified"] = modifiedAt.map { .threePlaceSeconds($0) } ?? .null
        fields["state"] = .string(state.rawValue)
        fields["needs_condensation"] = .bool(needsCondensation)
        fields["condensation_strategy"] = .string(strategy)
        fields["condensed_content"] = record.map { .string($0.summary) } ?? .null
        fields["condensation_timestamp"] =
            record.map {
                .threePlaceSeconds($0.condensedAt)
            } ?? .null
        fields["tokens_saved"] = .int(record?.tokensSaved.value ?? 0)
        fields["metadata"] = .object(metadata)
        return .object(fields)
    }
}

extension ChunkSettings.Chunker {
    /// The method of the layout.
    fileprivate var method: ChunkerLimits.Method {
        switch self {
        case .fixed: .fixed
        case .adaptive: .adaptive
        case .learned: .learned
        }
    }
}

extension PipelineConfiguration {
    /// The chunks of a conversation before its first request; nil where none are tracked.
    func layout(hasher: any ContentHasher) -> ChunkLayout? {
        guard tracksChunks,
            let limits = try? ChunkerLimits(
                chunks.chunker.method, size: chunkMessages,
                maximumTokens: chunks.maximumTokens,
                overlap: min(chunks.overlap, chunkMessages - 1),
                refinements: .init(
                    mergesBelowPercent: chunks.mergesBelowPercent,
                    weighsDensity: chunks.weighsDensity))
        else { return nil }
        var bytes = CanonicalBytes()
        bytes.add(caches.scope)
        return ChunkLayout(limits, settings: hasher.digest(bytes.bytes))
    }
}

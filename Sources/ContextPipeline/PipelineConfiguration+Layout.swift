import ContextModel
import Settings
import Stages

extension PipelineConfiguration {
    /// The chunks of a conversation before its first request; nil where none are tracked.
    func layout(hasher: any ContentHasher) -> ChunkLayout? {
        guard tracksChunks,
            let limits = try? ChunkerLimits(
                chunks.chunker == .adaptive ? .adaptive : .fixed, size: chunkMessages,
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

import ContextModel
import Settings
import Stages

extension PipelineConfiguration {
    /// The chunks of a conversation before its first request; nil where none are tracked.
    func layout(hasher: any ContentHasher) -> ChunkLayout? {
        guard management == .chunked, chunks.isOn, condensation.isOn,
            let limits = try? ChunkerLimits(
                chunks.chunker == .adaptive ? .adaptive : .fixed, size: chunks.size,
                maximumTokens: chunks.maximumTokens, overlap: chunks.overlap,
                refinements: .init(
                    mergesBelowPercent: chunks.mergesBelowPercent,
                    weighsDensity: chunks.weighsDensity))
        else { return nil }
        var bytes = CanonicalBytes()
        bytes.add(caches.scope)
        return ChunkLayout(limits, settings: hasher.digest(bytes.bytes))
    }
}

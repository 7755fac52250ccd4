import ContextPipeline
import ContextModel
import Settings
import TestSupport
import TokenAccounting

// MARK: - The settings

extension SettingEffectTests {
    /// A window that the talk overflows, and one that it fills to 85 %.
    static let small = ["context.limit": "300"]
    static let nearlyFull = ["context.limit": limit(filledTo: 85)]
    static let full = ["management": "full", "context.limit": "300"]
    static let compaction = ["management": "compaction", "context.limit": "600"]
    static let compression = ["compression.mode": "conversation"]

    /// Summaries too short for what they stand for.
    static let terse = [
        "context.limit": limit(filledTo: 85), "condensation.lengthRatio": "0.05",
    ]

    /// The limit that the longest talk fills to a percentage.
    static func limit(filledTo percent: Int) -> String {
        var session = ContextSession(counter: WordTestCounter())
        return String(session.assess(talk(16)).cost.total.value * 100 / percent)
    }

    static let turns: [Turn] =
        counting + limits + condensation + compactions + compressions + chunks + caches + logs

    static let counting: [Turn] = [
        Turn(name: "counter", value: "characters/3.5", base: small) { try await sent($0) },
        Turn(name: "image.rule", value: "fixed", seen: pictures),
        Turn(name: "image.base", value: "0", seen: pictures),
        Turn(name: "image.perCharacter", value: "1", seen: pictures),
        Turn(name: "image.fixed", value: "765", base: ["image.rule": "fixed"], seen: pictures),
        Turn(name: "image.descriptions", value: "off", seen: pictures),
        Turn(name: "cache.count", value: "off", seen: counts),
        Turn(name: "cache.count.entries", value: "2", seen: counts),
        Turn(name: "cache.count.bytes", value: "1024", seen: counts),
    ]

    static let limits: [Turn] = [
        Turn(name: "context.limit", value: "400", base: small) { try await sent($0) },
        Turn(name: "context.visionLimit", value: "300", base: ["context.limit": "100000"]) {
            try await sent($0, options: RequestOptions(isVision: true))
        },
        Turn(name: "context.reservedOutput", value: "150", base: small) { try await sent($0) },
        Turn(name: "legacy.anthropicExpected", value: "100000") {
            try await analysis($0, format: .anthropicMessages)
        },
        Turn(name: "legacy.openAIExpected", value: "100000") { try await analysis($0) },
        Turn(name: "risk.caution", value: "0.5", base: ["context.limit": limit(filledTo: 72)]) {
            try await analysis($0)
        },
        Turn(name: "risk.warning", value: "0.71", base: ["context.limit": limit(filledTo: 75)]) {
            try await sent($0)
        },
        Turn(name: "risk.critical", value: "0.81", base: nearlyFull) { try await sent($0) },
        Turn(name: "management", value: "legacy", base: small) { try await sent($0) },
    ]

    static let condensation: [Turn] = [
        Turn(name: "condensation.enabled", value: "off", base: small) { try await sent($0) },
        Turn(name: "condensation.strategy", value: "key_point_extraction", base: small) {
            try await sent($0)
        },
        Turn(name: "condensation.minimumMessages", value: "10", base: nearlyFull) {
            try await sent($0)
        },
        Turn(name: "condensation.maximumMessages", value: "4", base: small) { try await work($0) },
        Turn(
            name: "condensation.lightTarget", value: "0.71",
            base: nearlyFull.merging(["management": "full"]) { $1 }
        ) { try await sent($0) },
        Turn(name: "condensation.aggressiveTarget", value: "0.5", base: small) {
            try await sent($0)
        },
        Turn(name: "condensation.keptMessages", value: "9", base: full) { try await sent($0) },
        Turn(
            name: "condensation.customKeptMessages", value: "9",
            base: full.merging(["condensation.strategy": "custom"]) { $1 }
        ) { try await sent($0) },
        Turn(name: "condensation.lengthRatio", value: "0.1", base: small) { try await sent($0) },
        Turn(name: "condensation.qualityThreshold", value: "0", base: terse) {
            try await below($0)
        },
        Turn(
            name: "condensation.preservation", value: "1",
            base: terse.merging(["condensation.qualityThreshold": "0"]) { $1 }
        ) { try await below($0) },
        Turn(name: "condensation.flow", value: "off", base: odd) { try await sent($0) },
    ]

    static let compactions: [Turn] = [
        Turn(name: "compaction.tier", value: "FAST", base: ["management": "compaction"]) {
            try await analysis($0)
        },
        Turn(name: "compaction.threshold", value: "0.99", base: compaction) { try await sent($0) },
        Turn(name: "compaction.keepRecent", value: "3", base: compaction) { try await sent($0) },
        Turn(name: "compaction.outputTokens", value: "20", base: compaction) {
            try await sent($0)
        },
        Turn(name: "compaction.task", value: "summarize_code", base: compaction) {
            try await asked($0)
        },
        Turn(name: "compaction.adaptiveThreshold", value: "on", base: compaction) {
            try await sent($0)
        },
        Turn(name: "compaction.critical", value: "id-15838", base: compaction) {
            try await sent($0)
        },
        Turn(name: "compaction.parts", value: "3", base: compaction) { try await work($0) },
    ]

    static let compressions: [Turn] = [
        Turn(name: "compression.mode", value: "conversation") { try await sent($0) },
        Turn(name: "compression.contents", value: "code", base: compression) {
            try await sent($0)
        },
        Turn(name: "compression.minimumEfficiency", value: "0.9", base: compression) {
            try await progress($0)
        },
        Turn(
            name: "compression.force", value: "on",
            base: compression.merging(["compression.minimumEfficiency": "0.9"]) { $1 }
        ) { try await progress($0) },
        Turn(name: "compression.passes", value: "1", base: compression) { try await mined($0) },
        Turn(name: "compression.minimumCharacters", value: "100000", base: compression) {
            try await sent($0)
        },
    ]

    static let chunks: [Turn] = [
        Turn(name: "chunks.enabled", value: "off", base: small) { try await work($0) },
        Turn(name: "chunks.chunker", value: "adaptive", base: small) { try await work($0) },
        Turn(name: "chunks.size", value: "4", base: small) { try await work($0) },
        Turn(name: "chunks.tokens", value: "60", base: small) { try await work($0) },
        Turn(
            name: "chunks.merging", value: "100",
            base: [
                "context.limit": "400", "chunks.chunker": "adaptive", "chunks.overlap": "0",
            ]
        ) { try await topics($0) },
        Turn(
            name: "chunks.density", value: "on",
            base: small.merging(["chunks.tokens": "120"]) { $1 }
        ) { try await work($0) },
        Turn(name: "chunks.overlap", value: "0", base: small) { try await asked($0) },
        Turn(name: "chunks.strategy", value: "key_point_extraction", base: small) {
            try await sent($0)
        },
        Turn(name: "chunks.relevance", value: "1", base: nearlyFull) { try await sent($0) },
        Turn(name: "chunks.skipCondensed", value: "off", base: small) { try await work($0) },
        Turn(name: "chunks.ageThreshold", value: "1", base: small) {
            try await work($0, step: .seconds(60))
        },
        Turn(
            name: "chunks.lifetime", value: "10",
            base: small.merging(["cache.cleanupInterval": "1"]) { $1 }
        ) { try await work($0, step: .seconds(60)) },
        Turn(name: "chunks.cache.entries", value: "1", base: small) { try await work($0) },
        Turn(name: "chunks.cache.bytes", value: "600", base: small) { try await work($0) },
        Turn(name: "chunks.persistent", value: "off", base: small) { try await stored($0) },
    ]

    static let caches: [Turn] = [
        Turn(name: "cache.context", value: "off", base: full) { try await repeated($0) },
        Turn(name: "cache.context.entries", value: "1", base: full) { try await repeated($0) },
        Turn(name: "cache.context.bytes", value: "300", base: full) { try await repeated($0) },
        Turn(name: "cache.analysis.lifetime", value: "1", base: full) { try await repeated($0) },
        Turn(name: "cache.condensation.lifetime", value: "1", base: full) {
            try await repeated($0)
        },
        Turn(
            name: "cache.cleanupInterval", value: "1000000",
            base: full.merging(["cache.condensation.lifetime": "1"]) { $1 }
        ) { try await held($0) },
        Turn(name: "cache.scope", value: "team", base: small) { try await shared($0) },
    ]

    static let logs: [Turn] = ["performance", "counting", "caches", "debug"].map { topic in
        Turn(name: "log." + topic, value: "on", base: small) { try await told($0) }
    }
}

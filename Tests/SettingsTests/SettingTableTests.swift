import ContextModel
import Settings
import Stages
import Testing
import TokenAccounting

@Suite struct SettingTableTests {
    /// Names and defaults as the documents have them.
    @Test(arguments: [
        ("BASE_IMAGE_TOKENS", "85"), ("IMAGE_TOKENS_PER_CHAR", "0.25"),
        ("ENABLE_DYNAMIC_IMAGE_TOKENS", "dynamic"), ("FIXED_IMAGE_TOKENS", "1000"),
        ("REAL_TEXT_MODEL_TOKENS", "200000"), ("REAL_VISION_MODEL_TOKENS", "65536"),
        ("RESERVED_OUTPUT_TOKENS", "0"), ("TIKTOKEN_CACHE_SIZE", "1000"),
        ("CONDENSATION_CAUTION_THRESHOLD", "0.7"), ("CONDENSATION_WARNING_THRESHOLD", "0.8"),
        ("CONDENSATION_CRITICAL_THRESHOLD", "0.9"), ("counter", "cl100k_base"),
        ("cache.count", "on"), ("ENABLE_ACCURATE_TOKEN_COUNTING", "cl100k_base"),
        ("ANTHROPIC_EXPECTED_TOKENS", "200000"), ("OPENAI_EXPECTED_TOKENS", "200000"),
        ("management", "chunked"), ("ENABLE_AI_CONDENSATION", "on"),
        ("CONDENSATION_DEFAULT_STRATEGY", "conversation_summary"),
        ("CONDENSATION_MIN_MESSAGES", "3"), ("CONDENSATION_MAX_MESSAGES", "10"),
        ("CONDENSATION_TIMEOUT", "30"), ("CONDENSATION_CACHE_TTL", "3600"),
        ("CONDENSATION_PARALLEL_REQUESTS", "3"), ("CONDENSATION_QUALITY_THRESHOLD", "0.8"),
        ("MAX_CONTEXT_PROCESSING_TIME", "5000"), ("MIN_PRESERVATION_RATIO", "0.6"),
        ("ENABLE_CONVERSATION_FLOW_PRESERVATION", "on"), ("CONTEXT_CACHE_SIZE", "100"),
        ("CONTEXT_ANALYSIS_CACHE_TTL", "300"), ("CONTEXT_ANALYSIS_BATCH_SIZE", "50"),
        ("CACHE_CLEANUP_INTERVAL", "3600"), ("ENABLE_CONTEXT_PERFORMANCE_LOGGING", "off"),
        ("ENABLE_TOKEN_COUNTING_LOGGING", "off"), ("CACHE_ENABLE_LOGGING", "off"),
        ("DEBUG", "off"), ("ENABLE_CHUNK_BASED_CONDENSATION", "on"),
        ("CHUNK_SIZE_MESSAGES", "8"), ("CHUNK_MAX_TOKENS", "4000"),
        ("CHUNK_OVERLAP_MESSAGES", "2"), ("CHUNK_CACHE_SIZE", "100"),
        ("CHUNK_CACHE_TTL", "3600"), ("ENABLE_CHUNK_PERSISTENCE", "on"),
        ("CHUNK_CONDENSATION_STRATEGY", "auto"), ("SKIP_CONDENSED_CHUNKS", "on"),
        ("CHUNK_AGE_THRESHOLD", "1800"), ("condensation.lightTarget", "0.8"),
        ("condensation.aggressiveTarget", "0.7"), ("cache.scope", "session"),
        ("conversation_compression.enabled", "on"),
        ("conversation_compression.max_conversations", "1000"),
        ("conversation_compression.cleanup_interval", "3600"),
        ("conversation_compression.min_net_efficiency", "0.05"),
        ("conversation_compression.efficiency_trend_window", "3"),
        ("conversation_compression.long_conversation_threshold", "20"),
        ("conversation_compression.long_conversation_min_efficiency", "0.02"),
        ("conversation_compression.force_compression", "off"),
    ])
    func `a documented setting has its documented default`(name: String, standard: String) throws {
        let setting = try #require(SettingTable[name])
        #expect(setting.standard == standard)
        #expect(try PipelineConfiguration.standard.value(of: name) == standard)
        #expect(try PipelineConfiguration.standard.value(of: setting.name) == standard)
    }

    @Test func `every name means one setting and every row says what it is`() {
        let names = SettingTable.rows.flatMap { [$0.name] + ($0.environment.map { [$0] } ?? []) }
        #expect(Set(names).count == names.count)
        for setting in SettingTable.rows {
            #expect(!setting.meaning.isEmpty)
            #expect(!setting.range.isEmpty)
            #expect(["000", "001", "002", "003", "004", nil].contains(setting.document))
        }
    }

    /// A value other than the default for each row; those that are bound to others fit their defaults.
    static let others = [
        ("counter", "characters/3.5"), ("image.rule", "openai-tiles"), ("image.base", "0"),
        ("image.perCharacter", "1000"), ("image.fixed", "765"), ("image.descriptions", "off"),
        ("cache.count", "off"),
        ("cache.count.entries", "0"), ("cache.count.bytes", "1024"), ("context.limit", "1"),
        ("context.visionLimit", "1000000000"), ("context.reservedOutput", "4096"),
        ("legacy.anthropicExpected", "100000"), ("legacy.openAIExpected", "128000"),
        ("risk.caution", "0.000001"), ("risk.warning", "0.750001"), ("risk.critical", "1"),
        ("management", "legacy"), ("condensation.enabled", "off"),
        ("condensation.strategy", "smart_truncation"), ("condensation.summarizer", "recorded"),
        ("condensation.faults.rate", "0.02"), ("condensation.faults.transient", "on"),
        ("condensation.minimumMessages", "2"), ("condensation.maximumMessages", "3"),
        ("condensation.lightTarget", "0.700001"), ("condensation.aggressiveTarget", "0.5"),
        ("condensation.keptMessages", "0"), ("condensation.customKeptMessages", "7"),
        ("condensation.lengthRatio", "1"), ("condensation.timeout", "15"),
        ("condensation.processingTime", "250"), ("condensation.parallelRequests", "64"),
        ("condensation.qualityThreshold", "0"), ("condensation.preservation", "1"),
        ("condensation.flow", "off"), ("compaction.tier", "FAST"), ("compaction.threshold", "0.9"),
        ("compaction.keepRecent", "0"), ("compaction.outputTokens", "8"),
        ("compaction.task", "summarize_code"), ("compaction.adaptiveThreshold", "on"),
        ("compaction.critical", "bug report,CVE-"), ("compaction.parts", "3"),
        ("compression.mode", "conversation"), ("compression.contents", "code"),
        ("compression.enabled", "off"), ("compression.conversations", "500"),
        ("compression.cleanup", "1800"), ("compression.minimumEfficiency", "0.01"),
        ("compression.trendWindow", "5"), ("compression.longConversation", "30"),
        ("compression.longMinimumEfficiency", "0.03"), ("compression.force", "on"),
        ("compression.minimumCharacters", "0"), ("compression.passes", "1"),
        ("chunks.enabled", "off"), ("chunks.chunker", "adaptive"),
        ("chunks.size", "5"), ("chunks.tokens", "1"), ("chunks.merging", "50"),
        ("chunks.density", "on"), ("chunks.overlap", "4"),
        ("chunks.strategy", "key_point_extraction"), ("chunks.relevance", "0.5"),
        ("chunks.skipCondensed", "off"),
        ("chunks.ageThreshold", "0"), ("chunks.lifetime", "86400"),
        ("chunks.cache.entries", "50"), ("chunks.cache.bytes", "0"), ("chunks.persistent", "off"),
        ("chunks.compression", "on"), ("chunks.mapping", "on"), ("cache.context", "off"),
        ("cache.context.entries", "200"),
        ("cache.context.bytes", "1"), ("cache.analysis.lifetime", "600"),
        ("cache.condensation.lifetime", "1800"), ("cache.cleanupInterval", "1"),
        ("cache.folder", "/var/cache/winnow"), ("cache.scope", "team-a/prod:1.2_x"),
        ("analysis.batchSize", "1"),
        ("log.performance", "on"), ("log.counting", "on"), ("log.caches", "on"),
        ("log.debug", "on"),
    ]

    @Test func `each setting can be changed and changes nothing else`() throws {
        #expect(Self.others.map(\.0) == SettingTable.rows.map(\.name))
        for (name, value) in Self.others {
            let changed = try PipelineConfiguration(settings: [(name, value)])
            for setting in SettingTable.rows {
                let expected = setting.name == name ? value : setting.standard
                #expect(setting.value(in: changed) == expected)
            }
        }
    }

    @Test func `a configuration written and read back is the same`() throws {
        // An estimate stands beside no compression.
        let all = Self.others.map {
            (name: $0.0, value: $0.0 == "counter" ? "o200k_base" : $0.1)
        }
        let configuration = try PipelineConfiguration(settings: all)
        #expect(configuration != .standard)
        #expect(try PipelineConfiguration(settings: configuration.settings) == configuration)
        let standard = PipelineConfiguration.standard
        #expect(try PipelineConfiguration(settings: standard.settings) == standard)
    }

    @Test(arguments: [
        ("ENABLE_DYNAMIC_IMAGE_TOKENS", "true", "dynamic"),
        ("ENABLE_DYNAMIC_IMAGE_TOKENS", "false", "fixed"), ("cache.count", "false", "off"),
        ("risk.caution", "0.70", "0.7"), ("IMAGE_TOKENS_PER_CHAR", "0.250000", "0.25"),
        ("IMAGE_TOKENS_PER_CHAR", "3", "3"), ("context.limit", "007", "7"),
        ("ENABLE_ACCURATE_TOKEN_COUNTING", "true", "cl100k_base"),
        ("ENABLE_ACCURATE_TOKEN_COUNTING", "false", "characters/4"),
        ("CONDENSATION_TIMEOUT", "15s", "15"), ("CONDENSATION_TIMEOUT", "2000ms", "2"),
        ("MAX_CONTEXT_PROCESSING_TIME", "5s", "5000"),
        ("MAX_CONTEXT_PROCESSING_TIME", "250ms", "250"), ("cache.scope", "none", "none"),
    ])
    func `a value has further spellings`(name: String, given: String, written: String) throws {
        let configuration = try PipelineConfiguration(settings: [(name, given)])
        #expect(try configuration.value(of: name) == written)
    }

    @Test(arguments: [
        ("counter", "gpt2"), ("counter", ""), ("image.rule", "Dynamic"), ("image.base", "-1"),
        ("image.base", "+1"), ("image.base", "85.0"), ("image.base", "1000001"),
        ("image.base", "99999999999999999999"), ("image.base", " 85"), ("image.base", ""),
        ("IMAGE_TOKENS_PER_CHAR", "0.2500001"), ("IMAGE_TOKENS_PER_CHAR", "-0.25"),
        ("IMAGE_TOKENS_PER_CHAR", "1e3"), ("IMAGE_TOKENS_PER_CHAR", ".25"),
        ("IMAGE_TOKENS_PER_CHAR", "1."), ("IMAGE_TOKENS_PER_CHAR", "1.2.3"),
        ("IMAGE_TOKENS_PER_CHAR", "1000.000001"), ("IMAGE_TOKENS_PER_CHAR", "nan"),
        ("REAL_TEXT_MODEL_TOKENS", "0"), ("REAL_TEXT_MODEL_TOKENS", "200k"),
        ("cache.count", "yes"), ("risk.caution", "0"), ("risk.critical", "1.000001"),
        ("risk.caution", "70"), ("management", "FULL"), ("condensation.enabled", "1"),
        ("condensation.strategy", "conversation-summary"), ("CONDENSATION_MIN_MESSAGES", "0"),
        ("CONDENSATION_TIMEOUT", "0"), ("CONDENSATION_TIMEOUT", "s"),
        ("CONDENSATION_TIMEOUT", "1500ms"), ("CONDENSATION_TIMEOUT", "1.5"),
        ("CONDENSATION_TIMEOUT", "99999999999999999999s"),
        ("CONDENSATION_TIMEOUT", "9223372036854775807s"), ("CONDENSATION_TIMEOUT", "30 s"),
        ("CONDENSATION_PARALLEL_REQUESTS", "65"), ("CONDENSATION_QUALITY_THRESHOLD", "1.1"),
        ("CHUNK_OVERLAP_MESSAGES", "-1"), ("chunks.merging", "101"), ("chunks.density", "1"),
        ("CHUNK_SIZE_MESSAGES", "0"),
        ("cache.scope", "two words"), ("cache.scope", ""), ("cache.scope", "naïve"),
        ("DEBUG", "app:*"),
    ])
    func `a value out of range is refused with setting, value and range`(
        name: String, value: String
    ) throws {
        let error = #expect(throws: SettingError.self) {
            try PipelineConfiguration(settings: [(name, value)])
        }
        let range = try #require(SettingTable[name]).range
        #expect(error == .invalid(name: name, value: value, range: range))
        #expect(
            error?.description == "setting \(name): '\(value)' is refused: expected \(range)")
    }

    @Test func `an unknown setting is refused with the nearest`() {
        let error = #expect(throws: SettingError.self) {
            try PipelineConfiguration(settings: [("CONTEXT_LIMIT", "5")])
        }
        #expect(
            error?.description
                == "there is no setting 'CONTEXT_LIMIT'; the nearest is 'context.limit': "
                + "correct or remove it; `winnow settings` lists all")
        #expect(throws: SettingError.self) { try PipelineConfiguration.standard.value(of: "x") }
        #expect(SettingTable["x"] == nil)
    }

    @Test(arguments: [
        ("CONDENSATION_TIMOUT", "CONDENSATION_TIMEOUT"), ("CHUNK_SIZE", "CHUNK_SIZE_MESSAGES"),
        ("condensation.light", "condensation.lightTarget"), ("managment", "management"),
        ("ENABLE_AI_CONDENSATIONS", "ENABLE_AI_CONDENSATION"), ("PORT", nil), ("", nil),
        ("SERVER_KEY", "SERVER_API_KEY"), ("condensation.timeoutt", "condensation.timeout"),
        ("CONTEXT_LIMIT", "context.limit"),
    ])
    func `the nearest name is told if one is like it`(name: String, nearest: String?) {
        #expect(SettingTable.nearest(to: name) == nearest)
    }

    @Test func `a name of another part is refused with what it is, not with its value`() throws {
        for foreign in ForeignSetting.all where SettingTable[foreign.name] == nil {
            let error = #expect(throws: SettingError.self) {
                try PipelineConfiguration(settings: [(foreign.name, "s3cret")])
            }
            #expect(error == .elsewhere(name: foreign.name, advice: foreign.advice))
            #expect(error?.description.contains(foreign.name) == true)
            #expect(error?.description.contains("s3cret") == false)
        }
    }

    @Test func `exact counting keeps the exact counter that is chosen`() throws {
        func counter(_ settings: [PipelineConfiguration.Given]) throws -> CounterName {
            try PipelineConfiguration(settings: settings).counter
        }
        let exact = (name: "ENABLE_ACCURATE_TOKEN_COUNTING", value: "true")
        #expect(try counter([("counter", "o200k_base"), exact]) == .o200kBase)
        #expect(try counter([("counter", "characters/3.8"), exact]) == .cl100kBase)
        #expect(try counter([exact, ("counter", "characters/3.8")]) == .characters3_8)
    }

    @Test(arguments: [
        ("chunks.size", "2", "chunks.overlap", "2", "0 to 1, less than chunks.size (2)"),
        ("chunks.overlap", "8", "chunks.overlap", "8", "0 to 7, less than chunks.size (8)"),
        (
            "CONDENSATION_MAX_MESSAGES", "2", "condensation.minimumMessages", "3",
            "1 to 2, not above condensation.maximumMessages (2)"
        ),
        (
            "condensation.lightTarget", "0.7", "condensation.aggressiveTarget", "0.7",
            "0.000001 to 0.699999, below condensation.lightTarget (0.7)"
        ),
    ])
    func `settings that break each other are refused with what one allows the other`(
        name: String, value: String, refused: String, its: String, range: String
    ) {
        let error = #expect(throws: SettingError.self) {
            try PipelineConfiguration(settings: [(name, value)])
        }
        #expect(error == .invalid(name: refused, value: its, range: range))
    }

    @Test func `few settings are prominent`() {
        #expect(SettingTable.rows.count(where: \.isProminent) == 5)
    }

    @Test func `thresholds are checked together, in any order`() throws {
        let low = [
            ("risk.caution", "0.3"), ("risk.warning", "0.5"), ("risk.critical", "0.65"),
        ].map { (name: $0.0, value: $0.1) }
        let expected = try RiskThresholds(
            caution: Share(millionths: 300_000), warning: Share(millionths: 500_000),
            critical: Share(millionths: 650_000))
        #expect(try PipelineConfiguration(settings: low).thresholds == expected)
        #expect(try PipelineConfiguration(settings: low.reversed()).thresholds == expected)
    }

    @Test func `thresholds out of order are refused by the name of the first`() {
        let error = #expect(throws: SettingError.self) {
            try PipelineConfiguration(settings: [("CONDENSATION_WARNING_THRESHOLD", "0.6")])
        }
        #expect(
            error
                == .invalid(
                    name: "risk.warning", value: "0.6",
                    range: "0.700001 to 0.999999, so that 0 < caution < warning < critical ≤ 1"))
    }

    @Test func `the chunkers to choose from are those that cut`() throws {
        let cutting = ChunkerLimits.Method.allCases
        #expect(ChunkSettings.Chunker.allCases.map(\.rawValue) == cutting.map(\.rawValue))
        for chunker in ChunkSettings.Chunker.allCases {
            let chosen = try PipelineConfiguration(
                settings: [("chunks.chunker", chunker.rawValue)])
            #expect(chosen.chunks.chunker == chunker)
        }
        #expect(PipelineConfiguration.standard.chunks.chunker == .fixed)
        let error = #expect(throws: SettingError.self) {
            try PipelineConfiguration(settings: [("chunks.chunker", "guessed")])
        }
        #expect(
            error
                == .invalid(
                    name: "chunks.chunker", value: "guessed", range: "fixed, adaptive, learned"))
    }

    @Test func `a refused change changes nothing`() {
        var configuration = PipelineConfiguration.standard
        #expect(throws: SettingError.self) {
            try configuration.apply([("context.limit", "5"), ("image.base", "x")])
        }
        #expect(configuration == .standard)
    }

    @Test func `the image settings make the image rule`() throws {
        func rule(_ settings: [PipelineConfiguration.Given]) throws -> ImageRule {
            try PipelineConfiguration(settings: settings).images.imageRule
        }
        #expect(try rule([]) == .standard)
        #expect(try rule([("ENABLE_DYNAMIC_IMAGE_TOKENS", "false")]) == .legacy)
        #expect(try rule([("image.rule", "anthropic-area")]) == .anthropicArea)
        #expect(try rule([("image.rule", "openai-tiles")]) == .openAITiles)
        let dynamic = ImageRule.dynamic(base: 5, perCharacter: Share(millionths: 500_000))
        #expect(try rule([("image.base", "5"), ("image.perCharacter", "0.5")]) == dynamic)
    }
}

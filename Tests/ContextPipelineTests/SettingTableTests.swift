import ContextPipeline
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
        ("cache.count", "on"),
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

    /// A value other than the default for each row.
    static let others = [
        ("counter", "characters/3.5"), ("image.rule", "openai-tiles"), ("image.base", "0"),
        ("image.perCharacter", "1000"), ("image.fixed", "765"), ("cache.count", "off"),
        ("cache.count.entries", "0"), ("cache.count.bytes", "1024"), ("context.limit", "1"),
        ("context.visionLimit", "1000000000"), ("context.reservedOutput", "4096"),
        ("risk.caution", "0.000001"), ("risk.warning", "0.750001"), ("risk.critical", "1"),
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
        let all = Self.others.map { (name: $0.0, value: $0.1) }
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
        ("risk.caution", "70"),
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

    @Test func `an unknown setting is refused with the known ones`() {
        let error = #expect(throws: SettingError.self) {
            try PipelineConfiguration(settings: [("CONTEXT_LIMIT", "5")])
        }
        #expect(error?.description.contains("no setting 'CONTEXT_LIMIT'") == true)
        #expect(error?.description.contains("context.limit, ") == true)
        #expect(throws: SettingError.self) { try PipelineConfiguration.standard.value(of: "x") }
        #expect(SettingTable["x"] == nil)
    }

    @Test func `thresholds are checked together, in any order`() throws {
        let low = [
            ("risk.caution", "0.3"), ("risk.warning", "0.5"), ("risk.critical", "0.65"),
        ].map { (name: $0.0, value: $0.1) }
        let expected = try RiskThresholds(caution: 300_000, warning: 500_000, critical: 650_000)
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
        let dynamic = ImageRule.dynamic(base: 5, perCharacterMillionths: 500_000)
        #expect(try rule([("image.base", "5"), ("image.perCharacter", "0.5")]) == dynamic)
    }
}

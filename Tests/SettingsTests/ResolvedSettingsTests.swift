import Settings
import Testing

@Suite struct ResolvedSettingsTests {
    private func row(_ name: String, _ settings: ResolvedSettings) throws -> ResolvedSettings.Row {
        try #require(settings.rows.first { $0.setting.isCalled(name) })
    }

    private let sources: [SettingSource] = [
        .preset(.highTraffic), .file("winnow.yaml", line: 3), .environmentFile(".env", line: 7),
        .environment, .commandLine,
    ]

    @Test func `without any source all is default`() throws {
        let settings = try ResolvedSettings([])
        #expect(settings.configuration == .standard)
        #expect(settings.rows.map(\.setting.name) == SettingTable.rows.map(\.name))
        #expect(
            settings.rows.allSatisfy { $0.source == .standard && $0.value == $0.setting.standard })
        #expect(settings.notices.isEmpty)
    }

    @Test(arguments: 1...5)
    func `the weightiest source decides, in whatever order they are given`(count: Int) throws {
        let given = sources.prefix(count).enumerated().map {
            GivenSetting("CONDENSATION_TIMEOUT", String(10 + $0.offset), at: $0.element)
        }
        for order in [given, given.reversed()] {
            let settings = try ResolvedSettings(order)
            let row = try row("condensation.timeout", settings)
            #expect(row.value == String(9 + count))
            #expect(row.source == sources[count - 1])
            #expect(settings.configuration.condensation.timeout == .seconds(9 + count))
        }
    }

    @Test func `of one source the later value holds, by whichever name`() throws {
        let settings = try ResolvedSettings([
            GivenSetting("context.limit", "1", at: .commandLine),
            GivenSetting("REAL_TEXT_MODEL_TOKENS", "2", at: .commandLine),
        ])
        #expect(settings.configuration.contextLimit == 2)
    }

    @Test func `sources are told in words`() {
        let words = ([.standard] + sources).map(\.description)
        #expect(
            words == [
                "default", "preset high-traffic", "winnow.yaml:3", ".env:7", "environment", "--set",
            ])
        #expect(([.standard] + sources).map(\.precedence) == Array(0...5))
    }

    @Test func `a refused setting is told with its place`() {
        let bad = GivenSetting("CHUNK_SIZE_MESSAGES", "0", at: .environmentFile(".env", line: 4))
        let error = #expect(throws: SettingError.self) { try ResolvedSettings([bad]) }
        #expect(
            error?.description
                == ".env:4: setting CHUNK_SIZE_MESSAGES: '0' is refused: "
                + "expected a whole number of messages from 1 to 10000")
    }

    @Test func `settings that break each other are told where the given one stands`() {
        let size = GivenSetting("CHUNK_SIZE_MESSAGES", "2", at: .environment)
        let error = #expect(throws: SettingError.self) { try ResolvedSettings([size]) }
        #expect(
            error?.description
                == "environment: setting chunks.overlap: '2' is refused: "
                + "expected 0 to 1, less than chunks.size (2)")
        let overlap = GivenSetting("chunks.overlap", "3", at: .file("s.yaml", line: 1))
        let other = #expect(throws: SettingError.self) { try ResolvedSettings([size, overlap]) }
        #expect(other?.description.hasPrefix("s.yaml:1: setting chunks.overlap: '3'") == true)
    }

    @Test func `names that set nothing here are noticed, on the command line refused`() throws {
        let place = SettingSource.environmentFile(".env", line: 2)
        let settings = try ResolvedSettings([
            GivenSetting("SERVER_API_KEY", "s3cret", at: place),
            GivenSetting("FIXED_IMAGE_TOKENS", "900", at: place),
        ])
        #expect(settings.notices.map(\.foreign.name) == ["SERVER_API_KEY", "FIXED_IMAGE_TOKENS"])
        #expect(settings.notices.allSatisfy { $0.source == place })
        #expect(settings.configuration.images.fixed == 900)
        let error = #expect(throws: SettingError.self) {
            try ResolvedSettings([GivenSetting("SERVER_API_KEY", "s3cret", at: .commandLine)])
        }
        #expect(error?.description.contains("s3cret") == false)
    }

    @Test(arguments: SettingPreset.allCases)
    func `a preset is accepted and sets what it names`(preset: SettingPreset) throws {
        let source = SettingSource.preset(preset)
        let settings = try ResolvedSettings(
            preset.settings.map { GivenSetting($0.name, $0.value, at: source) })
        for given in preset.settings {
            let row = try row(given.name, settings)
            #expect(row.source == source)
            #expect(row.setting.environment == given.name)
            #expect(row.setting.spelling(of: given.value) == row.value)
        }
        #expect(settings.rows.count { $0.source == source } == preset.settings.count)
    }
}

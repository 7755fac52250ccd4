import Settings
import Testing

@Suite struct SettingCheckTests {
    private func check(_ text: String) -> SettingCheck { SettingCheck(EnvironmentFile(text)) }

    private func finding(_ line: String) throws -> SettingCheck.Finding {
        let verdicts = check(line).verdicts
        #expect(verdicts.count == 1)
        return try #require(verdicts.first).finding
    }

    @Test func `each line gets what it deserves`() throws {
        let valid = try finding("CONDENSATION_CAUTION_THRESHOLD=0.70")
        #expect(valid == .valid(axis: "risk.caution", value: "0.7"))
        let range = try #require(SettingTable["CHUNK_SIZE_MESSAGES"]?.range)
        #expect(try finding("CHUNK_SIZE_MESSAGES=0") == .impossible(value: "0", range: range))
        #expect(
            try finding("CONDENSATION_TIMOUT=30") == .unknown(nearest: "CONDENSATION_TIMEOUT"))
        #expect(try finding("PORT=5000") == .unknown(nearest: nil))
        guard case .malformed = try finding("just words") else {
            Issue.record("words were taken for a setting")
            return
        }
    }

    @Test func `names of other parts and of the system before are recognised, not refused`() throws
    {
        for foreign in ForeignSetting.all {
            let value = foreign.name == "FIXED_IMAGE_TOKENS" ? "900" : "true"
            let finding = try finding("\(foreign.name)=\(value)")
            #expect(!finding.isRefused)
            switch foreign.kind {
            case .deprecated: #expect(finding == .deprecated(advice: foreign.advice))
            case .proxy, .secret: #expect(finding == .elsewhere(advice: foreign.advice))
            }
        }
        #expect(try finding("FIXED_IMAGE_TOKENS=many").isRefused)
    }

    @Test func `of a setting that stands twice the first is overridden`() {
        let check = check("DEBUG=true\nchunks.size=4\nlog.debug=off")
        #expect(check.verdicts[0].finding == .overridden(byLine: 3))
        #expect(check.verdicts[2].finding == .valid(axis: "log.debug", value: "off"))
        #expect(check.refused == 0)
        #expect(check.configuration.chunks.size == 4)
        #expect(!check.configuration.documented.isDebug)
    }

    @Test func `settings that break each other are refused, and the rest is looked at`() {
        let check = check(
            """
            CHUNK_OVERLAP_MESSAGES=8
            CONDENSATION_WARNING_THRESHOLD=0.6
            CONDENSATION_MAX_MESSAGES=2
            condensation.lightTarget=0.6
            DEBUG=on
            """)
        #expect(check.refused == 4)
        #expect(check.verdicts[0].finding.isRefused)
        #expect(check.verdicts.last?.finding.isRefused == false)
        guard case .impossible(let value, let range) = check.verdicts[2].finding else {
            Issue.record("fewer at most than at least was accepted")
            return
        }
        #expect(value == "2")
        #expect(range.hasPrefix("condensation.minimumMessages, which is 3, to be 1 to 2"))
        #expect(check.configuration.documented.isDebug)
        #expect(check.configuration.chunks == ChunkSettings())
    }

    /// What a check calls fine has to be usable, and the other way round.
    @Test(arguments: [
        "DEBUG=true\nCHUNK_SIZE_MESSAGES=2", "CHUNK_SIZE_MESSAGES=3", "PORT=1", "A",
        "SIMPLE_TRUNCATION=true", "CHUNK_SIZE_MESSAGES=1\nCHUNK_OVERLAP_MESSAGES=0",
        "CHUNK_SIZE_MESSAGES=x\nCHUNK_SIZE_MESSAGES=8",
    ])
    func `a file is refused if and only if it cannot be used`(text: String) {
        let file = EnvironmentFile(text)
        let settings = try? ResolvedSettings(file.settings(named: "f"))
        #expect((settings == nil) == (SettingCheck(file).refused > 0))
        if let settings { #expect(settings.configuration == SettingCheck(file).configuration) }
    }

    @Test func `a rollback can be applied, holds then, and does not by default`() throws {
        for rollback in SettingRollback.all {
            let back = try PipelineConfiguration(settings: rollback.settings)
            #expect(rollback.holds(in: back))
            let isDefault = rollback.feature == "performance logging"
            #expect(rollback.holds(in: .standard) == isDefault)
        }
    }
}

import Settings
import Testing

@Suite struct SettingsCheckTests {
    let winnow: Program

    init() throws { winnow = try Program(in: Scratch()) }

    @Test func `an old file is checked line by line`() throws {
        try winnow.scratch.file(
            ".env",
            """
            # before
            CONDENSATION_TIMEOUT=15   # seconds
            CHUNK_SIZE_MESSAGES=many
            LEGACY_TOKEN_ESTIMATION=false
            FIXED_IMAGE_TOKENS=1000
            SIMPLE_TRUNCATION=true
            AUTOTEXT_MODEL=glm-4.6
            SERVER_API_KEY=s3cret
            CONDENSATION_TIMOUT=s3cret
            PORT=s3cret
            s3cret

            """)
        let run = try winnow("settings", "--check", ".env")
        #expect(run.status == 65)
        let lines = run.text.split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
        let told = lines.prefix(10)
        #expect(told.map { $0[0] } == (2...11).map { ".env:\($0)" })
        #expect(
            told.map { $0[1] } == [
                "valid", "impossible", "deprecated", "deprecated", "deprecated", "recognised",
                "recognised", "unknown", "unknown", "malformed",
            ])
        #expect(told[0][2...] == ["CONDENSATION_TIMEOUT", "condensation.timeout = 15"])
        #expect(told[1][3] == "'many': expected a whole number of messages from 1 to 10000")
        #expect(told[2][3].contains("ENABLE_ACCURATE_TOKEN_COUNTING"))
        #expect(told[7][3].hasSuffix("the nearest is CONDENSATION_TIMEOUT"))
        #expect(run.messages.contains(".env: 4 lines are refused"))
        #expect(!(run.text + run.messages).contains("s3cret"))
    }

    @Test func `a file that holds is fine, and features taken back are told`() throws {
        try winnow.scratch.file("old", "ENABLE_AI_CONDENSATION=false\nDEBUG=true\n")
        let run = try winnow("settings", "--check", "old")
        #expect(run.status == 0, "\(run.messages)")
        #expect(run.messages.isEmpty)
        let lines = run.text.split(separator: "\n")
        #expect(lines.count == 2 + SettingRollback.all.count)
        #expect(
            lines.contains(
                "rollback\ttaken back\tcondensation\tENABLE_AI_CONDENSATION=false: "
                    + "what does not fit is truncated"))
        #expect(
            lines.contains { $0.hasPrefix("rollback\tin use\texact counting\tENABLE_ACCURATE") })
        #expect(lines.last?.contains("management=legacy") == true)
    }

    @Test func `the documented rollback can be checked and used`() throws {
        let settings = SettingRollback.all.flatMap(\.settings).map { "\($0.name)=\($0.value)\n" }
        try winnow.scratch.file(".env", settings.joined())
        #expect(try winnow("settings", "--check", ".env").status == 0)
        let run = try winnow("settings", "--env-file", ".env")
        #expect(run.status == 0)
        #expect(run.text.contains("management\t\tlegacy\t.env:"))
        #expect(run.text.contains("\tcharacters/4\t.env:1\t"))
    }
}

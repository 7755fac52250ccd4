import Foundation
import Settings
import Testing

@Suite struct SettingsCommandTests {
    let winnow: Program

    init() throws { winnow = try Program(in: Scratch()) }

    private func rows(_ text: String) -> [[String]] {
        text.split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
    }

    @Test func `every setting is printed with value, source, default, range and meaning`() throws {
        let run = try winnow("settings")
        #expect(run.status == 0)
        let lines = rows(run.text)
        #expect(
            lines.first == [
                "axis", "documented name", "value", "source", "default", "values", "meaning",
            ])
        let expected = SettingTable.rows.map {
            [
                $0.name, $0.environment ?? "", $0.standard, "default", $0.standard, $0.range,
                $0.meaning,
            ]
        }
        #expect(Array(lines.dropFirst()) == expected)
    }

    @Test func `the Markdown table has the same rows`() throws {
        let lines = try winnow("settings", "--markdown").text.split(separator: "\n")
        #expect(lines.count == SettingTable.rows.count + 2)
        #expect(lines[1] == "| --- | --- | --- | --- | --- | --- | --- |")
        for (line, row) in zip(lines.dropFirst(2), SettingTable.rows) {
            #expect(line.hasPrefix("| \(row.name) | ") && line.hasSuffix(" | \(row.meaning) |"))
            #expect(line.split(separator: "|", omittingEmptySubsequences: false).count == 9)
        }
    }

    @Test func `the reference has the table of the prominent ones, whatever the environment`()
        throws
    {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
        let readme = try String(
            contentsOf: root.appending(path: "Sources/Commands/README.md"), encoding: .utf8)
        let run = try winnow(
            "settings", "--markdown", "--prominent", environment: ["DEBUG": "nonsense"])
        #expect(run.text.split(separator: "\n").count == 7)
        #expect(readme.contains(run.text))
    }

    @Test func `each source outweighs those before it, and is told`() throws {
        try winnow.scratch.file("s.yaml", "chunks:\n  size: 4\n  tokens: 400\nmanagement: full\n")
        try winnow.scratch.file(".env", "# ours\nexport CHUNK_MAX_TOKENS='500' # 500\r\nDEBUG=on\n")
        let run = try winnow(
            ["settings", "--settings", "s.yaml", "--env-file", ".env", "--preset", "high-traffic"]
                + ["--set", "log.debug=off", "--set", "cache.scope=a"],
            environment: ["CONTEXT_CACHE_SIZE": "7", "DEBUG": "true", "HOME": "x"])
        #expect(run.status == 0, "\(run.messages)")
        let told = Dictionary(
            uniqueKeysWithValues: rows(run.text).map { ($0[0], [$0[2], $0[3]]) })
        #expect(told["chunks.size"] == ["4", "s.yaml:2"])
        #expect(told["chunks.tokens"] == ["500", ".env:2"])
        #expect(told["management"] == ["full", "s.yaml:4"])
        #expect(told["condensation.timeout"] == ["15", "preset high-traffic"])
        #expect(told["cache.context.entries"] == ["7", "environment"])
        #expect(told["log.debug"] == ["off", "--set"])
        #expect(told["cache.scope"] == ["a", "--set"])
        #expect(told["counter"] == ["cl100k_base", "default"])
    }

    @Test(arguments: [
        (["--set", "chunks.size=0"], 64, "--set: setting chunks.size: '0' is refused: expected a"),
        (["--set", "chunk.size=4"], 64, "--set: there is no setting 'chunk.size'; the nearest is"),
        (["--set", "SERVER_API_KEY=s3cret"], 64, "--set: SERVER_API_KEY is not set here"),
        (["--set", "chunks.size"], 64, "NAME=VALUE"), (["--set", "=1"], 64, "NAME=VALUE"),
        (["--preset", "fast"], 64, "high-traffic"), (["--env-file", "no.env"], 66, "no.env"),
        (["--settings", "no.yaml"], 66, "no.yaml"), (["--check", "no.env"], 66, "no.env"),
        (["--env-file", "bad.env"], 65, "bad.env:2: expected NAME=VALUE"),
        (["--env-file", "typo.env"], 65, "typo.env:1: there is no setting 'DEBUGG'"),
        (["--settings", "bad.yaml"], 65, "bad.yaml:1:4: setting a is a list"),
        (["--env-file", "latin1.env"], 65, "latin1.env: byte 6: expected UTF-8"),
        (["--check", "bad.env", "--markdown"], 64, "--check stands alone"),
        (["--prominent", "--set", "a=b"], 64, "--prominent shows defaults"),
    ])
    func `what cannot be used is refused with status and place`(
        arguments: [String], status: Int, words: String
    ) throws {
        try winnow.scratch.file("bad.env", "DEBUG=on\ns3cret\n")
        try winnow.scratch.file("typo.env", "DEBUGG=s3cret\n")
        try winnow.scratch.file("bad.yaml", "a: [1]\n")
        try winnow.scratch.file("latin1.env", Data([0x41, 0x3D, 0x61, 0x0A, 0x42, 0x3D, 0xE9]))
        let run = try winnow(["settings"] + arguments)
        #expect(run.status == Int32(status))
        #expect(run.messages.contains(words), "\(run.messages)")
        #expect(run.output.isEmpty)
        #expect(!run.messages.contains("s3cret"))
    }

    @Test func `a variable of the environment is refused by name, a foreign one ignored`() throws {
        let run = try winnow(
            ["settings"], environment: ["CHUNK_OVERLAP_MESSAGES": "8", "SERVER_API_KEY": "s3cret"])
        #expect(run.status == 6)
        #expect(run.messages.contains("environment: setting chunks.overlap: '8' is refused"))
        let fine = try winnow(
            ["settings"], environment: ["CHUNK_SIZE": "8", "SERVER_API_KEY": "s3cret"])
        #expect(fine.status == 0)
        #expect(fine.messages.contains("environment: SERVER_API_KEY: read by a summariser"))
        #expect(!(fine.text + fine.messages).contains("s3cret"))
    }
}

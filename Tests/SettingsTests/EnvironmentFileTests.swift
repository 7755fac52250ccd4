import Settings
import Testing

@Suite struct EnvironmentFileTests {
    @Test(arguments: [
        ("A=1", "1"), ("A=", ""), ("A =  1 ", "1"), ("\tA=1", "1"), ("export A=1", "1"),
        ("export\tA = 1", "1"), ("A=one two", "one two"), ("A=1 # one", "1"), ("A=1\t#one", "1"),
        ("A=1#one", "1#one"), ("A=#1", "#1"), ("A= # nothing", ""), ("A=a=b", "a=b"),
        ("A='1 # 2'", "1 # 2"), (#"A='a\n"b"'"#, #"a\n"b""#), ("A=''", ""), ("A='1' # one", "1"),
        (#"A="1 # 2""#, "1 # 2"), (#"A="a\nb\t\"c\"\\\r""#, "a\nb\t\"c\"\\\r"),
        (#"A="a\xb""#, #"a\xb"#), (#"A="it's""#, "it's"), (#"A="$B""#, "$B"),
        ("A=\"1\"  ", "1"), ("A=naïve 你", "naïve 你"), (#"A="\\""#, #"\"#),
    ])
    func `a line gives a value`(line: String, value: String) {
        let expected = EnvironmentFile.Content.assignment(name: "A", value: value)
        #expect(EnvironmentFile(line).lines.map(\.content) == [expected])
        #expect(EnvironmentFile("\u{FEFF}" + line + "\r\n").lines.map(\.content) == [expected])
    }

    @Test func `empty lines and comments are passed over, and lines are counted from 1`() throws {
        let text = "# one\n\n  # two\r\nA=1\r\n\nexport B='x' # y\nexport=3\nchunks.size=4"
        let settings = try EnvironmentFile(text).settings(named: "f")
        #expect(
            settings == [
                GivenSetting("A", "1", at: .environmentFile("f", line: 4)),
                GivenSetting("B", "x", at: .environmentFile("f", line: 6)),
                GivenSetting("export", "3", at: .environmentFile("f", line: 7)),
                GivenSetting("chunks.size", "4", at: .environmentFile("f", line: 8)),
            ])
        #expect(EnvironmentFile("").lines.isEmpty)
    }

    @Test(arguments: [
        "A", "=1", "1A=2", "A B=1", "A-B=1", "export", "A: 1", "A='1", #"A="1"#, #"A="1\""#,
        "A='1' 2", "A='1'2", "A=\"1\"#2", "A='", "A=\"",
    ])
    func `a line that is no setting is refused with file and line, without its text`(line: String) {
        let error = #expect(throws: SettingError.self) {
            try EnvironmentFile("OK=1\n" + line).settings(named: ".env")
        }
        guard case .refused(.malformed(let expected), let source) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(source == .environmentFile(".env", line: 2))
        #expect(error?.description == ".env:2: expected " + expected)
    }
}

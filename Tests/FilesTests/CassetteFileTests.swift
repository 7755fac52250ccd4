import ContextModel
import Files
import TestSupport
import Testing

@Suite struct CassetteFileTests {
    private static let head = "{\"recording\":\"winnow summaries\",\"version\":1}\n"

    /// The lines of all kinds of answers, as they are recorded.
    private func recorded(_ answers: [CassetteRecorderTests.Answer]) throws -> String {
        let folder = try TemporaryFolder()
        let recorder = try CassetteRecorder(path: folder["a.jsonl"])
        for (number, answer) in answers.enumerated() {
            recorder.record(
                answer, to: CassetteRecorderTests.request, by: "m", key: Records.key(number))
        }
        return String(decoding: try folder.bytes("a.jsonl"), as: UTF8.self)
    }

    private func parse(_ text: String) throws -> CassetteFile {
        try [UInt8](text.utf8).withUnsafeBytes { try CassetteFile(parsing: $0, of: "cassette") }
    }

    private func refusal(_ text: String) throws -> StorageError {
        try #require(throws: StorageError.self) { try parse(text) }
    }

    @Test func `entries come in the order in which they were recorded, and nothing is added`()
        throws
    {
        let file = try parse(try recorded(CassetteRecorderTests.answers))
        #expect(file.entries.map(\.answer) == CassetteRecorderTests.answers)
        #expect(file.path == "cassette" && file.notices == [])
        file.record(
            .failure(.tooLong), to: CassetteRecorderTests.request, by: "m", key: Records.key(50))
        #expect(file.answer(to: Records.key(50)) == nil)
    }

    @Test func `lines sorted by somebody, blank ones and those of other systems are read`() throws {
        let lines = try recorded(CassetteRecorderTests.answers).split(separator: "\n")
        let other = lines.prefix(1) + lines.dropFirst().sorted()
        let file = try parse("\u{FEFF}" + other.joined(separator: "\r\n\r\n"))
        #expect(Set(file.entries.map(\.answer)) == Set(CassetteRecorderTests.answers))
        #expect(file.notices == [])
    }

    @Test(arguments: ["", "{}\n", "[1]\n", "{\"recording\":\"music\",\"version\":1}\n"])
    func `another file is refused`(text: String) throws {
        let error = try refusal(text)
        #expect(error.path == "cassette")
        #expect(error.problem == "does not begin as recorded summaries do")
    }

    @Test func `another version is refused`() throws {
        let error = try refusal("{\"recording\":\"winnow summaries\",\"version\":2}\n")
        #expect(error.problem == "is of version 2, this program knows 1")
    }

    @Test(arguments: [
        ("\"key\":\"", "\"key\":\"x", "'key' is no SHA-256 in hexadecimal"),
        ("\"key\"", "\"kay\"", "'key' is missing"),
        ("\"budget\":200", "\"budget\":\"200\"", "'budget' cannot be a string"),
        ("\"budget\":200,", "", "'budget' is missing"),
        ("key_point_extraction", "haiku", "'haiku' is no style of summaries"),
        ("\"error\":\"timed_out\"", "\"error\":\"bored\"", Self.noAnswer),
        ("\"error\":\"timed_out\"", "\"error\":\"failed\"", Self.noAnswer),
        ("\"error\":\"timed_out\"", "\"error\":\"timed_out\",\"complete\":true", Self.noAnswer),
    ])
    func `a line that is no entry is refused with its number`(
        part: String, other: String, problem: String
    ) throws {
        let answers: [CassetteRecorderTests.Answer] = [
            .success(SummaryAnswer("before")), .failure(.timedOut), .failure(.tooLong),
        ]
        let lines = try recorded(answers).split(separator: "\n")
        let text = String(lines[2])
        try #require(text.contains(part))
        let changed = text.replacing(part, with: other)
        let broken = [String(lines[0]), String(lines[1]), changed, String(lines[3])]
        for end in ["\n", ""] {
            #expect(
                try refusal(broken.joined(separator: "\n") + end).problem == "line 3: " + problem)
        }
    }

    private static let noAnswer =
        "expected 'text' and 'complete', or an 'error' that is known"

    @Test func `files are joined one after the other, and of two answers the later counts`() throws
    {
        let first = try recorded([
            .success(SummaryAnswer("a")), .failure(.timedOut), .success(SummaryAnswer("c")),
        ])
        let second = try recorded([
            .success(SummaryAnswer("late")), .failure(.tooLong), .failure(.unavailable("no")),
            .success(SummaryAnswer("d")),
        ])
        let joined = try parse(first + second)
        #expect(
            joined.entries.map(\.answer) == [
                .success(SummaryAnswer("late")), .failure(.tooLong), .success(SummaryAnswer("c")),
                .success(SummaryAnswer("d")),
            ])
        #expect(joined.repetitions == 3)
        #expect(joined.notices == ["cassette: 3 answers come again; the later one of each counts"])
        #expect(joined.answer(to: Records.key(0)) == .success(SummaryAnswer("late")))
        #expect(try parse(first + first).entries == parse(first).entries)
        let newer = "{\"recording\":\"winnow summaries\",\"version\":2}\n"
        #expect(try refusal(first + newer).problem == "is of version 2, this program knows 1")
    }

    @Test func `a line that is no JSON is refused`() throws {
        let text = try recorded(CassetteRecorderTests.answers)
        let last = try #require(text.split(separator: "\n").last)
        let number = CassetteRecorderTests.answers.count + 2
        #expect(try refusal(text + "{\"key\"\n").problem.hasPrefix("line \(number): "))
        #expect(try refusal(Self.head + "{\"key\"\n" + last).problem.hasPrefix("line 2: "))
    }

    @Test func `a last line without an end is passed over and told`() throws {
        let text = try recorded(CassetteRecorderTests.answers)
        for end in ["{", "{\"key\"", "\0\0\0", "\"", "x"] {
            let file = try parse(text + end)
            #expect(file.entries.count == CassetteRecorderTests.answers.count)
            #expect(
                file.notices == [
                    "cassette: line \(file.entries.count + 2) is torn: "
                        + "a process was ended while it recorded"
                ])
        }
    }
}

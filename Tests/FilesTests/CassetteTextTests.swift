import ContextModel
import Files
import TestSupport
import Testing

@Suite struct CassetteTextTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    static let entries = CassetteStoreTests.answers.enumerated().map { number, answer in
        CassetteEntry(
            answer, to: CassetteStoreTests.request, by: "model m", key: Records.key(number))
    }

    private func parse(_ text: String) throws -> CassetteText {
        try [UInt8](text.utf8).withUnsafeBytes { try CassetteText(parsing: $0, of: "cassette") }
    }

    private func refusal(_ text: String) throws -> StorageError {
        try #require(throws: StorageError.self) { try parse(text) }
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func `the same entries are the same bytes, in whatever order they come`(seed: UInt64) {
        var generator = SplitMix(seed: seed)
        let expected = CassetteText(Self.entries).text
        #expect(CassetteText(Self.entries.shuffled(using: &generator)).text == expected)
        #expect(expected.split(separator: "\n").count == Self.entries.count + 1)
    }

    @Test func `a text is read back and answers as the recording does`() throws {
        let store = try CassetteStore(path: folder["a.sqlite"])
        try store.add(Self.entries)
        let text = CassetteText(try store.entries()).text
        let read = try parse(text)
        #expect(read.text == text)
        #expect(read.entries == (try store.entries()))
        for number in 0...Self.entries.count {
            #expect(read.answer(to: Records.key(number)) == store.answer(to: Records.key(number)))
        }
    }

    @Test func `a text that is imported and exported again is the same`() throws {
        let text = CassetteText(Self.entries).text
        let path = try folder.write(text, to: "cassette.jsonl")
        let store = try CassetteStore(path: folder["a.sqlite"])
        let read = try CassetteText(readingFrom: path)
        try store.add(read.entries)
        try store.add(read.entries)
        #expect(store.counters.writes == Self.entries.count)
        #expect(CassetteText(try store.entries()).text == text)
    }

    @Test func `a text records nothing, and of two answers to a key the first stays`() {
        var later = Self.entries[0]
        later.answer = .failure(.tooLong)
        let text = CassetteText([Self.entries[0], later])
        #expect(text.entries == [Self.entries[0]])
        text.record(
            .failure(.tooLong), to: CassetteStoreTests.request, by: "m", key: Records.key(50))
        #expect(text.answer(to: Records.key(50)) == nil)
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
        let entry = CassetteEntry(
            .failure(.timedOut), to: CassetteStoreTests.request, by: "m", key: Records.key(1))
        let text = CassetteText([entry]).text
        try #require(text.contains(part))
        let broken = text.replacing(part, with: other)
        #expect(try refusal(broken).problem == "line 2: " + problem)
    }

    private static let noAnswer =
        "expected 'text' and 'complete', or an 'error' that is known"

    @Test func `a key that comes twice and a line that is no JSON are refused`() throws {
        let text = CassetteText(Self.entries).text
        let last = try #require(text.split(separator: "\n").last)
        let number = Self.entries.count + 2
        #expect(try refusal(text + last + "\n").problem.hasPrefix("line \(number): the key "))
        #expect(try refusal(text + "{\"key\"\n").problem.hasPrefix("line \(number): "))
    }
}

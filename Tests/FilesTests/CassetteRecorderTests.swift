import ContextModel
import Files
import Foundation
import TestSupport
import Testing

@Suite struct CassetteRecorderTests {
    typealias Answer = Result<SummaryAnswer, SummarizerError>

    static let answers: [Answer] = [
        .success(SummaryAnswer("")),
        .success(SummaryAnswer("Grüße 🙂\0\n", isComplete: false)),
        .success(SummaryAnswer("counted", promptTokens: 0, outputTokens: .max)),
        .failure(.timedOut), .failure(.cancelled), .failure(.tooLong), .failure(.notRecorded),
        .failure(.failed("")), .failure(.failed("a\0b")),
        .failure(.failed("HTTP 400: \"no\"")), .failure(.unavailable("HTTP 500: \"try later\"")),
    ]
    static let request = SummaryRequest(
        [Message(.user, "what is it?"), Message(.assistant, "a test")], focus: "tests",
        budget: TokenCount(200), style: .keyPoints)

    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let name = "deep/cassette.jsonl"

    /// Records answers and closes the file; returns what was told of it.
    @discardableResult
    private func record(_ answers: [Answer], from first: Int = 0) throws -> [String] {
        let recorder = try CassetteRecorder(path: folder[Self.name])
        Self.record(answers, in: recorder, from: first)
        #expect(recorder.takeProblem() == nil)
        return recorder.notices
    }

    private static func record(
        _ answers: [Answer], in recorder: CassetteRecorder, from first: Int = 0
    ) {
        for (number, answer) in answers.enumerated() {
            recorder.record(
                answer, to: request, by: "model m, prompt 1", key: Records.key(first + number))
        }
    }

    private func replay() throws -> CassetteFile {
        try CassetteFile(readingFrom: folder[Self.name])
    }

    @Test func `every kind of answer and error is replayed as it was`() throws {
        let recorder = try CassetteRecorder(path: folder[Self.name])
        Self.record(Self.answers, in: recorder)
        let replay = try replay()
        for (number, answer) in Self.answers.enumerated() {
            #expect(recorder.answer(to: Records.key(number)) == answer)
            #expect(replay.answer(to: Records.key(number)) == answer)
        }
        #expect(recorder.answer(to: Records.key(100)) == nil)
        #expect(replay.answer(to: Records.key(100)) == nil)
        #expect(replay.notices == [] && recorder.counters.writes == Self.answers.count)
    }

    @Test func `each answer is appended, and what is there is never written again`() throws {
        let recorder = try CassetteRecorder(path: folder[Self.name])
        var before = try folder.bytes(Self.name)
        #expect(before == [UInt8](#"{"recording":"winnow summaries","version":1}"#.utf8) + [0x0A])
        for (number, answer) in Self.answers.enumerated() {
            Self.record([answer], in: recorder, from: number)
            let after = try folder.bytes(Self.name)
            #expect(after.starts(with: before) && after.last == 0x0A)
            #expect(after.dropFirst(before.count).count { $0 == 0x0A } == 1)
            #expect(try replay().entries.count == number + 1)
            before = after
        }
    }

    @Test func `a recording goes on, and the first record of a key stays`() throws {
        try record([.failure(.tooLong)])
        let before = try folder.bytes(Self.name)
        let recorder = try CassetteRecorder(path: folder[Self.name])
        Self.record([.success(SummaryAnswer("late"))], in: recorder)
        #expect(recorder.answer(to: Records.key(0)) == .failure(.tooLong))
        #expect(recorder.counters.writes == 0)
        #expect(try folder.bytes(Self.name) == before)
        Self.record([.failure(.failed("no"))], in: recorder, from: 1)
        #expect(
            try replay().entries.map(\.answer) == [.failure(.tooLong), .failure(.failed("no"))])
    }

    @Test func `an answer takes the place of an earlier version's time-out`() throws {
        try record([.failure(.timedOut), .failure(.tooLong)])
        try record([.success(SummaryAnswer("late"))])
        let file = try replay()
        #expect(
            file.entries.map(\.answer) == [.success(SummaryAnswer("late")), .failure(.tooLong)])
        #expect(file.repetitions == 1)
    }

    @Test func `an entry says what was asked, and of whom`() throws {
        try record([.success(SummaryAnswer("text"))])
        let entry = try #require(try replay().entries.first)
        #expect(entry.summarizer == "model m, prompt 1")
        #expect(entry.style == .keyPoints && entry.budget == TokenCount(200))
        var other = Self.request
        other.messages.removeLast()
        let shorter = CassetteEntry(entry.answer, to: other, by: "m", key: entry.key)
        #expect(entry.source != shorter.source)
        other.messages = Self.request.messages
        other.focus = "another focus"
        let same = CassetteEntry(entry.answer, to: other, by: "m", key: entry.key)
        #expect(entry.source == same.source)
    }

    @Test func `threads that record at once lose nothing`() async throws {
        let recorder = try CassetteRecorder(path: folder[Self.name])
        await withTaskGroup { group in
            for task in 0..<4 {
                group.addTask {
                    Self.record(
                        (0..<25).map { .success(SummaryAnswer("\($0)")) }, in: recorder,
                        from: 25 * task)
                }
            }
        }
        #expect(recorder.counters.writes == 100 && recorder.counters.failures == 0)
        #expect(Set(try replay().entries.map(\.key)) == Set((0..<100).map(Records.key)))
    }

    @Test func `a second recorder is refused while the first one is at it`() throws {
        do {
            let first = try CassetteRecorder(path: folder[Self.name])
            let error = try #require(throws: StorageError.self) {
                try CassetteRecorder(path: folder[Self.name])
            }
            #expect(error.problem == "another process records into it")
            #expect(error.path == first.path)
            Self.record(Self.answers, in: first)
        }
        try record(Self.answers, from: 100)
        #expect(try replay().entries.count == 2 * Self.answers.count)
    }

    @Test func `a recording torn at any byte of its last line is told, cut and gone on with`()
        throws
    {
        try record(Array(Self.answers.prefix(2)))
        let whole = try folder.bytes(Self.name)
        try record([Self.answers[2]], from: 2)
        let longer = try folder.bytes(Self.name)
        for count in whole.count + 1..<longer.count - 1 {
            try Data(longer.prefix(count)).write(to: URL(filePath: folder[Self.name]))
            let torn = try replay()
            #expect(torn.entries.count == 2)
            #expect(torn.notices.first?.contains("line 4 is torn") == true, "\(count) bytes")
            let notices = try record([Self.answers[2]], from: 2)
            #expect(notices.count == 1 && notices[0].hasSuffix("is cut off"))
            #expect(try folder.bytes(Self.name) == longer)
        }
    }

    @Test func `a recording that ended in its first line begins again`() throws {
        try record(Self.answers)
        let whole = try folder.bytes(Self.name)
        for count in 0...45 {
            try Data(whole.prefix(count)).write(to: URL(filePath: folder[Self.name]))
            #expect(try record(Self.answers) == [])
            #expect(try folder.bytes(Self.name) == whole, "\(count) bytes")
        }
    }

    @Test func `a last line that lacks its line feed only is whole`() throws {
        try record(Self.answers)
        let whole = try folder.bytes(Self.name)
        try Data(whole.dropLast()).write(to: URL(filePath: folder[Self.name]))
        #expect(try replay().entries.count == Self.answers.count && replay().notices == [])
        #expect(try record([.failure(.tooLong)], from: 100) == [])
        #expect(try folder.bytes(Self.name).starts(with: whole))
        #expect(try replay().entries.count == Self.answers.count + 1)
    }

    @Test(.enabled(if: getuid() != 0, "the superuser may write anywhere"))
    func `a recording in a folder that may only be read is replayed, and not added to`() throws {
        try record(Self.answers)
        func permit(_ file: Int, _ place: Int) throws {
            for (path, mode) in [(Self.name, file), ("deep", place)] {
                try FileManager.default.setAttributes(
                    [.posixPermissions: mode], ofItemAtPath: folder[path])
            }
        }
        try permit(0o444, 0o555)
        #expect(try replay().entries.count == Self.answers.count)
        let error = try #require(throws: StorageError.self) { try record(Self.answers) }
        #expect(error.kind == .unwritable)
        try permit(0o644, 0o755)
    }
}

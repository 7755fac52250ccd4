import ContextModel
import Files
import Foundation
import GRDB
import TestSupport
import Testing

@Suite struct CassetteStoreTests {
    typealias Answer = Result<SummaryAnswer, SummarizerError>

    static let answers: [Answer] = [
        .success(SummaryAnswer("")),
        .success(SummaryAnswer("Grüße 🙂\0\n", isComplete: false)),
        .success(SummaryAnswer("counted", promptTokens: 0, outputTokens: .max)),
        .failure(.timedOut), .failure(.cancelled), .failure(.tooLong), .failure(.notRecorded),
        .failure(.failed("")), .failure(.failed("a\0b")),
        .failure(.failed("HTTP 500: \"try later\"")),
    ]
    static let request = SummaryRequest(
        [Message(.user, "what is it?"), Message(.assistant, "a test")], focus: "tests",
        budget: TokenCount(200), style: .keyPoints)

    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func store(_ name: String = "deep/cassette.sqlite") throws -> CassetteStore {
        try CassetteStore(path: folder[name])
    }

    private func record(_ answers: [Answer], in store: CassetteStore, from first: Int = 0) {
        for (number, answer) in answers.enumerated() {
            store.record(
                answer, to: Self.request, by: "model m, prompt 1", key: Records.key(first + number))
        }
    }

    @Test func `every kind of answer and error is replayed as it was`() throws {
        let store = try store()
        record(Self.answers, in: store)
        for (number, answer) in Self.answers.enumerated() {
            #expect(store.answer(to: Records.key(number)) == answer)
        }
        store.finish()
        let replay = try CassetteStore(readingFrom: store.path)
        for (number, answer) in Self.answers.enumerated() {
            #expect(replay.answer(to: Records.key(number)) == answer)
        }
        #expect(replay.answer(to: Records.key(100)) == nil)
        #expect(replay.counters.hits == Self.answers.count && replay.counters.misses == 1)
        #expect(replay.takeProblem() == nil)
    }

    @Test func `the first record of a key stays`() throws {
        let (one, other) = (try store(), try store())
        record([.failure(.timedOut)], in: one)
        record([.success(SummaryAnswer("late"))], in: other)
        #expect(one.answer(to: Records.key(0)) == .failure(.timedOut))
        #expect(other.answer(to: Records.key(0)) == .failure(.timedOut))
        #expect(one.counters.writes == 1 && other.counters.writes == 0)
    }

    @Test func `an entry says what was asked, and of whom`() throws {
        let store = try store()
        record([.success(SummaryAnswer("text"))], in: store)
        let entry = try #require(try store.entries().first)
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

    @Test func `recorders in one file do not lose each other's answers`() async throws {
        let stores = [try store(), try store()]
        await withTaskGroup { group in
            for (index, store) in stores.enumerated() {
                group.addTask {
                    for number in 0..<50 {
                        store.record(
                            .success(SummaryAnswer("\(number)")), to: Self.request, by: "m",
                            key: Records.key(number * 2 + index))
                    }
                }
            }
        }
        let entries = try stores[0].entries()
        #expect(entries.count == 100)
        #expect(entries.map(\.key) == entries.map(\.key).sorted())
        #expect(stores.allSatisfy { $0.counters.writes == 50 && $0.counters.failures == 0 })
    }

    @Test func `a finished recording is one plain file, and reading it makes no other`() throws {
        let last = try store("a.sqlite")
        record(Self.answers, in: try store("a.sqlite"))
        record(Self.answers, in: last, from: 100)
        last.finish()
        #expect(try folder.names() == ["a.sqlite"])
        let bytes = try folder.bytes("a.sqlite")
        #expect(Array(bytes[18...19]) == [1, 1], "the file's journal mode is not a plain file's")
        let replay = try CassetteStore(readingFrom: folder["a.sqlite"])
        #expect(try replay.entries().count == 2 * Self.answers.count)
        #expect(try folder.names() == ["a.sqlite"])
        #expect(try folder.bytes("a.sqlite") == bytes)
    }

    @Test func `a recording that goes on can be replayed`() throws {
        let recorder = try store()
        record(Self.answers, in: recorder)
        let replay = try CassetteStore(readingFrom: recorder.path)
        #expect(replay.answer(to: Records.key(0)) == Self.answers[0])
        record(Self.answers, in: recorder, from: 100)
        #expect(replay.answer(to: Records.key(100)) == Self.answers[0])
    }

    @Test func `a replay records nothing, and says so`() throws {
        record(Self.answers, in: try store())
        let replay = try CassetteStore(readingFrom: folder["deep/cassette.sqlite"])
        record(Self.answers, in: replay, from: 100)
        #expect(replay.counters.failures == Self.answers.count)
        #expect(replay.takeProblem()?.path == replay.path)
        #expect(replay.takeProblem() == nil)
        #expect(try replay.entries().count == Self.answers.count)
    }

    @Test func `recording goes on after the file was made a plain one`() throws {
        let store = try store("a.sqlite")
        store.finish()
        record(Self.answers, in: store)
        #expect(store.counters.writes == Self.answers.count && store.takeProblem() == nil)
        #expect(try folder.names() == ["a.sqlite"])
    }

    @Test(.enabled(if: getuid() != 0, "the superuser may write anywhere"))
    func `a recording in a folder that may only be read is replayed`() throws {
        record(Self.answers, in: try store("place/a.sqlite"))
        for (path, mode) in [("place/a.sqlite", 0o444), ("place", 0o555)] {
            try FileManager.default.setAttributes(
                [.posixPermissions: mode], ofItemAtPath: folder[path])
        }
        let replay = try CassetteStore(readingFrom: folder["place/a.sqlite"])
        #expect(try replay.entries().count == Self.answers.count)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: folder["place"])
    }
}

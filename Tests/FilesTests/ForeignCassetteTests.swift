import ContextModel
import Files
import Foundation
import GRDB
import TestSupport
import Testing

@Suite struct ForeignCassetteTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Opening must fail both ways and leave the file as it is.
    private func refusal(of name: String) throws -> StorageError {
        let before = try folder.bytes(name)
        let reading = try #require(throws: StorageError.self) {
            try CassetteStore(readingFrom: folder[name])
        }
        let writing = try #require(throws: StorageError.self) {
            try CassetteStore(path: folder[name])
        }
        #expect(reading == writing && reading.path == folder[name])
        #expect(try folder.bytes(name) == before)
        return reading
    }

    private func recording(_ name: String, answers: Int = 1) throws {
        let store = try CassetteStore(path: folder[name])
        for number in 0..<answers {
            store.record(
                .success(SummaryAnswer(String(repeating: "words ", count: 100))),
                to: CassetteStoreTests.request, by: "m", key: Records.key(number))
        }
    }

    private func change(_ name: String, _ sql: String) throws {
        let queue = try DatabaseQueue(path: folder[name])
        try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
        try queue.close()
    }

    @Test func `a file of another kind is refused`() throws {
        try folder.write(String(repeating: "text ", count: 1_000), to: "file")
        #expect(try refusal(of: "file").problem == "is no database of Winnow's recorded summaries")
    }

    @Test func `a recording of a newer version is refused`() throws {
        try recording("file")
        try change("file", "PRAGMA user_version = 99")
        #expect(
            try refusal(of: "file").problem == "has schema version 99, this program knows 1")
    }

    @Test func `a missing or empty recording cannot be replayed`() throws {
        try folder.write("", to: "empty")
        for name in ["empty", "none"] {
            let error = try #require(throws: StorageError.self) {
                try CassetteStore(readingFrom: folder[name])
            }
            #expect(error.problem == "there are no recorded summaries")
        }
        #expect(try folder.names() == ["empty"])
    }

    @Test func `a damaged recording never answers what was not recorded`() throws {
        try recording("file", answers: 100)
        let whole = try folder.bytes("file")
        var generator = SplitMix(seed: 7)
        for _ in 0..<20 {
            var bytes = whole
            let start = Int.random(in: 100..<bytes.count - 400, using: &generator)
            for index in start..<start + 400 { bytes[index] = 0xAA }
            try Data(bytes).write(to: URL(filePath: folder["file"]))
            guard let store = try? CassetteStore(readingFrom: folder["file"]) else { continue }
            for number in 0..<100 { _ = store.answer(to: Records.key(number)) }
            let entries = try? store.entries()
            #expect(store.counters.hits + store.counters.misses + store.counters.failures == 100)
            #expect(entries?.count ?? 0 <= 100)
        }
    }

    @Test func `an answer that no version writes is refused with its key`() throws {
        try recording("file")
        try change("file", "UPDATE answer SET style = 'haiku'")
        let store = try CassetteStore(readingFrom: folder["file"])
        #expect(store.answer(to: Records.key(0)) == nil)
        let problem = try #require(store.takeProblem())
        #expect(
            problem.problem == "the answer of key \(Records.key(0).hexadecimal) is damaged")
        #expect(throws: problem) { try store.entries() }
    }
}

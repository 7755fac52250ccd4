import Foundation
import GRDB
import Testing

/// What `winnow condense` keeps from one call to the next.
@Suite struct CondenseCacheTests {
    let winnow: Program

    init() throws {
        winnow = try Program(in: Scratch())
        try winnow.scratch.file("talk.jsonl", Recordings.long(turns: 60))
    }

    /// What is looked at of a result.
    private struct Result: Decodable {
        struct Entry: Decodable {
            struct Requests: Decodable { let fresh, cached, degraded: Int }
            let requests: Requests
        }
        struct Cache: Decodable {
            struct Counters: Decodable { let hits, damaged, writes, failures: Int }
            let chunks: Counters
        }
        struct Message: Decodable, Equatable { let role, content: String }
        let messages: [Message]
        let trace: [Entry]
        let cache: Cache?

        var fresh: Int { trace.reduce(0) { $0 + $1.requests.fresh } }
        var cached: Int { trace.reduce(0) { $0 + $1.requests.cached } }
    }

    private func condensed(
        _ settings: [String], limit: Int = 900, telling told: String = ""
    ) throws -> Result {
        let run = try winnow(
            ["condense", "--json", "talk.jsonl", "--limit", String(limit), "--cache", "kept"]
                + settings.flatMap { ["--set", $0] })
        #expect(run.status == 0 && run.messages == told, "\(run.messages)")
        return try JSONDecoder().decode(Result.self, from: run.output)
    }

    @Test(arguments: [("chunked", 900), ("chunked", 500), ("full", 900)])
    func `a second process asks for no summary that the first one made`(
        _ management: String, _ limit: Int
    ) throws {
        let first = try condensed(["management=\(management)"], limit: limit)
        let second = try condensed(["management=\(management)"], limit: limit)
        #expect(first.fresh > 0 && first.cache?.chunks.writes == first.fresh)
        #expect(second.fresh == 0 && second.cached == first.fresh + first.cached)
        #expect(second.cache?.chunks.hits == first.fresh && second.cache?.chunks.writes == 0)
        #expect(second.messages == first.messages)
    }

    @Test func `a conversation that has grown costs its new chunks only`() throws {
        let first = try condensed([], limit: 1_200)
        try winnow.scratch.file("talk.jsonl", Recordings.long(turns: 68))
        let second = try condensed([], limit: 1_200)
        #expect(first.fresh > second.fresh && second.fresh > 0 && second.cached > 0)
    }

    @Test func `nothing is kept without persistence, and nothing of an age that is refused`() throws
    {
        let off = try condensed(["chunks.persistent=off"])
        #expect(off.fresh > 0 && off.cache == nil)
        #expect(!winnow.scratch.exists("kept"))
        _ = try condensed(["ENABLE_CHUNK_PERSISTENCE=true"])
        #expect(winnow.scratch.exists("kept/records.sqlite"))
        #expect(try condensed(["chunks.ageThreshold=0"]).cached == 0)
        #expect(try condensed(["chunks.skipCondensed=off"]).cached == 0)
    }

    @Test func `what shapes a summary otherwise finds nothing of the others`() throws {
        _ = try condensed([])
        for other in ["condensation.summarizer=faulty", "cache.scope=b", "counter=o200k_base"] {
            #expect(try condensed([other]).cached == 0)
        }
    }

    @Test func `records that are torn are misses, made again and told`() throws {
        let first = try condensed([])
        let records = try DatabaseQueue(path: winnow.scratch.path + "/kept/records.sqlite")
        try records.write { try $0.execute(sql: "UPDATE record SET content = substr(content, 9)") }
        try records.close()
        let second = try condensed(
            [],
            telling: "winnow: cache: \(first.fresh) damaged records were removed, "
                + "and made again\n")
        #expect(second.fresh == first.fresh && second.messages == first.messages)
        #expect(second.cache?.chunks.damaged == first.fresh)
    }

    @Test func `a database that is damaged is counted and told, and the result is whole`() throws {
        let first = try condensed([])
        let path = winnow.scratch.path + "/kept/records.sqlite"
        let records = try DatabaseQueue(path: path)
        try records.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
        try records.close()
        var bytes = try Data(contentsOf: URL(filePath: path))
        bytes.replaceSubrange(100..<4_096, with: repeatElement(0xAA, count: 3_996))
        try bytes.write(to: URL(filePath: path))
        let run = try winnow(
            "condense", "--json", "talk.jsonl", "--limit", "900", "--cache", "kept")
        #expect(run.status == 0)
        #expect(run.messages.hasPrefix("winnow: cache: kept/records.sqlite: "))
        #expect(run.messages.hasSuffix(" reads and writes failed; the result is whole)\n"))
        #expect(run.messages.split(separator: "\n").count == 1)
        let second = try JSONDecoder().decode(Result.self, from: run.output)
        #expect(second.messages == first.messages && second.fresh == first.fresh)
        let counters = try #require(second.cache?.chunks)
        #expect(counters.failures > 0 && counters.hits == 0)
        #expect(try Data(contentsOf: URL(filePath: path)) == bytes)
    }

    @Test(.timeLimit(.minutes(1)))
    func `a database that another process holds is waited for a little, and told once`() throws {
        let first = try condensed([])
        // The transaction stays open while the other process looks.
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let records = try DatabaseQueue(
            path: winnow.scratch.path + "/kept/records.sqlite", configuration: configuration)
        try records.writeWithoutTransaction {
            try $0.execute(
                sql: "PRAGMA journal_mode = DELETE; PRAGMA locking_mode = EXCLUSIVE; "
                    + "BEGIN EXCLUSIVE; UPDATE record SET last_use = last_use + 100")
        }
        let run = try winnow(
            "condense", "--json", "talk.jsonl", "--limit", "900", "--cache", "kept")
        try records.close()
        #expect(run.status == 0 && run.messages.contains("the other process"), "\(run.messages)")
        #expect(run.messages.split(separator: "\n").count == 1)
        let second = try JSONDecoder().decode(Result.self, from: run.output)
        #expect(second.messages == first.messages)
        #expect(second.cache?.chunks.failures ?? 0 > 0)
    }

    @Test func `a database that is none of ours is told after the result, and left alone`() throws {
        let first = try condensed([])
        try winnow.scratch.file("theirs/records.sqlite", "not ours")
        let run = try winnow("condense", "talk.jsonl", "--limit", "900", "--cache", "theirs")
        #expect(run.status == 0 && first.fresh > 0)
        #expect(run.messages.contains("records.sqlite: is no database of Winnow's records"))
        #expect(try winnow.scratch.contents().contains("theirs/records.sqlite"))
    }

    /// The bytes of all records.
    private func size() throws -> Int {
        let records = try DatabaseQueue(path: winnow.scratch.path + "/kept/records.sqlite")
        defer { try? records.close() }
        return try records.read {
            try Int.fetchOne($0, sql: "SELECT sum(length(content)) FROM record")
        } ?? 0
    }

    @Test func `compressed records are smaller, and read by all, mapped or not`() throws {
        let plain = try condensed([])
        let full = try size()
        try FileManager.default.removeItem(atPath: winnow.scratch.path + "/kept")
        #expect(try condensed(["chunks.compression=on"]).messages == plain.messages)
        #expect(try size() > 0 && size() < full)
        for reading in ["chunks.compression=off", "chunks.mapping=on"] {
            let again = try condensed([reading])
            #expect(again.fresh == 0 && again.messages == plain.messages)
        }
    }

    @Test func `a folder that cannot be made is told, after the result`() throws {
        try winnow.scratch.file("file", "no folder")
        let run = try winnow("condense", "talk.jsonl", "--limit", "900", "--cache", "file/in")
        #expect(run.status == 0 && run.text.contains("condensation"))
        #expect(run.text.contains("0 written, "), "\(run.text)")
        #expect(run.messages.contains("winnow: cache: file/in"), "\(run.messages)")
        #expect(try winnow("condense", "talk.jsonl", "--cache", "").status == 64)
    }

    @Test func `what is logged goes to standard error, a line each`() throws {
        let arguments = ["condense", "talk.jsonl", "--limit", "900", "--cache", "kept"]
        let quiet = try winnow(arguments)
        #expect(quiet.messages.isEmpty)
        for (name, start) in [
            ("ENABLE_CONTEXT_PERFORMANCE_LOGGING", "performance: stage chunks: "),
            ("ENABLE_TOKEN_COUNTING_LOGGING", "counting: 60 messages, "),
            ("CACHE_ENABLE_LOGGING", "caches: store: hits "),
        ] {
            let run = try winnow(arguments, environment: [name: "true"])
            let topic = start.prefix { $0 != ":" }
            let lines = run.messages.split(separator: "\n")
            #expect(lines.allSatisfy { $0.hasPrefix("winnow: \(topic): ") }, "\(run.messages)")
            #expect(run.messages.contains("winnow: " + start))
        }
    }

    @Test func `without a folder that is named, the setting's keeps what is kept`() throws {
        let runs = try (1...2).map { _ in
            let run = try winnow("condense", "talk.jsonl", "--limit", "900", "--json")
            return try JSONDecoder().decode(Result.self, from: run.output)
        }
        #expect(runs[0].fresh > 0 && runs[0].cached == 0)
        #expect(runs[1].fresh == 0 && runs[1].cached == runs[0].fresh)
        #expect(winnow.scratch.exists(".winnow/cache/records.sqlite"))
    }
}

import Foundation
import GRDB
import Testing

/// Commands that are killed at any moment of their work, and what they lose and leave; `kill-runs`
/// beside this file kills more often, and says how often something was lost or left.
@Suite struct KillTests {
    let winnow: Program

    init() throws {
        winnow = try Program(in: Scratch())
        try Recordings.write(to: winnow.scratch)
        try winnow.scratch.file("m.yaml", Recordings.matrix(repetitions: 4))
    }

    /// How often each command is killed.
    private static let kills =
        ProcessInfo.processInfo.environment["WINNOW_KILLS"].flatMap(Int.init) ?? 4

    @Test func `a run that is killed is whole when it is resumed`() throws {
        let whole = try deterministic("whole.sqlite", made: run("whole.sqlite"))
        try killing("run", run("db.sqlite") + ["--resume"], making: ["db.sqlite", "report"]) {
            // Whoever was killed as a complete run has left its report, and begins another.
            let finished = try finishedRuns("db.sqlite")
            let last = try winnow(run("db.sqlite") + ["--resume"])
            return try last.status == 0 && deterministic("db.sqlite") == whole
                && runs("db.sqlite") == finished + 1
        }
    }

    @Test func `a part that is killed is whole when it is run again`() throws {
        let whole = try deterministic("whole.sqlite", made: run("whole.sqlite"))
        try finish(part(2, "two.sqlite"))
        try killing("part", part(1, "one.sqlite"), making: ["one.sqlite"]) {
            guard try winnow(part(1, "one.sqlite")).status == 0 else { return false }
            try? FileManager.default.removeItem(atPath: winnow.scratch.path + "/merged.sqlite")
            try finish(["merge", "merged.sqlite", "one.sqlite", "two.sqlite"])
            return try deterministic("merged.sqlite") == whole
        }
    }

    @Test func `a merge that is killed is whole when it is repeated`() throws {
        let whole = try deterministic("whole.sqlite", made: run("whole.sqlite"))
        for (index, name) in [(1, "one.sqlite"), (2, "two.sqlite")] {
            try finish(part(index, name))
        }
        let parts = try [bytes("one.sqlite"), bytes("two.sqlite")]
        let merge = ["merge", "merged.sqlite", "one.sqlite", "two.sqlite"]
        try killing("merge", merge, making: ["merged.sqlite"]) {
            try winnow(merge).status == 0 && deterministic("merged.sqlite") == whole
                && [bytes("one.sqlite"), bytes("two.sqlite")] == parts
        }
    }

    @Test func `a history that is killed loses no run`() throws {
        for _ in 0..<3 { try finish(run("db.sqlite")) }
        let history = ["history", "--db", "db.sqlite", "--matrix", "small", "--report", "nights"]
        #expect([0, 2].contains(try winnow(history).status))
        let page = try winnow.scratch.text("nights/history.md")
        let dump = try winnow("dump", "db.sqlite").text
        try killing("history", history, making: ["nights"]) {
            let again = try winnow(history)
            return try [0, 2].contains(again.status)
                && winnow.scratch.text("nights/history.md") == page
                && runs("db.sqlite") == 3 && winnow("dump", "db.sqlite").text == dump
        }
    }

    @Test func `a report that is killed is whole when it is written again`() throws {
        for _ in 0..<2 { try finish(run("db.sqlite")) }
        let report = ["report", "--db", "db.sqlite", "--out", "report"]
        try finish(report)
        let whole = try files(in: "report")
        let dump = try winnow("dump", "db.sqlite").text
        try killing("report", report, making: ["report"]) {
            try winnow(report).status == 0 && files(in: "report") == whole
                && winnow("dump", "db.sqlite").text == dump
        }
    }
}

extension KillTests {
    private func run(_ database: String) -> [String] {
        [
            "run", "m.yaml", "--corpora", "corpora", "--quiet", "--report", "report", "--db",
            database,
        ]
    }

    private func part(_ index: Int, _ database: String) -> [String] {
        [
            "run", "m.yaml", "--corpora", "corpora", "--quiet", "--shard", "\(index)/2", "--db",
            database,
        ]
    }

    private func finish(_ arguments: [String]) throws {
        let finished = try winnow(arguments)
        try #require(finished.status == 0, "\(arguments): \(finished.messages)")
    }

    private func deterministic(_ database: String, made: [String] = []) throws -> String {
        if !made.isEmpty { try finish(made) }
        let dump = try winnow("dump", "--class", "D", database)
        return dump.status == 0 ? dump.text : "status \(dump.status): \(dump.messages)"
    }

    private func runs(_ database: String) throws -> Int {
        try winnow("report", "--list", "--db", database).text.split(separator: "\n").count
    }

    /// How many runs are complete: by a copy, as what a killed process left is put right by whoever opens
    /// it to write, and here that is to be the program.
    private func finishedRuns(_ name: String) throws -> Int {
        guard winnow.scratch.exists(name) else { return 0 }
        let folder = try Scratch()
        for end in ["", "-journal", "-wal"] where winnow.scratch.exists(name + end) {
            try folder.file(name + end, bytes(name + end))
        }
        let queue = try DatabaseQueue(path: folder.path + "/" + name)
        defer { try? queue.close() }
        return try queue.read { database in
            guard try database.tableExists("run") else { return 0 }
            return try Int.fetchOne(
                database, sql: "SELECT count(*) FROM run WHERE state = 'finished'") ?? 0
        }
    }

    private func bytes(_ name: String) throws -> Data {
        try Data(contentsOf: URL(filePath: winnow.scratch.path + "/" + name))
    }

    private func files(in folder: String) throws -> [String: Data] {
        try winnow.scratch.contents().filter { $0.hasPrefix(folder + "/") }
            .reduce(into: [:]) { $0[$1] = try bytes($1) }
    }

    /// Kills a command one to three times in a row, each time at a random moment of the time that it
    /// needs, and then has it finished; until all kills are done. Whatever was killed, the database can
    /// be read; nothing is lost if `isWhole` says so; nothing is left if there are the same files as
    /// after an undisturbed run.
    private func killing(
        _ name: String, _ command: [String], making made: [String],
        isWhole: () throws -> Bool
    ) throws {
        var tally = (kills: 0, lost: 0, left: 0)
        try remove(made)
        let clock = ContinuousClock()
        let start = clock.now
        _ = try winnow(command)
        let undisturbed = Double((clock.now - start) / .seconds(1))
        try #require(try isWhole(), "\(name) undisturbed")
        let files = try winnow.scratch.contents()
        while tally.kills < Self.kills {
            try remove(made)
            let times = min(Int.random(in: 1...3), Self.kills - tally.kills)
            var isLost = false
            for _ in 0..<times {
                let seconds = Double.random(in: 0...undisturbed)
                let killed = try winnow.other(
                    ["/usr/bin/timeout", "-s", "KILL", "\(seconds)", winnow.path] + command)
                // 9: the signal, which `timeout` sends itself, too.
                if ![0, 2, 9].contains(killed.status) { isLost = true }
                tally.kills += 1
            }
            isLost = try !isWhole() || isLost
            let left = Set(try winnow.scratch.contents()).symmetricDifference(files)
            #expect(!isLost, "\(name)")
            #expect(left.isEmpty, "\(name): \(left.sorted())")
            tally.lost += isLost ? 1 : 0
            tally.left += left.isEmpty ? 0 : 1
        }
        try note(
            "\(name): killed \(tally.kills) times, lost something \(tally.lost) times, "
                + "left something \(tally.left) times")
    }

    private func remove(_ names: [String]) throws {
        for path in try winnow.scratch.contents() where names.contains(where: path.hasPrefix) {
            try? FileManager.default.removeItem(atPath: winnow.scratch.path + "/" + path)
        }
    }

    /// Appends a line to the file that `kill-runs` shows.
    private func note(_ line: String) throws {
        guard let path = ProcessInfo.processInfo.environment["WINNOW_KILL_TALLY"] else { return }
        let file = try FileHandle(forWritingTo: URL(filePath: path))
        try file.seekToEnd()
        try file.write(contentsOf: Data((line + "\n").utf8))
        try file.close()
    }
}

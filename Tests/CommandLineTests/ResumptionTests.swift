import Foundation
import Testing

@Suite struct ResumptionTests {
    let scratch: Scratch
    let winnow: Program

    init() throws {
        scratch = try Scratch()
        winnow = try Program(in: scratch)
        try Recordings.write(to: scratch)
    }

    private func arguments(_ database: String) -> [String] {
        ["run", "m.yaml", "--corpora", "corpora", "--quiet", "--db", database]
    }

    private func deterministic(_ database: String) throws -> String {
        let dump = try winnow("dump", "--class", "D", database)
        #expect(dump.status == 0)
        return dump.text
    }

    private func runs(in database: String) throws -> Int {
        try winnow("report", "--list", "--db", database).text.split(separator: "\n").count
    }

    @Test func `a run killed again and again loses and doubles no cell`() throws {
        try scratch.file("m.yaml", Recordings.matrix(repetitions: 4))
        #expect(try winnow(arguments("whole.sqlite")).status == 0)
        let whole = try deterministic("whole.sqlite")
        #expect(whole.split(separator: "\n").filter { $0.contains("\trequests\t") }.count == 16)

        // Killed as soon as the first cells are written, then each time a little later.
        for bytes in [1, 200_000, 700_000, 1_500_000] {
            let killed = try winnow.stopped(
                by: "KILL", when: "db.sqlite-wal", has: bytes, arguments("db.sqlite") + ["--resume"]
            )
            #expect([0, 137].contains(killed.status))
        }
        let last = try winnow(arguments("db.sqlite") + ["--resume", "--workers", "2"])
        #expect(last.status == 0)
        #expect(try deterministic("db.sqlite") == whole)
        #expect(try winnow("doctor", "--db", "db.sqlite").text.contains("fine\tdb.sqlite: "))
    }

    @Test func `a run that is interrupted keeps what is done and can go on`() throws {
        try scratch.file("corpora/long/long.jsonl", Recordings.long(turns: 120))
        try scratch.file("m.yaml", Recordings.matrix(repetitions: 2))
        for signal in ["INT", "TERM"] {
            let database = "\(signal).sqlite"
            let stopped = try winnow.stopped(
                by: signal, when: database + "-wal", has: 1, arguments(database))
            #expect(stopped.status == 75)
            #expect(stopped.text.isEmpty)
            #expect(stopped.messages.contains("go on with --resume"))
            let resumed = try winnow(arguments(database) + ["--resume"])
            #expect(resumed.status == 0)
            #expect(resumed.tellsReport)
            #expect(resumed.messages.isEmpty)
            #expect(try runs(in: database) == 1)
        }
        #expect(try deterministic("INT.sqlite") == deterministic("TERM.sqlite"))
        let requests = try deterministic("INT.sqlite").split(separator: "\n")
            .filter { $0.contains("\trequests\t") }
        #expect(requests.count == 3 * 8)
    }

    @Test func `a comment in the matrix does not make an interrupted run begin anew`() throws {
        try scratch.file("corpora/long/long.jsonl", Recordings.long(turns: 120))
        try scratch.file("m.yaml", Recordings.matrix(repetitions: 2))
        let stopped = try winnow.stopped(
            by: "TERM", when: "db.sqlite-wal", has: 1, arguments("db.sqlite"))
        #expect(stopped.status == 75)
        let commented =
            "# What it is for.\n"
            + Recordings.matrix(repetitions: 2)
            .replacing("axes:", with: "\naxes: # all of them")
        try scratch.file("m.yaml", commented)
        let resumed = try winnow(arguments("db.sqlite") + ["--resume"])
        #expect(resumed.status == 0)
        #expect(resumed.messages.isEmpty)
        #expect(try runs(in: "db.sqlite") == 1)
        // The run keeps the text that it began with.
        #expect(try scratch.text(".winnow/runs/latest/report.md").contains("name: small"))
        #expect(try !scratch.text(".winnow/runs/latest/report.md").contains("What it is for."))
    }

    @Test func `a run without its report is resumed with nothing to replay`() throws {
        try scratch.file("m.yaml", Recordings.matrix(repetitions: 1))
        // Nobody can write a report there.
        try scratch.file("there/report.md/in-the-way", "")
        let failed = try winnow(arguments("db.sqlite") + ["--report", "there"])
        #expect(failed.status == 74)
        let dump = try winnow("dump", "db.sqlite").text
        try FileManager.default.removeItem(atPath: scratch.path + "/there/report.md")
        let resumed = try winnow(arguments("db.sqlite") + ["--resume"])
        #expect(resumed.status == 0)
        #expect(resumed.messages.isEmpty)
        #expect(resumed.tellsReport)
        #expect(try runs(in: "db.sqlite") == 1)
        // The times are the first ones: nothing was measured again.
        #expect(try winnow("dump", "db.sqlite").text == dump)
    }

    @Test func `nothing to go on with is said, and a new run begins`() throws {
        try scratch.file("m.yaml", Recordings.matrix(repetitions: 1))
        for count in 1...2 {
            let run = try winnow(arguments("db.sqlite") + ["--resume"])
            #expect(run.status == 0)
            #expect(run.messages.contains("there is no unfinished run of the same matrix, seed"))
            #expect(try runs(in: "db.sqlite") == count)
        }
    }
}

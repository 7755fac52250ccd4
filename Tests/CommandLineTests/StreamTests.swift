import Foundation
import Testing

/// What is done, and the status, do not depend on whether anybody listens.
@Suite struct StreamTests {
    let winnow: Program

    init() throws {
        winnow = try Program(in: Scratch())
        try Recordings.write(to: winnow.scratch)
        try winnow.scratch.file("corpora/chat/notes.txt", "of no format")
    }

    /// Runs the program with its streams as a shell's words say.
    private func run(_ streams: String, _ arguments: [String]) throws -> Program.Finished {
        try winnow.other(
            ["/bin/bash", "-c", #""$@" "# + streams, "redirected", winnow.path] + arguments)
    }

    /// Standard error that is closed, full, or read by nobody.
    private static let deaf = ["2>&-", "2>/dev/full", "2> >(exec true)", "2>&- <&-", "2</dev/null"]

    @Test(
        arguments: deaf,
        [
            (66, "count nosuch"), (64, "count --nosuch"), (66, "run nosuch.yaml"),
            (66, "merge new.sqlite nosuch.sqlite"), (66, "report --db nosuch.sqlite"),
            (65, "run small.yaml --corpora corpora --strict --db s.sqlite"),
            (65, "corpus import --strict corpora/chat/notes.txt"),
        ])
    func `a failure that cannot be said keeps its status`(
        streams: String, failure: (status: Int32, arguments: String)
    ) throws {
        let arguments = failure.arguments.split(separator: " ").map(String.init)
        #expect(try run(streams, arguments).status == failure.status)
    }

    @Test(arguments: deaf)
    func `a run that cannot say what it notes goes on to its end`(streams: String) throws {
        let run = try run(
            streams, ["run", "small.yaml", "--corpora", "corpora", "--db", "results.sqlite"])
        #expect(run.status == 0)
        #expect(run.tellsReport)
        // Nothing of what it wanted to say stands in a file that has the number of the stream.
        let doctor = try winnow("doctor", "--db", "results.sqlite")
        #expect(doctor.text.contains("fine\tresults.sqlite: 1 runs"))
    }

    @Test(arguments: [">&-", ">/dev/full", "> >(exec true)"])
    func `results that cannot be written are a failure`(streams: String) throws {
        let commands = [
            ["dump", "results.sqlite"], ["--help"], ["corpus", "list", "--corpora", "corpora"],
        ]
        for arguments in commands {
            if arguments[0] == "dump" {
                #expect(
                    try winnow(
                        "run", "small.yaml", "--corpora", "corpora", "--quiet", "--db",
                        "results.sqlite"
                    ).status == 0)
            }
            let run = try run(streams, arguments)
            // A reader who goes away may have been there for what is short.
            #expect(
                streams.hasPrefix("> ") ? [0, 74].contains(run.status) : run.status == 74,
                "\(arguments): \(run.status)")
        }
    }
}

import Foundation
import Testing

@Suite struct RunRefusalTests {
    /// A command line that is refused: the matrix, the arguments, the status and what is said.
    struct Refusal: CustomTestStringConvertible, Sendable {
        let what: String
        var matrix = Recordings.matrix()
        var arguments: [String] = []
        let status: Int32
        let message: String

        var testDescription: String { what }
    }

    static let refusals = [
        Refusal(
            what: "unknown axis", matrix: "name: x\naxes:\n  colour: [red]\n", status: 65,
            message: "m.yaml:3:3: there is no axis 'colour': expected one of counter"),
        Refusal(
            what: "refused value", matrix: "name: x\naxes:\n  image.base: [85, many]\n",
            status: 65, message: "m.yaml:3:20: axis image.base cannot be 'many': expected"),
        Refusal(
            what: "broken YAML", matrix: "name: x\naxes: [\n", status: 65,
            message: "m.yaml:3:1: this is no YAML"),
        Refusal(
            what: "unknown corpus", matrix: Recordings.matrix() + "corpora: [chat, mail]\n",
            status: 65, message: "there is no corpus 'mail': expected one of chat, tools"),
        Refusal(
            what: "settings that break each other",
            matrix: "name: x\naxes:\n  risk.caution: [0.75]\n  risk.warning: [0.72]\n", status: 65,
            message: "risk.caution=0.75 risk.warning=0.72"),
        Refusal(
            what: "the same in a dry run",
            matrix: "name: x\naxes:\n  risk.caution: [0.75]\n  risk.warning: [0.72]\n",
            arguments: ["--dry-run"], status: 65,
            message: "risk.caution=0.75 risk.warning=0.72"),
        Refusal(
            what: "missing corpora", arguments: ["--corpora", "nowhere"], status: 66,
            message: "nowhere: "),
        Refusal(
            what: "empty corpora folder", arguments: ["--corpora", "empty"], status: 66,
            message: "empty: holds no corpora; expected a folder with a subfolder"),
        Refusal(
            what: "strict with an unknown file", arguments: ["--corpora", "odd", "--strict"],
            status: 65, message: "chat/picture.bin: no known format, not read"),
        Refusal(
            what: "unknown axis of a filter", arguments: ["--filter", "colour=red"], status: 64,
            message: "filter: no cell has an axis 'colour'"),
        Refusal(
            what: "malformed filter", arguments: ["--filter", "chat"], status: 64,
            message: "filter: 'chat' is no condition"),
        Refusal(
            what: "no workers", arguments: ["--workers", "0"], status: 64,
            message: "--workers takes a number from 1 to 64."),
        Refusal(
            what: "a database that is none", arguments: ["--db", "m.yaml"], status: 66,
            message: "m.yaml: "),
        Refusal(
            what: "unknown option", arguments: ["--speed", "9"], status: 64,
            message: "Unknown option '--speed'"),
    ]

    @Test(arguments: refusals)
    func `what cannot be run is refused with its place, and leaves nothing`(
        refusal: Refusal
    ) throws {
        let scratch = try Scratch()
        let winnow = try Program(in: scratch)
        try Recordings.write(to: scratch)
        try scratch.file("m.yaml", refusal.matrix)
        try scratch.file("empty/.keep", "")
        try scratch.file("odd/chat/talk.jsonl", Recordings.chat)
        try scratch.file("odd/chat/picture.bin", Data([0xFF, 0xD8, 0xFF, 0xE0]))
        let before = try scratch.contents()
        let corpora = refusal.arguments.contains("--corpora") ? [] : ["--corpora", "corpora"]
        let run = try winnow(["run", "m.yaml"] + corpora + refusal.arguments)
        #expect(run.status == refusal.status)
        #expect(run.messages.contains(refusal.message))
        #expect(run.text.isEmpty)
        #expect(try scratch.contents() == before)
        #expect(try scratch.text("m.yaml") == refusal.matrix)
    }

    @Test func `a corpus that holds the same files as another is left out, and that is said`()
        throws
    {
        let scratch = try Scratch()
        let winnow = try Program(in: scratch)
        try scratch.file("m.yaml", Recordings.matrix())
        for name in ["chat", "copy"] {
            try scratch.file("twice/\(name)/talk.jsonl", Recordings.chat)
        }
        let run = try winnow("run", "m.yaml", "--corpora", "twice", "--dry-run")
        #expect(run.status == 0)
        #expect(run.messages.contains("copy: holds the same files as chat, left out"))
        #expect(run.text.contains(" 1 corpus"))
    }

    @Test func `a missing matrix is named and ends with status 66`() throws {
        let scratch = try Scratch()
        let winnow = try Program(in: scratch)
        try Recordings.write(to: scratch)
        let run = try winnow("run", "none.yaml", "--corpora", "corpora")
        #expect(run.status == 66)
        #expect(run.messages.contains("none.yaml: cannot open it"))
    }

    @Test func `there is no report of a database that is not there`() throws {
        let scratch = try Scratch()
        let winnow = try Program(in: scratch)
        for command in [["report", "--db", "none.sqlite"], ["dump", "none.sqlite"]] {
            let run = try winnow(command)
            #expect(run.status == 66)
            #expect(run.messages.contains("none.sqlite: there are no results"))
        }
        #expect(try scratch.contents().isEmpty)
    }

    @Test func `a run that is not there is a wrong argument`() throws {
        let scratch = try Scratch()
        let winnow = try Program(in: scratch)
        try Recordings.write(to: scratch)
        try scratch.file("m.yaml", Recordings.matrix(repetitions: 1))
        let done = try winnow(
            "run", "m.yaml", "--corpora", "corpora", "--db", "r.sqlite", "--quiet")
        #expect(done.status == 0, "\(done.messages)")
        let commands = [
            ["report", "nowhere", "--db", "r.sqlite"], ["dump", "--run", "nowhere", "r.sqlite"],
        ]
        for command in commands {
            let run = try winnow(command)
            #expect(run.status == 64 && run.messages.contains("has no run 'nowhere'"))
        }
        let again = try winnow(
            "run", "m.yaml", "--corpora", "corpora", "--db", "r.sqlite", "--quiet", "--resume")
        #expect(again.status == 0 && again.messages.contains("no unfinished run"))
    }

    @Test func `a report that cannot be written is a failure of output`() throws {
        let scratch = try Scratch()
        let winnow = try Program(in: scratch)
        try Recordings.write(to: scratch)
        try scratch.file("m.yaml", Recordings.matrix(repetitions: 1))
        let run = try winnow("run", "m.yaml", "--corpora", "corpora", "--report", "m.yaml/in")
        #expect(run.status == 74 && run.messages.contains("m.yaml: "))
    }
}

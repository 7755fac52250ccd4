import Foundation
import Testing

@Suite struct HistoryDatabaseTests {
    let scratch: Scratch
    let winnow: Program

    init() throws {
        scratch = try Scratch()
        winnow = try Program(in: scratch)
        try Recordings.write(to: scratch)
    }

    /// A database with a nightly run on a corpus.
    private func record(_ corpus: String, in database: String) throws {
        try scratch.file("m.yaml", "name: nightly\naxes: {counter: [cl100k_base]}\n")
        let run = try winnow(
            "run", "m.yaml", "--corpora", "corpora/\(corpus)", "--quiet", "--db", database)
        #expect(run.status == 0, "\(run.messages)")
    }

    /// Whether the series of a corpus are those that are followed.
    private func follows(_ corpus: String, _ environment: [String: String] = [:]) throws -> Bool {
        let run = try winnow(["history", corpus], environment: environment)
        return run.status == 0 && run.text.contains("\t\(corpus) ")
    }

    @Test func `the history of the nightly job is the default, then one's own`() throws {
        try record("chat", in: ".winnow/history.sqlite")
        #expect(try follows("chat"))
        try record("tools", in: ".winnow/nightly/history.sqlite")
        #expect(try follows("tools"))
        #expect(try !follows("chat"))
        try record("chat", in: "elsewhere/history.sqlite")
        #expect(try follows("chat", ["WINNOW_NIGHTLY": "elsewhere"]))
        #expect(try follows("tools", ["WINNOW_NIGHTLY": ""]))
        let named = try winnow("history", "chat", "--db", ".winnow/history.sqlite")
        #expect(named.status == 0 && named.text.contains("\tchat "))
    }

    @Test func `where there is no history both places are named, and none is made`() throws {
        for arguments in [["history"], ["history", "--pin", "20260101-081530-3f9c"]] {
            let none = try winnow(arguments)
            #expect(none.status == 66)
            #expect(none.messages.contains("neither .winnow/nightly/history.sqlite, which"))
            #expect(none.messages.contains("nor .winnow/history.sqlite; name"))
        }
        let other = try winnow(["history"], environment: ["WINNOW_NIGHTLY": "nights"])
        #expect(other.messages.contains("neither nights/history.sqlite, which"))
        #expect(!scratch.exists(".winnow"))
    }
}

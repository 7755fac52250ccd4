import Foundation
import Testing

@Suite struct InstallationTests {
    let scratch: Scratch
    let winnow: Program

    init() throws {
        scratch = try Scratch()
        winnow = try Program(in: scratch)
    }

    @Test func `doctor finds all it needs from another folder`() throws {
        let run = try winnow("doctor")
        #expect(run.status == 0)
        #expect(run.messages.isEmpty)
        let lines = run.text.split(separator: "\n")
        #expect(lines.allSatisfy { $0.hasPrefix("fine\t") })
        for subject in ["cl100k_base: 100256 tokens", "o200k_base: 199998 tokens", "Corpora: "] {
            #expect(lines.contains { $0.hasPrefix("fine\t" + subject) })
        }
        #expect(lines.contains("fine\t.winnow/results.sqlite: no results yet"))
        #expect(try scratch.contents().isEmpty)
    }

    @Test func `doctor names a database that is none`() throws {
        try scratch.file("notes.txt", String(repeating: "no database ", count: 200))
        let run = try winnow("doctor", "--db", "notes.txt")
        #expect(run.status == 6)
        #expect(run.messages.contains("1 checks failed"))
        let wrong = run.text.split(separator: "\n").filter { $0.hasPrefix("WRONG\t") }
        #expect(wrong.count == 1)
        #expect(wrong.first?.contains("notes.txt: ") == true)
    }

    @Test func `the program alone, in another folder, counts, and says what it misses`() throws {
        let moved = try winnow.copied(to: "bin/winnow")
        #expect(try moved("count", "-", input: "hello world").text == "2\t-\n")
        #expect(
            try moved("count", "--encoding", "o200k_base", "-", input: "hello world").text
                == "2\t-\n")
        let run = try moved("run", "--dry-run")
        #expect(run.status == 66)
        #expect(run.messages.contains("Corpora: not found in a working copy around this folder"))
        let share = scratch.path + "/share/winnow"
        #expect(run.messages.contains("copy its folders Benchmarks and Corpora to \(share)"))
        #expect(run.messages.contains("or name your own: --corpora <dir>"))
        try Recordings.write(to: scratch)
        let matrix = try moved("run", "--corpora", "corpora")
        #expect(matrix.status == 66)
        #expect(matrix.messages.contains("default.yaml: not found in a working copy around"))
        #expect(matrix.messages.contains("or name your own: winnow run <matrix>"))
        let claims = try moved("claims")
        #expect(claims.status == 66)
        #expect(claims.messages.contains("or name your own: --claims <file>"))
        for words in [["report"], ["report", "--list"], ["dump"], ["claims", "--stored"]] {
            let report = try moved(words)
            #expect(report.status == 66)
            #expect(
                report.messages.contains(".winnow/results.sqlite: there are no results; make some"))
        }
        let doctor = try moved("doctor")
        #expect(doctor.status == 6)
        #expect(doctor.text.contains("WRONG\tCorpora: not found"))
    }

    @Test(arguments: ["opt", "opt/bin", "opt/share/winnow"])
    func `what is shipped is found beside the program, wherever one stands`(root: String) throws {
        try scratch.file(root + "/Benchmarks/Matrices/default.yaml", Recordings.matrix())
        try scratch.file(root + "/Corpora/chat/talk.jsonl", Recordings.chat)
        let moved = try winnow.copied(to: "opt/bin/winnow")
        let run = try moved("run", "--dry-run")
        #expect(run.status == 0, "\(run.messages)")
        #expect(run.text.contains("8 cells: 1 corpus, 4 configurations, 2 modes, 2 repet"))
    }

    @Test func `the shipped matrix and corpora are found from another folder`() throws {
        let run = try winnow("run", "--dry-run", "--filter", "corpus=vision,mode=stateless")
        #expect(run.status == 0)
        #expect(run.text.hasPrefix("vision  "))
        #expect(try scratch.contents().isEmpty)
    }
}

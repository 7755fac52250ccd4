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
        let run = try moved("run")
        #expect(run.status == 66)
        #expect(run.messages.contains("Corpora: not found in the working copy nor beside"))
        let doctor = try moved("doctor")
        #expect(doctor.status == 6)
        #expect(doctor.text.contains("WRONG\tCorpora: not found"))
    }

    @Test func `the shipped matrix and corpora are found from another folder`() throws {
        let run = try winnow("run", "--dry-run", "--filter", "corpus=vision,mode=stateless")
        #expect(run.status == 0)
        #expect(run.text.hasPrefix("vision  "))
        #expect(try scratch.contents().isEmpty)
    }
}

import Foundation
import Testing

/// Names and texts of others reach a terminal as signs, never as commands, and make no lines.
@Suite struct HostileNameTests {
    let winnow: Program

    init() throws { winnow = try Program(in: Scratch()) }

    /// A title for the window, a cleared screen, a line and a field of one's own, letters turned round.
    private static let name =
        "a\u{1B}]0;x\u{07}\u{1B}[2J\u{9B}31m\nwinnow: fine\tb\u{202E}c\u{2028}"

    private func check(_ run: Program.Finished, lines: ClosedRange<Int>? = nil) {
        for text in [run.text, run.messages] {
            let obeyed = text.unicodeScalars.filter {
                switch $0.value {
                case 0x0A, 0x09: false
                case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x202A...0x202E: true
                default: false
                }
            }
            #expect(obeyed.isEmpty, "\(text)")
            #expect(!text.contains("\nwinnow: fine"), "\(text)")
        }
        if let lines { #expect(lines.contains(run.text.split(separator: "\n").count)) }
    }

    @Test func `ids inside files are shown`() throws {
        let id = try #require(
            String(data: JSONEncoder().encode(Self.name), encoding: .utf8))
        let line = #"{"id":\#(id),"messages":[{"role":"user","content":"x"}]}"#
        try winnow.scratch.file("t.jsonl", line + "\n" + #"{"id":"b","messages":[]}"# + "\n" + line)
        let run = try winnow("condense", "t.jsonl")
        #expect(run.status == 65 && run.messages.contains("\\u001b]0;x"))
        check(run)
        check(try winnow("corpus", "import", "t.jsonl", "--out", "u.jsonl"))
        check(try winnow("condense", "t.jsonl", "--conversation", Self.name + "z"))
    }

    @Test func `names of files and folders are shown, one row each`() throws {
        let name = Self.name.replacing("/", with: "")
        try winnow.scratch.file(name + ".txt", "some words")
        let count = try winnow(["count", name + ".txt", name + ".none"])
        #expect(count.text.hasPrefix("2\ta\\u001b]0;x\\u0007"))
        check(count, lines: 1...1)
        try winnow.scratch.file("c/\(name)/t.jsonl", Recordings.long(turns: 2))
        try winnow.scratch.file("c/\(name)/no.bin", "\u{1}")
        check(try winnow("corpus", "list", "--corpora", "c"), lines: 2...2)
        check(try winnow("corpus", "stats", "--corpora", "c"), lines: 2...2)
    }

    @Test func `what is data stays as it is`() throws {
        try winnow.scratch.file("t.txt", Self.name)
        let compressed = try winnow("compress", "t.txt")
        try winnow.scratch.file("c.json", compressed.text)
        #expect(try winnow("decompress", "c.json").text == Self.name)
    }
}

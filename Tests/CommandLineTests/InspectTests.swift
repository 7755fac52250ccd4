import Foundation
import Testing

/// One conversation of a stored run, as a person looks at it.
@Suite struct InspectTests {
    let scratch: Scratch
    let winnow: Program

    init() throws {
        scratch = try Scratch()
        winnow = try Program(in: scratch)
        let turns = (0..<12).map { turn in
            let text = Array(repeating: "plain words of turn \(turn)", count: 30)
                .joined(separator: " ")
            let number = turn == 0 || turn == 11 ? " order 774411" : ""
            return
                #"{"role":"\#(turn % 2 == 0 ? "user" : "assistant")","content":"\#(text)\#(number)"}"#
        }.joined(separator: ",")
        try scratch.file(
            "corpora/shop/one.jsonl", #"{"id":"<b>one</b>","messages":[\#(turns)]}"# + "\n")
        try scratch.file(
            "m.yaml",
            "name: m\naxes:\n  management: [\"off\", legacy]\n  context.limit: [50%]\n")
        let run = try winnow("run", "m.yaml", "--corpora", "corpora", "--quiet")
        #expect(run.status == 0, "\(run.messages)")
    }

    private func inspect(_ arguments: String...) throws -> Program.Finished {
        try winnow(["inspect", "latest"] + arguments + ["--corpora", "corpora"])
    }

    @Test func `the page shows before and after, and texts only where they are asked for`() throws {
        let filter = ["--filter", "management=legacy,mode=stateless"]
        let plain = try winnow(
            ["inspect", "latest", "shop/<b>one</b>", "--corpora", "corpora"] + filter)
        #expect(plain.status == 0, "\(plain.messages)")
        #expect(
            plain.text.contains("## Requests") && plain.text.hasSuffix(".winnow/inspect.html\n"))
        #expect(plain.text.split(separator: "\n").count { $0.hasPrefix("| 6 |") } == 1)
        let page = try scratch.text(".winnow/inspect.html")
        #expect(
            page.contains("class=\"turn removed\"") && page.contains("Request 6, before and after"))
        #expect(!page.contains("plain words") && !page.contains("774411"))
        #expect(!page.contains("<b>one</b>"))
        let full = try winnow(
            [
                "inspect", "latest", "<b>one</b>", "--corpora", "corpora", "--with-text", "--out",
                "x.html",
            ]
                + filter)
        #expect(full.status == 0, "\(full.messages)")
        let text = try scratch.text("x.html")
        #expect(text.contains("<mark class=\"lost\">774411</mark>"))
        #expect(text.contains("plain words of turn 0"))
    }

    @Test func `a run makes pages of what stands out, and its page links them`() throws {
        let page = try scratch.text(".winnow/runs/latest/report.html")
        let files = try scratch.contents().filter { $0.contains("conversation-") }
        #expect(!files.isEmpty)
        for file in files {
            let name = file.split(separator: "/").last ?? ""
            #expect(page.contains("<a href=\"\(name)\">"))
            #expect(!(try scratch.text(file)).contains("plain words"))
        }
    }

    @Test func `nothing that is no page is replaced, and the page's command shows the same again`()
        throws
    {
        let recording = try scratch.text("corpora/shop/one.jsonl")
        let refused = try inspect("<b>one</b>", "--out", "corpora/shop/one.jsonl")
        #expect(refused.status == 64 && refused.messages.contains("no page of ours"))
        #expect(try scratch.text("corpora/shop/one.jsonl") == recording)
        #expect(try inspect("<b>one</b>", "--out", "").status == 64)
        let first = try inspect("<b>one</b>")
        let command = try #require(
            first.text.split(separator: "\n").first { $0.hasPrefix("winnow inspect ") })
        #expect(!command.contains("latest") && command.hasSuffix("--corpora corpora"))
        // Several cells have it, so one is chosen, and said.
        #expect(first.messages.contains("cells have it; this is mode="))
        #expect(try inspect("<b>one</b>").text == first.text)
    }

    @Test func `pages of an earlier report do not pass for a later one's`() throws {
        try scratch.file("pages/conversation-saves-most.html", "old")
        try scratch.file(
            "off.yaml", "name: off\naxes:\n  management: [\"off\"]\n  context.limit: [50%]\n")
        let run = try winnow(
            "run", "off.yaml", "--corpora", "corpora", "--quiet", "--report", "pages")
        #expect(run.status == 0, "\(run.messages)")
        #expect(try !scratch.contents().contains { $0.hasPrefix("pages/conversation-") })
    }

    @Test func `what is not there is named, with what is`() throws {
        let nobody = try inspect("nobody")
        #expect(
            nobody.status == 64 && nobody.messages.contains("`winnow inspect latest` lists all"))
        let part = try inspect("one")
        #expect(part.status == 64 && part.messages.contains("there is 'shop/<b>one</b>'"))
        let list = try winnow("inspect", "latest")
        #expect(list.text == "shop/<b>one</b>\t6 requests\n")
        let cell = try inspect("<b>one</b>", "--filter", "management=full")
        #expect(cell.status == 64 && cell.messages.contains("no cell of --filter management=full"))
        let request = try inspect("<b>one</b>", "--request", "7")
        #expect(request.status == 64 && request.messages.contains("requests 1 to 6"))
        let run = try winnow("inspect", "none", "x", "--corpora", "corpora")
        #expect(run.status == 64 && run.messages.contains("has no run 'none'"))
        try scratch.file(
            "corpora/shop/two.jsonl", #"{"messages":[{"role":"user","content":"a"}]}"# + "\n")
        let changed = try inspect("<b>one</b>")
        #expect(changed.status == 65 && changed.messages.contains("it was changed"))
    }
}

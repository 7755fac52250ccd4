import Foundation
import Testing

/// What `winnow condense` is told of a conversation.
@Suite struct CondenseTests {
    let winnow: Program

    init() throws {
        winnow = try Program(in: Scratch())
        let messages = (0..<24).map { index in
            let role = index % 2 == 0 ? "user" : "assistant"
            let text = String(repeating: "number \(index) says so again ", count: 30)
            return #"{"role":"\#(role)","content":[{"type":"text","text":"\#(text)"}]}"#
        }
        let last = #"{"role":"user","content":"and now?"}"#
        let list = (messages + [last]).joined(separator: ",")
        try winnow.scratch.file(
            "a.json", #"{"system":"Be brief.","max_tokens":9,"messages":[\#(list)]}"#)
    }

    @Test func `a message is pinned by its number in the file`() throws {
        let run = try winnow("condense", "a.json", "--limit", "900", "--pin", "6", "--json")
        #expect(run.status == 0, "\(run.messages)")
        let whole = String(repeating: "number 6 says so again ", count: 30)
        #expect(run.text.contains(whole))
        #expect(!run.text.contains(whole.replacing("6", with: "5")))
        let outside = try winnow("condense", "a.json", "--limit", "900", "--pin", "25")
        #expect(outside.status == 64 && outside.messages.contains("messages 0 to 24"))
    }

    @Test func `doctor tells prices that cannot be read`() throws {
        #expect(try winnow("doctor").text.contains("fine\tprices: "))
        try winnow.scratch.file(".winnow/prices.json", "garbage")
        let run = try winnow("doctor")
        #expect(run.status == 6 && run.text.contains("WRONG\t.winnow/prices.json: "))
    }
}

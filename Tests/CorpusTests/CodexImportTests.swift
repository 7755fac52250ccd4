import ContextModel
import Corpus
import Testing
import WireFormats

@Suite struct CodexImportTests {
    private static func line(_ type: String, _ payload: String, at second: Int = 1) -> String {
        #"{"timestamp":"2026-01-01T00:00:0\#(second).000Z","type":"\#(type)","#
            + #""payload":{\#(payload)}}"#
    }

    private static func meta(_ fields: String = "", at second: Int = 1) -> String {
        line(
            "session_meta",
            #""id":"r","base_instructions":{"text":"Rules"}"# + (fields.isEmpty ? "" : ",")
                + fields, at: second)
    }

    private static func item(_ fields: String, at second: Int = 1) -> String {
        line("response_item", fields, at: second)
    }

    private static func says(_ role: String, _ text: String, at second: Int = 1) -> String {
        item(message(role, text), at: second)
    }

    private static func message(_ role: String, _ text: String) -> String {
        let type = role == "assistant" ? "output_text" : "input_text"
        return #""type":"message","role":"\#(role)","content":"#
            + #"[{"type":"\#(type)","text":"\#(text)"}]"#
    }

    private static func call(_ id: String) -> String {
        item(#""type":"function_call","name":"run","arguments":"{}","call_id":"\#(id)""#)
    }

    private static func output(_ id: String) -> String {
        item(#""type":"function_call_output","call_id":"\#(id)","output":"of \#(id)""#)
    }

    /// What the provider reported: the sum so far, and the last prompt with what a cache held of it.
    private static func usage(
        _ total: Int, prompt: Int = 10, cached: Int = 4, at second: Int = 1
    ) -> String {
        line(
            "event_msg",
            #""type":"token_count","info":{"total_token_usage":{"total_tokens":\#(total)},"#
                + #""last_token_usage":{"input_tokens":\#(prompt),"cached_input_tokens":\#(cached),"#
                + #""output_tokens":2}}"#, at: second)
    }

    @Test func `an answer is what was written until its usage was told`() {
        let reading = Reading(
            log: [
                Self.meta(), Self.says("developer", "Be brief"), Self.says("user", "Go"),
                Self.line("event_msg", #""type":"user_message","message":"Go""#),
                Self.line("turn_context", #""model":"m""#),
                Self.item(#""type":"reasoning","summary":[{"type":"summary_text","text":"Hm"}]"#),
                Self.says("assistant", "Going"), Self.call("a"), Self.output("a"), Self.call("b"),
                Self.usage(12), Self.output("b"), Self.usage(12), Self.says("assistant", "Gone"),
                Self.usage(30),
            ])
        #expect(reading.format == .codex)
        #expect(reading.ids == ["r"])
        let begin = "S: Rules / S: Be brief / U: Go"
        #expect(
            reading.requests == [
                begin,
                begin + " / A: (Hm)|Going|run#a({})|run#b({}) / T: #a=of a / T: #b=of b",
            ])
        let usage = reading.transcripts.first?.requests.first?.usage
        #expect(usage?.uncached == 6 && usage?.read == 4 && usage?.output == 2)
        #expect(usage?.prompt == 10 && usage?.model == "m")
        #expect(reading.transcripts.first?.leftOut.total == 0)
    }

    @Test func `after a compaction requests hold the history that replaced the old one`() {
        let reading = Reading(
            log: [
                Self.meta(), Self.says("user", "Go"), Self.says("assistant", "Gone"),
                Self.usage(12),
                Self.line(
                    "compacted",
                    #""message":"","replacement_history":[{\#(Self.message("user", "Go"))},"#
                        + #"{"type":"compaction","encrypted_content":"QUJD"}]"#),
                Self.says("user", "More"), Self.says("assistant", "Done"), Self.usage(30),
            ])
        #expect(reading.ids == ["r", "r#2"])
        let summary = #"?{"type":"redacted_thinking","data":"QUJD"}"#
        #expect(
            reading.requests == [
                "S: Rules / U: Go", "S: Rules / U: Go / A: \(summary) / U: More",
            ])
        #expect(
            reading.transcripts.last?.stretch
                == Stretch(number: 2, cause: .compaction, repeated: [0..<2], summary: 2))
    }

    @Test func `a fork makes no request that its parent made`() {
        let reading = Reading(
            log: [
                Self.meta(#""forked_from_id":"p""#), Self.meta(), Self.says("user", "Go"),
                Self.says("assistant", "Gone"), Self.usage(12), Self.says("user", "More", at: 9),
                Self.says("assistant", "Done", at: 9), Self.usage(30, at: 9),
            ])
        #expect(reading.requests == ["S: Rules / U: Go / A: Gone / U: More"])
    }

    @Test func `an answer that broke off is a request without usage`() {
        let reading = Reading(
            log: [
                Self.meta(), Self.says("user", "Go"), Self.says("assistant", "Go"),
                Self.says("user", "Stop"), Self.says("assistant", "Stopped"), Self.usage(12),
            ])
        #expect(
            reading.requests == ["S: Rules / U: Go", "S: Rules / U: Go / A: Go / U: Stop"])
        #expect(reading.transcripts.first?.requests.map { $0.usage?.prompt } == [nil, 10])
    }

    @Test func `items of an unknown type are named`() {
        let reading = Reading(
            log: [
                Self.meta(), Self.says("user", "Go"), Self.item(#""type":"dance""#),
                Self.says("assistant", "Gone"), Self.usage(12),
            ])
        #expect(reading.requests == ["S: Rules / U: Go"])
        #expect(reading.transcripts.first?.leftOut.counts == ["item dance": 1])
    }

    @Test func `a call whose output is refused goes with it`() {
        let reading = Reading(
            log: [
                Self.meta(), Self.says("user", "Go"), Self.says("assistant", "Going"),
                Self.call("a"), #"{"type":"response_item","payl"#, Self.usage(12),
                Self.says("assistant", "Gone"), Self.usage(30),
            ])
        #expect(reading.errors.map(\.line) == [5])
        #expect(reading.requests.last == "S: Rules / U: Go / A: Going")
        #expect(
            reading.transcripts.first?.leftOut.counts == ["call whose result was refused": 1])
    }
}

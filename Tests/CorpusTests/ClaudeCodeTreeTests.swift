import ContextModel
import Corpus
import Testing
import WireFormats

/// What the requests of a session log held: never what merely stands before them in the file.
@Suite struct ClaudeCodeTreeTests {
    private typealias Log = ClaudeCodeLog

    @Test func `after a compaction requests hold the summary alone`() {
        let reading = Reading(log: [
            Log.user("old", after: nil), Log.answer("a1", after: "old"),
            Log.line("system", "cb", after: nil, #""subtype":"compact_boundary""#),
            Log.user("Summary", after: "cb"), Log.answer("a2", after: "Summary"),
        ])
        #expect(reading.requests == ["U: old", "U: Summary"])
        #expect(reading.ids == ["s", "s#2"])
        #expect(
            reading.transcripts.map(\.stretch) == [
                nil, Stretch(number: 2, cause: .compaction, summary: 0),
            ])
    }

    @Test(arguments: [
        #""preservedMessages":{"anchorUuid":"sum","uuids":["a2","r2"]}"#,
        #""preservedSegment":{"anchorUuid":"sum","headUuid":"a2","tailUuid":"r2"}"#,
    ])
    func `what a compaction keeps stands behind the summary`(kept: String) {
        let reading = Reading(log: [
            Log.user("u1", after: nil), Log.answer("a1", after: "u1"),
            Log.user("u2", after: "a1"), Log.answer("a2", after: "u2", calls: ["c"]),
            Log.results("r2", after: "a2", of: "c"), Log.boundary("cb", "{\(kept)}"),
            Log.user("sum", after: "cb", nil, #""isCompactSummary":true"#),
            Log.user("u3", after: "sum"), Log.answer("a3", after: "u3"),
        ])
        let call = "A: Read#c({}) / T: #c=of c"
        #expect(reading.requests == ["U: u1", "U: u1 / A: a1 / U: u2", "U: sum / \(call) / U: u3"])
        #expect(reading.transcripts.last?.stretch?.repeated == [1..<3])
    }

    @Test func `version 1 begins again with the summary as a root`() {
        let reading = Reading(log: [
            Log.user("u1", after: nil), Log.answer("a1", after: "u1"),
            Log.user("u2", after: nil, "This session is being continued. So far: …"),
            Log.answer("a2", after: "u2"),
        ])
        #expect(reading.requests == ["U: u1", "U: This session is being continued. So far: …"])
        #expect(reading.transcripts.last?.stretch?.cause == .compaction)
    }

    @Test func `a branch that was left is no part of later requests`() {
        let reading = Reading(log: [
            Log.user("u1", after: nil), Log.answer("a1", after: "u1"),
            Log.user("u2", after: "a1"), Log.answer("a2", after: "u2"),
            Log.user("u3", after: "a1"), Log.answer("a3", after: "u3"),
        ])
        #expect(
            reading.requests == [
                "U: u1", "U: u1 / A: a1 / U: u2", "U: u1 / A: a1 / U: u3",
            ])
        #expect(reading.ids == ["s", "s#2"])
        #expect(
            reading.transcripts.last?.stretch
                == Stretch(number: 2, cause: .rewind, repeated: [0..<2]))
    }

    @Test func `a prompt that was taken back unanswered is named`() {
        let reading = Reading(log: [
            Log.user("u1", after: nil), Log.answer("a1", after: "u1"),
            Log.user("u2", after: "a1"), Log.user("u3", after: "a1"),
            Log.answer("a3", after: "u3"),
        ])
        #expect(reading.requests.last == "U: u1 / A: a1 / U: u3")
        #expect(reading.transcripts.count == 1)
        #expect(
            reading.transcripts.first?.leftOut.counts == ["message that no request sent": 1])
    }

    @Test func `lines that come twice count once`() {
        let lines = [Log.user("u1", after: nil), Log.answer("yo", after: "u1")]
        let reading = Reading(log: lines + lines)
        #expect(reading.notation == "U: u1 / A: yo")
        #expect(reading.requests == ["U: u1"])
    }

    @Test func `all results of parallel calls are sent`() {
        let reading = Reading(log: [
            Log.user("u1", after: nil), Log.answer("a1", after: "u1", id: "m", calls: ["c"]),
            Log.answer("a2", after: "a1", id: "m", calls: ["d"]),
            Log.results("r1", after: "a1", of: "c"), Log.results("r2", after: "a2", of: "d"),
            Log.answer("a3", after: "r2"),
        ])
        #expect(
            reading.requests == [
                "U: u1", "U: u1 / A: Read#c({})|Read#d({}) / T: #c=of c / T: #d=of d",
            ])
    }

    @Test func `a prompt typed while an answer was logged comes after it`() {
        let reading = Reading(log: [
            Log.user("u1", after: nil), Log.answer("a1", after: "u1", id: "m"),
            Log.user("u2", after: "a1"), Log.answer("a2", after: "u2", id: "m", calls: ["c"]),
            Log.results("r", after: "a2", of: "c"), Log.answer("a3", after: "r"),
        ])
        #expect(
            reading.requests.last == "U: u1 / A: a1|Read#c({}) / T: #c=of c / U: u2")
        #expect(reading.requests.count == 2)
    }

    @Test func `hooks of a session that is resumed do not begin another`() {
        let reading = Reading(log: [
            Log.user("u1", after: nil), Log.answer("a1", after: "u1"),
            Log.line("progress", "p", after: nil), Log.user("u2", after: "p"),
            Log.answer("a2", after: "u2"),
            Log.line("progress", "q", after: "in no file"), Log.user("u3", after: "q"),
        ])
        #expect(reading.requests == ["U: u1", "U: u1 / A: a1 / U: u2"])
        #expect(reading.notation == "U: u1 / A: a1 / U: u2 / A: a2 / U: u3")
    }

    @Test func `emptied results are empty in what was sent later`() {
        let reading = Reading(log: [
            Log.user("u1", after: nil), Log.answer("a1", after: "u1", calls: ["c"]),
            Log.results("r", after: "a1", of: "c"), Log.answer("a2", after: "r"),
            Log.line(
                "system", "m", after: "a2", #""subtype":"microcompact_boundary""#,
                #""microcompactMetadata":{"compactedToolIds":["c","x"]}"#),
            Log.user("u2", after: "m"), Log.answer("a3", after: "u2"),
        ])
        let begin = "U: u1 / A: Read#c({}) / T: #c="
        #expect(
            reading.requests == ["U: u1", begin + "of c", begin + " / A: a2 / U: u2"])
        #expect(reading.transcripts.last?.stretch?.cause == .clearing)
        #expect(reading.transcripts.last?.stretch?.repeated == [0..<4])
    }

    @Test func `usage is that of the last line of an answer`() {
        let first = #"{"input_tokens":3,"output_tokens":1}"#
        let last =
            #"{"input_tokens":3,"cache_read_input_tokens":10,"cache_creation_input_tokens":7,"#
            + #""cache_creation":{"ephemeral_1h_input_tokens":5},"output_tokens":9}"#
        let reading = Reading(log: [
            Log.user("u1", after: nil), Log.answer("a1", after: "u1", id: "m", usage: first),
            Log.answer("a2", after: "a1", id: "m", usage: last),
        ])
        var usage = RecordedUsage()
        (usage.uncached, usage.read, usage.written) = (3, 10, 2)
        (usage.writtenForAnHour, usage.output, usage.model) = (5, 9, "m")
        #expect(reading.transcripts.first?.requests.map(\.usage) == [usage])
        #expect(usage.prompt == 20)
    }

    @Test func `of several rounds the prompt is that of the last`() {
        let rounds =
            #"{"input_tokens":9,"iterations":[{"type":"message","input_tokens":4},"#
            + #"{"type":"advisor_message","input_tokens":99},{"type":"message","input_tokens":5}]}"#
        let reading = Reading(log: [
            Log.user("u1", after: nil), Log.answer("a1", after: "u1", usage: rounds),
        ])
        let usage = reading.transcripts.first?.requests.first?.usage
        #expect(usage?.uncached == 9)
        #expect(usage?.prompt == 5)
    }
}

/// What a log's transcripts are written as, and how they come back.
@Suite struct ClaudeCodeLineTests {
    private typealias Log = ClaudeCodeLog

    @Test func `stretches, usage and what was left out come back from their lines`() {
        let usage = #"{"input_tokens":3,"cache_read_input_tokens":10,"output_tokens":9}"#
        let reading = Reading(log: [
            Log.user("u1", after: nil), Log.answer("a1", after: "u1", usage: usage),
            Log.attachment("h", after: "a1", #""type":"hook_success","content":"""#),
            Log.user("u2", after: "a1"), Log.answer("a2", after: "u2"),
            Log.user("u3", after: "a1"), Log.answer("a3", after: "u3"),
        ])
        #expect(reading.transcripts.count == 2)
        let again = Reading(
            reading.transcripts.map { ChatCompletionsFormat.line(of: $0) }.joined(separator: "\n"))
        for (old, read) in zip(reading.transcripts, again.transcripts) {
            var new = read
            new.source = old.source
            #expect(new == old)
        }
        #expect(again.transcripts.count == 2)
    }
}

/// Which conversations a log holds, and how they are called.
@Suite struct ClaudeCodeConversationTests {
    private typealias Log = ClaudeCodeLog

    @Test func `sub-agents are told apart by session and agent`() {
        func agent(_ name: String, in session: String) -> [String] {
            let place =
                #""sessionId":"\#(session)","isSidechain":true,"agentId":"\#(name)""#
            return [
                Log.user(name + session, after: nil, nil, place),
                Log.answer(
                    name + session + "a", after: name + session, place),
            ]
        }
        let reading = Reading(
            log: agent("x", in: "s") + agent("y", in: "s") + agent("x", in: "t"))
        #expect(reading.ids == ["s/x", "s/y", "t/x"])
        #expect(reading.requests == ["U: xs", "U: ys", "U: xt"])
    }

    @Test func `a session that goes on in another is one conversation`() {
        let reading = Reading(log: [
            Log.user("u1", after: nil), Log.answer("a1", after: "u1"),
            Log.user("u2", after: "a1", nil, #""sessionId":"t""#),
            Log.answer("a2", after: "u2", #""sessionId":"t""#),
        ])
        #expect(reading.ids == ["s"])
        #expect(reading.requests == ["U: u1", "U: u1 / A: a1 / U: u2"])
    }

    @Test func `statistics count what stretches share once`() {
        let reading = Reading(log: [
            Log.user("one two", after: nil), Log.answer("a1", after: "one two"),
            Log.user("u2", after: "a1"), Log.answer("a2", after: "u2"),
            Log.user("u3", after: "a1"), Log.answer("a3", after: "u3"),
        ])
        var statistics = CorpusStatistics(path: "", format: .claudeCode)
        for transcript in reading.transcripts { statistics.add(transcript, counter: WordCounter()) }
        #expect(statistics.conversations == 1)
        #expect(statistics.replayed == 2)
        #expect(statistics.messages == 6)
        #expect(statistics.requests == 3)
        #expect(statistics.contentTokens.value == 7)
        #expect(statistics.longest?.tokens.value == 7)
        #expect(statistics.repeatedTokens.value == 0)
    }

    @Test func `a log that begins with an answer has a request nobody can make`() {
        let reading = Reading(log: [
            Log.answer("a1", after: "gone", calls: ["c"]), Log.results("r", after: "a1", of: "c"),
            Log.answer("a2", after: "r"),
        ])
        #expect(reading.requests == ["A: Read#c({}) / T: #c=of c"])
        #expect(
            reading.transcripts.first?.leftOut.counts == ["request whose prompt is not recorded": 1]
        )
    }
}

/// What the program put into prompts beside what was said.
@Suite struct ClaudeCodeAttachmentTests {
    private typealias Log = ClaudeCodeLog

    private func reading(_ attachment: String) -> Reading {
        Reading(log: [
            Log.user("u1", after: nil), Log.answer("a1", after: "u1", calls: ["c"]),
            Log.attachment("q1", after: "a1", attachment),
            Log.results("r", after: "q1", of: "c"), Log.answer("a2", after: "r"),
        ])
    }

    @Test(arguments: [
        (
            #""type":"queued_command","commandMode":"prompt","prompt":"STOP: leave seeds.db""#,
            "STOP: leave seeds.db"
        ),
        (#""type":"queued_command","prompt":[{"type":"text","text":"Wait"}]"#, "Wait"),
        (#""type":"new_kind","rendered":["One","two"]"#, "One\ntwo"),
        (
            #""type":"file","filename":"a.txt","content":{"type":"text","file":{"content":"A"}}"#,
            "a.txt\nA"
        ),
        (#""type":"hook_additional_context","content":["x","y"]"#, "x\ny"),
        (#""type":"total_tokens_reminder","text":"9 left""#, "9 left"),
        (
            #""type":"deferred_tools_delta","addedLines":["Cron"],"removedNames":["Web"]"#,
            "Cron\nWeb"
        ),
        (#""type":"hook_success","content":"ok","stdout":"log""#, "ok"),
    ])
    func `attachments are sent behind the results`(attachment: String, text: String) {
        let reading = reading(attachment)
        #expect(reading.requests.last == "U: u1 / A: Read#c({}) / T: #c=of c / U: " + text)
        #expect(reading.transcripts.first?.leftOut.total == 0)
    }

    @Test(arguments: [
        #""type":"hook_success","content":"","stdout":"log""#,
        #""type":"task_reminder","content":[]"#,
        #""type":"hook_system_message","content":"for the user""#,
        #""type":"command_permissions","allowedTools":["Read"]"#,
    ])
    func `attachments of which nothing was sent are named`(attachment: String) {
        let reading = reading(attachment)
        #expect(reading.requests.last == "U: u1 / A: Read#c({}) / T: #c=of c")
        let type = attachment.split(separator: "\"")[2]
        #expect(reading.transcripts.first?.leftOut.counts == ["attachment \(type)": 1])
        #expect(reading.transcripts.first?.leftOut.description == "1 × attachment \(type)")
    }

    @Test func `an error shown as an answer was not sent and is named`() {
        let reading = Reading(log: [
            Log.user("u1", after: nil),
            Log.answer("error", after: "u1", #""isApiErrorMessage":true"#),
            Log.user("u2", after: "error"), Log.answer("a2", after: "u2"),
        ])
        #expect(reading.requests == ["U: u1 / U: u2"])
        #expect(reading.transcripts.first?.leftOut.counts == ["error shown as an answer": 1])
    }
}

@Suite struct ClaudeCodeRecognitionTests {
    private typealias Log = ClaudeCodeLog

    @Test func `a log of one line is known`() {
        let reading = Reading(log: [Log.user("u1", after: nil)])
        #expect(reading.format == .claudeCode)
        #expect(reading.notation == "U: u1")
    }

    @Test func `any number of notes may stand before a conversation`() {
        let summary = #"{"type":"summary","summary":"Fixed","leafUuid":"x"}"#
        let mode = #"{"type":"mode","mode":"normal","sessionId":"s"}"#
        let notes = Array(repeating: [summary, mode], count: 20).flatMap(\.self)
        let reading = Reading(log: notes + [Log.user("u1", after: nil)])
        #expect(reading.format == .claudeCode)
        #expect(reading.notation == "U: u1")
        #expect(reading.errors.isEmpty)
    }

    @Test(arguments: [
        #"{"type":"summary","summary":"Fixed","leafUuid":"x"}"#,
        #"{"type":"file-history-snapshot","messageId":"m","snapshot":{}}"#,
    ])
    func `a log of notes alone holds no conversation and is no fault`(note: String) {
        for log in [[note], [note, note]] {
            let reading = Reading(log: log)
            #expect(reading.format == .claudeCode)
            #expect(reading.transcripts.isEmpty)
            #expect(reading.errors.isEmpty)
        }
    }

    @Test(arguments: [
        #"{"type":"summary","text":"of a book"}"#, #"{"type":"mode","value":1}"#,
    ])
    func `words alone make no log`(line: String) {
        #expect(Reading(log: [line, line]).isUnknown)
    }

    @Test(arguments: [
        #"{"type":"user","uuid":"r","parentUuid":"a2","sessionId":"s","mess"#,
        #"{"type":"user","uuid":"r","parentUuid":"a2","sessionId":"s","message":{"content":[{}]}}"#,
    ])
    func `a call whose result is refused goes with it`(refused: String) {
        let reading = Reading(log: [
            Log.user("u1", after: nil), Log.answer("a1", after: "u1", id: "m"),
            Log.answer("a2", after: "a1", id: "m", calls: ["c"]), refused,
            Log.answer("a3", after: "r"), Log.user("u2", after: "a3"),
            Log.answer("a4", after: "u2"),
        ])
        #expect(reading.errors.map(\.line) == [4])
        #expect(
            reading.requests == [
                "U: u1", "U: u1 / A: a1", "U: u1 / A: a1 / A: a3 / U: u2",
            ])
        #expect(
            reading.transcripts.first?.leftOut.counts == ["call whose result was refused": 1])
    }

    @Test func `an answer of nothing but such a call goes with its request`() {
        let reading = Reading(log: [
            Log.user("u1", after: nil), Log.answer("a1", after: "u1", calls: ["c"]), "{",
            Log.user("u2", after: "gone"), Log.answer("a2", after: "u2"),
        ])
        #expect(reading.notation == "U: u1 / U: u2 / A: a2")
        #expect(reading.requests == ["U: u1 / U: u2"])
    }
}

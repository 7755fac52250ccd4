import ContextModel
import Corpus
import Testing
import WireFormats

@Suite struct SWEAgentImportTests {
    @Test func `a 0.x action is a call without a recorded identifier, the next row its result`() {
        let reading = Reading(
            """
            {"environment": "e", "trajectory": [], "info": {}, "history": [
              {"role": "system", "content": "Rules.", "agent": "main"},
              {"role": "user", "content": "Demo.", "is_demo": true},
              {"role": "user", "content": "Fix it."},
              {"role": "assistant", "content": "Look.\\nls", "thought": "Look.", "action": "ls"},
              {"role": "user", "content": "a.py"},
              {"role": "assistant", "content": "Hm.", "thought": "Hm.", "action": ""},
              {"role": "user", "content": "Go on."},
              {"role": "assistant", "content": "submit", "action": "submit"}]}
            """, path: "runs/task-1.v2.traj")
        #expect(reading.format == .sweAgent)
        #expect(reading.transcripts.first?.conversation.id == "task-1.v2")
        #expect(
            reading.notation == """
                S: Rules. / U: Demo. / U: Fix it. / A: Look.\nls|action#call_1(ls) \
                / T: #call_1=a.py / A: Hm. / U: Go on. / A: submit|action#call_2(submit)
                """)
        #expect(reading.transcripts.first?.requests.counts == [3, 5, 7])
    }

    @Test func `1.x calls and parts are read as written`() {
        let reading = Reading(
            """
            {"history": [
              {"role": "user", "content": [
                {"type": "text", "text": "Fix "}, {"type": "text", "text": "it."}]},
              {"role": "assistant", "content": "Look.", "action": "ls -a", "tool_calls": [
                {"id": "x9", "type": "function", "function": {"name": "bash", "arguments": "{}"}}]},
              {"role": "tool", "content": "a.py", "tool_call_ids": ["x9"]}]}
            """)
        #expect(reading.notation == "U: Fix it. / A: Look.|bash#x9({}) / T: #x9=a.py")
    }

    @Test func `a row of no known role is refused with its place`() {
        let reading = Reading(#"{"history": [{"role": "critic", "content": ""}]}"#)
        #expect(reading.transcripts.isEmpty)
        #expect(reading.errors.first?.field == "history[0].role")
        #expect(reading.errors.first?.found == #""critic""#)
    }
}

@Suite struct VorfluxImportTests {
    private static let spans = """
        {"instance_id": "i-1", "session_id": "s", "trajectory": [
          {"type": "llm_call", "timestamp": "2026-01-01 00:00:00.250999", "output": {"content": "",
           "tool_calls": []}, "task_prompt": [{"role": "user", "content": "Fix it."}]},
          {"type": "tool_call", "timestamp": "2026-01-01 00:00:01", "tool": "bash",
           "arguments": {"c": "ls"}, "result": {"stdout": "a", "stderr": "warn", "exitCode": 0}},
          {"type": "llm_call", "timestamp": "2026-01-01 00:00:02", "output": {
           "content": "Two steps.", "tool_calls": [
             {"id": "t", "type": "function", "function": {"name": "x", "arguments": "{}"}}]}},
          {"type": "tool_call", "timestamp": "2026-01-01 00:00:03", "tool": "read",
           "arguments": {}, "result": "text"},
          {"type": "tool_call", "timestamp": "2026-01-01 00:00:04", "tool": "find",
           "arguments": {}, "result": {"hits": [1, 2]}},
          {"type": "judge_call", "model": "j", "timestamp": "", "input_messages": []},
          {"type": "llm_call", "timestamp": "2026-01-01 00:00:05"},
          {"type": "llm_call", "timestamp": "2026-01-01 00:00:06", "output": {"content": "Done.",
           "tool_calls": []}}]}
        """

    @Test func `calls and results come from tool spans, text from model spans`() {
        let reading = Reading(Self.spans)
        #expect(reading.format == .vorflux)
        #expect(
            reading.notation == """
                U: Fix it. / A: bash#call_1({"c":"ls"}) / T: #call_1=a\nwarn \
                / A: Two steps.|read#call_2({})|find#call_3({}) / T: #call_2=text \
                / T: #call_3={"hits": [1, 2]} / A: Done.
                """)
        #expect(reading.transcripts.first?.requests.counts == [1, 3, 6])
    }

    @Test func `each message has the time of its span`() {
        let times = Reading(Self.spans).transcripts.first?.timestamps.compactMap(\.self) ?? []
        let start = Int64(1_767_225_600_000)
        #expect(times.map { $0 - start } == [250, 250, 1000, 2000, 3000, 4000, 6000])
    }
}

@Suite struct OpenHandsImportTests {
    private static let run = """
        {"instance_id": "r-1", "history": [\
        {"id": 0, "source": "agent", "timestamp": "1970-01-01T00:00:01", "action": "system", \
        "args": {"content": "Rules."}},\
        {"id": 1, "source": "user", "action": "message", "args": {"content": "Fix it."}},\
        {"id": 2, "source": "user", "action": "recall", "args": {"query": "Fix", "thought": ""}},\
        {"id": 3, "source": "environment", "observation": "recall", "cause": 2, "content": "ctx"},\
        {"id": 4, "source": "agent", "action": "run", \
        "args": {"command": "ls", "thought": "Look."}, \
        "tool_call_metadata": {"function_name": "bash", "tool_call_id": "t1", \
        "model_response": {"id": "g1"}}},\
        {"id": 6, "source": "agent", "observation": "run", "cause": 4, "content": "a.py"},\
        {"id": 5, "source": "agent", "action": "read", "args": {"path": "a.py", "thought": ""}, \
        "tool_call_metadata": {"function_name": "edit", "tool_call_id": "t2", \
        "model_response": {"id": "g1"}}},\
        {"id": 7, "source": "agent", "observation": "error", "content": "no"},\
        {"id": 8, "source": "agent", "action": "message", "args": {"content": "Stuck."}}]}
        """

    @Test func `events become messages, calls of one answer one message`() {
        let reading = Reading(Self.run + "\n" + Self.run + "\n")
        #expect(reading.format == .openHands)
        #expect(reading.transcripts.count == 2)
        #expect(
            reading.notation == """
                S: Rules. / U: Fix it. / A: recall#call_1({"query":"Fix"}) / T: #call_1=ctx \
                / A: Look.|bash#t1({"command":"ls"})|edit#t2({"path":"a.py"}) / T: #t1=a.py \
                / T: #-=no / A: Stuck.
                """)
    }

    @Test func `what the program asks itself makes no request`() {
        #expect(Reading(Self.run).transcripts.first?.requests.counts == [4, 7])
    }

    @Test func `an event that is neither action nor observation is refused`() {
        let reading = Reading(Self.run + "\n" + #"{"history": [{"id": 1}]}"# + "\n" + Self.run)
        #expect(reading.transcripts.map(\.source.record) == [0, 2])
        #expect(reading.errors.first?.line == 2)
        #expect(reading.errors.first?.field == "history[0].action")
    }
}

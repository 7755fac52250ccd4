import ContextModel
import Corpus
import Testing
import WireFormats

@Suite struct TauImportTests {
    private static let tau2 = """
        {"timestamp": "x", "tasks": [], "simulations": [
          {"id": "s-1", "task_id": "0", "messages": [
            {"role": "assistant", "content": "Hi!", "tool_calls": null, "turn_idx": 0},
            {"role": "user", "content": "Where is my parcel?", "turn_idx": 1,
             "timestamp": "1970-01-02T00:00:01.5"},
            {"role": "assistant", "content": "", "turn_idx": 2, "tool_calls": [
              {"id": "a", "name": "track", "arguments": {"n": 1.50}, "requestor": "assistant"},
              {"id": "b", "name": "owner", "arguments": {}, "requestor": "assistant"}]},
            {"role": "tool", "id": "b", "content": "Ann", "requestor": "assistant"},
            {"role": "tool", "id": "a", "content": null, "requestor": "assistant"},
            {"role": "assistant", "content": "It is on its way."}]}],
          "info": {"environment_info": {"policy": "Be kind."}}}
        """

    @Test func `tau2's policy is the system message and arguments stay values`() {
        let reading = Reading(Self.tau2)
        #expect(reading.format == .tau2)
        #expect(reading.transcripts.first?.conversation.id == "s-1")
        #expect(
            reading.notation == """
                S: Be kind. / A: Hi! / U: Where is my parcel? \
                / A: track#a({"n":1.50})|owner#b({}) / T: #b=Ann / T: #a= / A: It is on its way.
                """)
    }

    @Test func `a leading greeting makes no request`() {
        #expect(Reading(Self.tau2).transcripts.first?.requests.counts == [3, 6])
    }

    @Test func `tau2's times are milliseconds since 1970`() {
        let times = Reading(Self.tau2).transcripts.first?.timestamps
        #expect(times == [nil, nil, 86_401_500, nil, nil, nil, nil])
    }

    @Test func `a tau2 file that breaks off is refused whole`() {
        let reading = Reading(String(Self.tau2.prefix(Self.tau2.count - 20)), path: "t.json")
        #expect(reading.transcripts.isEmpty)
        #expect(reading.errors.first?.path == "t.json")
        #expect(reading.errors.first?.found == "the end of the text")
    }
}

@Suite struct TauBenchImportTests {
    private static let trial = """
        {"task_id": 2, "trial": 1, "reward": 0.0, "info": {}, "traj": [
          {"role": "system", "content": "Rules"},
          {"role": "user", "content": "Book it."},
          {"role": "assistant", "content": null, "tool_calls": [
            {"id": "a", "type": "function",
             "function": {"name": "book", "arguments": "{\\"n\\": 1}"}}]},
          {"role": "tool", "tool_call_id": "a", "name": "book", "content": "Booked."},
          {"role": "assistant", "content": "Done."}]}
        """

    @Test func `each trial is a conversation named by task, trial and position`() {
        let reading = Reading("[\(Self.trial),\n\(Self.trial)]")
        #expect(reading.format == .tauBench)
        #expect(reading.transcripts.map(\.conversation.id) == ["2-1-1", "2-1-2"])
        #expect(
            reading.notation == """
                S: Rules / U: Book it. / A: book#a({"n": 1}) / T: #a=Booked. / A: Done.
                """)
        #expect(reading.transcripts.first?.requests.counts == [2, 4])
    }

    @Test func `a trial with an unreadable message is refused with its field`() {
        let reading = Reading(
            "[\(Self.trial),\n" + #"{"task_id": 3, "traj": [{"role": "user", "content": 1}]},"#
                + #"{"task_id": 4}]"#)
        #expect(reading.transcripts.count == 1)
        #expect(reading.errors.map(\.field) == ["[1].traj[0].content", "[2].traj"])
    }
}

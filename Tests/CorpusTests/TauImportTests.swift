import ContextModel
import Corpus
import Testing

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

import ContextModel
import Corpus
import Testing
import WireFormats

@Suite struct CrossWOZImportTests {
    private static let dialogues = """
        {"77": {"goal": [], "messages": [
           {"role": "usr", "content": "A hotel?", "dialog_act": []},
           {"role": "sys", "content": "The Old Mill.", "sys_state": {}},
           {"role": "usr", "content": "Thanks."}]},
         "78": {"messages": [{"role": "usr", "content": "Hi."}]}}
        """

    @Test func `every turn but the first has a synthetic request before it`() {
        let reading = Reading(Self.dialogues)
        #expect(reading.format == .crossWOZ)
        #expect(reading.transcripts.map(\.conversation.id) == ["77", "78"])
        #expect(reading.notation == "U: A hotel? / A: The Old Mill. / U: Thanks.")
        #expect(reading.transcripts.map(\.requests.counts) == [[1, 2], []])
        #expect(reading.transcripts.first?.requests.allSatisfy(\.isSynthetic) == true)
    }

    @Test func `an unknown speaker refuses the dialogue by its identifier`() {
        let reading = Reading(Self.dialogues.replacing("\"sys\"", with: "\"bot\""))
        #expect(reading.transcripts.map(\.conversation.id) == ["78"])
        #expect(reading.errors.map(\.field) == ["77.messages[1].role"])
        #expect(reading.errors.map(\.line) == [3])
    }
}

@Suite struct XPersonaImportTests {
    private static let dialogues = """
        [{"persona": ["I sail."], "dialogue": [["__SILENCE__", "ahoy !"], ["hello .", "you sail ?"]]},
         {"persona": [], "dialogue": [["a", "b"]]}]
        """

    @Test func `speakers alternate and the persona is never said`() {
        let reading = Reading(Self.dialogues, path: "xpersona/Xx_valid.json")
        #expect(reading.format == .xPersona)
        #expect(reading.transcripts.map(\.conversation.id) == ["Xx-1", "Xx-2"])
        #expect(reading.notation == "U: __SILENCE__ / A: ahoy ! / U: hello . / A: you sail ?")
        #expect(reading.transcripts.first?.requests.counts == [1, 2, 3])
        #expect(reading.transcripts.first?.requests.allSatisfy(\.isSynthetic) == true)
    }

    @Test func `a row of another length is refused with its place`() {
        let reading = Reading(Self.dialogues.replacing("\"a\", \"b\"", with: "\"a\", 1"))
        #expect(reading.transcripts.count == 1)
        #expect(reading.errors.map(\.field) == ["[1].dialogue[0]"])
        #expect(reading.errors.map(\.expected) == ["an array of two strings"])
    }
}

@Suite struct MemoryBankImportTests {
    private static let users = """
        {"Ann": {"name": "Ann", "summary": {}, "history": {
           "1970-01-02": [{"query": "Hi.", "response": "Hello."},
                          {"query": "Tea?", "response": "Green."}],
           "1970-01-04": [{"query": "Again.", "response": "Yes."}]}},
         "Bo": {"history": {}}}
        """

    @Test func `a user's days make one conversation with the days' times`() {
        let reading = Reading(Self.users)
        #expect(reading.format == .memoryBank)
        #expect(reading.transcripts.map(\.conversation.id) == ["Ann", "Bo"])
        #expect(
            reading.notation == "U: Hi. / A: Hello. / U: Tea? / A: Green. / U: Again. / A: Yes.")
        let ann = reading.transcripts.first
        #expect(ann?.timestamps == [86_400_000, nil, nil, nil, 259_200_000, nil])
        #expect(ann?.requests.counts == [1, 3, 5])
        #expect(ann?.requests.contains(where: \.isSynthetic) == false)
    }

    @Test func `a turn without an answer is refused with its day`() {
        let reading = Reading(Self.users.replacing(", \"response\": \"Yes.\"", with: ""))
        #expect(reading.errors.map(\.field) == ["Ann.history.1970-01-04[0].response"])
    }
}

@Suite struct BFCLMemoryImportTests {
    private static let sessions = """
        {"id": "p_0", "topic": "Work", "scenario": "desk", "question": \
        [[{"role": "user", "content": "One."}], [{"role": "user", "content": "Two."}]]}
        {"id": "p_1", "topic": "Home", "scenario": "desk", "question": \
        [[{"role": "user", "content": "Three."}]]}
        {"id": "p_2", "topic": "Home", "scenario": "shop", "question": [[]]}
        """

    @Test func `sessions of a scenario make one conversation of the user's turns`() {
        let reading = Reading(Self.sessions)
        #expect(reading.format == .bfclMemory)
        #expect(reading.transcripts.map(\.conversation.id) == ["desk", "shop"])
        #expect(reading.notation == "U: One. / U: Two. / U: Three.")
        #expect(reading.transcripts.first?.requests.counts == [1, 2, 3])
        #expect(reading.transcripts.first?.requests.allSatisfy(\.isSynthetic) == true)
    }

    @Test func `a session whose turn is no list is refused with its line`() {
        let reading = Reading(Self.sessions.replacing("[[]]", with: "[1]"))
        #expect(reading.errors.map(\.line) == [3])
        #expect(reading.errors.map(\.field) == ["question[0]"])
    }
}

@Suite struct OpenAssistantImportTests {
    private static let tree = """
        {"message_tree_id": "t", "prompt": {"role": "prompter", "text": "Q", "replies": [\
        {"role": "assistant", "text": "A1", "replies": [\
        {"role": "prompter", "text": "Q2", "replies": []}]}, \
        {"role": "assistant", "text": "A2"}]}}
        """

    @Test func `every path to an end is a conversation`() {
        let reading = Reading(Self.tree + "\n" + Self.tree)
        #expect(reading.format == .oasst)
        #expect(reading.transcripts.map(\.conversation.id) == ["t/0", "t/1", "t/0", "t/1"])
        #expect(
            reading.transcripts.prefix(2).map { describe($0.conversation.messages) } == [
                "U: Q / A: A1 / U: Q2", "U: Q / A: A2",
            ])
        #expect(reading.transcripts.map(\.requests.counts) == [[1], [1], [1], [1]])
        #expect(reading.transcripts.map(\.source.record) == [0, 0, 1, 1])
    }

    @Test func `a tree with a bad reply is refused whole, with the way to it`() {
        let bad = Self.tree.replacing("\"text\": \"Q2\"", with: "\"text\": 2")
        let reading = Reading(bad + "\n" + Self.tree)
        #expect(reading.transcripts.count == 2)
        #expect(reading.errors.map(\.line) == [1])
        #expect(reading.errors.map(\.field) == ["prompt.replies[0].replies[0].text"])
    }
}

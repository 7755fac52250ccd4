import ContextModel
import Corpus
import StrictJSON
import Testing
import WireFormats

@Suite struct ShareGPTImportTests {
    private static let record = """
        {"id": "g-1", "system": "Rules.", "tools": "[{\\"name\\": \\"add\\"}]", "conversations": [
          {"from": "human", "value": "Add 1 and 2."},
          {"from": "function_call",
           "value": "{\\"name\\": \\"add\\", \\"arguments\\": {\\"a\\": [1, 2]}}"},
          {"from": "observation", "value": "3"},
          {"from": "observation", "value": "again"},
          {"from": "gpt", "value": "3"},
          {"from": "gpt", "value": "Anything else?"}]}
        """

    @Test func `speakers become roles and function calls tool calls`() {
        let reading = Reading("[\(Self.record)]")
        #expect(reading.format == .shareGPT)
        #expect(
            reading.notation == """
                S: Rules. / U: Add 1 and 2. / A: add#call_1({"a":[1,2]}) / T: #call_1=3 \
                / T: #-=again / A: 3 / A: Anything else?
                """)
        #expect(reading.transcripts.first?.conversation.tools.first?["name"]?.string == "add")
        #expect(reading.transcripts.first?.requests.counts == [2, 5, 6])
    }

    @Test func `a function call that is no JSON keeps its text`() {
        let reading = Reading(
            #"""
            [{"conversations": [{"from": "human", "value": "?"},
              {"from": "function_call", "value": "add(1)"}]}]
            """#)
        #expect(reading.notation == "U: ? / A: #call_1(add(1))")
    }

    @Test func `an unknown speaker is refused by name`() {
        let reading = Reading(
            #"""
            [{"conversations": [{"from": "human", "value": "?"}]},
             {"conversations": [{"from": "robot", "value": "!"}]}]
            """#)
        #expect(reading.transcripts.count == 1)
        #expect(reading.errors.first?.line == 2)
        #expect(reading.errors.first?.field == "[1].conversations[0].from")
        #expect(reading.errors.first?.found == #""robot""#)
    }

    @Test func `LLaMA-Factory's typed parts are read from lines`() {
        let line = """
            {"tools": "[]", "messages": [\
            {"role": "user", "content": [{"type": "text", "value": "?"}]}, \
            {"role": "assistant", "content": [{"type": "reasoning", "value": "Hm"}, \
            {"type": "tool_call", "value": "{\\"name\\": \\"f\\", \\"arguments\\": {}}"}]}, \
            {"role": "tool", "content": [{"type": "text", "value": "1"}]}]}
            """
        let reading = Reading(line + "\n\n" + line)
        #expect(reading.format == .llamaFactory)
        #expect(reading.transcripts.count == 2)
        #expect(reading.notation == "U: ? / A: (Hm)|f#call_1({}) / T: #call_1=1")
    }
}

@Suite struct QMSumImportTests {
    @Test func `a meeting makes one synthetic request before every turn but the first`() {
        let reading = Reading(
            """
            {"topic_list": [], "meeting_transcripts": [
              {"speaker": "Ann", "content": "Hello."}, {"speaker": "Ann", "content": "All here?"},
              {"speaker": "Project Lead", "content": ""}]}
            """, path: "meetings/m7.json")
        #expect(reading.format == .qmsum)
        #expect(reading.transcripts.first?.conversation.id == "m7")
        #expect(reading.notation == "U: Ann: Hello. / U: Ann: All here? / U: Project Lead: ")
        #expect(reading.transcripts.first?.requests.counts == [1, 2])
        #expect(reading.transcripts.first?.requests.allSatisfy(\.isSynthetic) == true)
    }

    @Test func `a meeting with a bad turn is refused with its place`() {
        let reading = Reading(
            #"{"meeting_transcripts": [{"speaker": "Ann", "content": "."}, {"speaker": "Bo"}]}"#)
        #expect(reading.transcripts.isEmpty)
        #expect(reading.errors.first?.field == "meeting_transcripts[1].content")
    }
}

@Suite struct AiderImportTests {
    private static let history = """
        # aider chat started at 1970-01-01 00:01:00

        > aider v1  
        > 

        # aider chat started at 1970-01-01 00:02:00

        > aider v1

        #### make it blue  
        #### and round

        > Added a.py to the chat

        Sure:

        ```
        <<<<<<< SEARCH
        =======
        >>>>>>> REPLACE
        ```

        > Applied edit to a.py
        > Commit 1

        Done.

        # aider chat started at 1970-01-01 00:03:00

        """

    @Test func `what the program prints belongs to the message before it`() {
        let reading = Reading(Self.history)
        #expect(reading.format == .aider)
        #expect(
            reading.transcripts.map { describe($0.conversation.messages) } == [
                "U: aider v1",
                """
                U: aider v1|make it blue  \nand round|Added a.py to the chat \
                / A: Sure:\n\n```\n<<<<<<< SEARCH\n=======\n>>>>>>> REPLACE\n```\
                |Applied edit to a.py\nCommit 1 / A: Done.
                """,
            ])
    }

    @Test func `a session is named by position and start, and an empty one is none`() {
        let transcripts = Reading(Self.history).transcripts
        #expect(
            transcripts.map(\.conversation.id) == [
                "1@1970-01-01 00:01:00", "2@1970-01-01 00:02:00",
            ])
        #expect(transcripts.map(\.requests.counts) == [[], [1, 2]])
        #expect(transcripts.map { $0.timestamps.first } == [60_000, 120_000])
    }

    @Test func `line ends of either kind are read alike`() {
        let windows = Reading(Self.history.replacing("\n", with: "\r\n"))
        #expect(windows.transcripts == Reading(Self.history).transcripts)
    }

    @Test func `a session that is no text is refused and the others are read`() {
        let broken = Array(Self.history.utf8) + [0xFF] + Array(("\n" + Self.history).utf8)
        let reading = Reading(broken)
        #expect(reading.transcripts.map(\.source.record) == [0, 1, 3, 4])
        #expect(reading.errors.map(\.line) == [28])
        #expect(reading.errors.first?.expected == "UTF-8")
    }
}

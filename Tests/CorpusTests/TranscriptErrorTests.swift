import Corpus
import Testing
import WireFormats

@Suite struct TranscriptErrorTests {
    @Test func `the message names file, line, field and what to do`() {
        let error = TranscriptError(
            path: "chat.jsonl", line: 17, field: "messages[3].role",
            expected: "one of system, user, assistant, tool", found: "\"robot\"",
            hint: "rename the role")
        #expect(
            error.description == """
                chat.jsonl:17: messages[3].role: expected one of system, user, assistant, tool; \
                found "robot"; rename the role
                """)
    }

    @Test func `what is not known is left out of the message`() {
        let error = TranscriptError(field: "", expected: "an object", found: "null")
        #expect(error.description == "expected an object; found null")
        let placed = TranscriptError(line: 2, field: "a", expected: "a string", found: "nothing")
        #expect(placed.description == "line 2: a: expected a string; found nothing")
    }

    @Test func `the field grows from the inside out`() {
        let error = TranscriptError(field: "", expected: "a string", found: "null")
        let outer = error.inside("role").inside("[3]").inside("messages")
        #expect(outer.field == "messages[3].role")
        #expect(error.inside("[0]").inside("[1]").inside("").field == "[1][0]")
    }
}

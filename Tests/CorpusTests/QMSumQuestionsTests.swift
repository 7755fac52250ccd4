import Corpus
import Testing
import WireFormats

@Suite struct QMSumQuestionsTests {
    private func read(_ text: String) throws(TranscriptError) -> QMSumQuestions {
        let bytes = Array(text.utf8)
        let result: Result<QMSumQuestions, TranscriptError> = bytes.withUnsafeBytes { bytes in
            do throws(TranscriptError) {
                return .success(try QMSumQuestions(bytes, path: "meeting.json"))
            } catch { return .failure(error) }
        }
        return try result.get()
    }

    @Test func `general and specific questions come apart, in order`() throws {
        let questions = try read(
            """
            {"general_query_list": [{"query": "Sum up.", "answer": "All."}],
             "specific_query_list": [
               {"query": "Who?", "answer": "Ann.", "relevant_text_span": [["0", "1"]]},
               {"query": "When?", "answer": "Now."}],
             "meeting_transcripts": []}
            """)
        #expect(questions.general.map(\.query) == ["Sum up."])
        #expect(questions.general.map(\.answer) == ["All."])
        #expect(questions.specific.map(\.query) == ["Who?", "When?"])
        #expect(questions.specific.map(\.answer) == ["Ann.", "Now."])
    }

    @Test func `a meeting without questions has none`() throws {
        let questions = try read(#"{"meeting_transcripts": [], "general_query_list": null}"#)
        #expect(questions.general.isEmpty && questions.specific.isEmpty)
    }

    @Test(arguments: [
        (
            "{\"specific_query_list\": [\n{\"query\": \"Who?\"}]}",
            "meeting.json:2: specific_query_list[0].answer: expected a string; found nothing"
        ),
        (
            #"{"general_query_list": 3}"#,
            "meeting.json:1: general_query_list: expected an array; found a number"
        ),
        ("[]", "meeting.json:1: expected an object; found an array"),
    ])
    func `what is not as it should be is refused with its place`(text: String, message: String) {
        let error = #expect(throws: TranscriptError.self) { try read(text) }
        #expect(error?.description == message)
    }

    @Test func `what is no JSON is refused`() {
        let error = #expect(throws: TranscriptError.self) { try read("{") }
        #expect(error?.description.hasPrefix("meeting.json:1") == true)
    }
}

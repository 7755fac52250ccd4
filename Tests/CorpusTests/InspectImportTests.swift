import ContextModel
import Corpus
import StrictJSON
import Testing
import WireFormats

@Suite struct InspectImportTests {
    private static let log = """
        {"version": 2, "eval": {"task": "t"}, "samples": [
          {"id": 7, "epoch": 1, "messages": [
             {"role": "system", "content": "attachment://aa"},
             {"role": "user", "content": [{"type": "text", "text": "What is it?"},
               {"type": "image", "image": "attachment://bb", "detail": "low"}]},
             {"role": "assistant", "content": [{"type": "reasoning", "reasoning": "Hm"},
               {"type": "text", "text": "I look."}], "tool_calls": [
               {"id": "c1", "function": "look", "arguments": {"x": 1}, "type": "function"}]},
             {"role": "tool", "content": "a bike", "tool_call_id": "c1", "function": "look"},
             {"role": "assistant", "content": "A bike."}],
           "attachments": {"aa": "Rules.", "bb": "data:image/png;base64,\(png)"}},
          {"id": 7, "epoch": 2, "messages": [{"role": "user", "content": "attachment://zz"}]}]}
        """
    /// The header of a picture of 3 by 2 pixels.
    private static let png = "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAYAAAA="

    @Test func `samples are conversations and attachments are put back in`() {
        let reading = Reading(Self.log, path: "logs/run.json")
        #expect(reading.format == .inspect)
        #expect(reading.transcripts.map(\.conversation.id) == ["run#7", "run#7/2"])
        #expect(
            reading.notation == """
                S: Rules. / U: What is it?|[image] / A: (Hm)|I look.|look#c1({"x":1}) \
                / T: #c1=a bike / A: A bike.
                """)
        #expect(reading.transcripts.first?.requests.counts == [2, 4])
    }

    @Test func `a picture gets the form of Chat Completions and its size`() throws {
        let message = try #require(Reading(Self.log).transcripts.first?.conversation.messages[1])
        guard case .image(let image) = message.parts[1] else {
            Issue.record("no picture")
            return
        }
        #expect(image.size == PixelSize(width: 3, height: 2))
        #expect(image.source["image_url"]?["detail"]?.string == "low")
        #expect(image.source["image_url"]?["url"]?.string?.hasPrefix("data:image/png") == true)
    }

    @Test func `an attachment that is missing stays as it is told`() {
        let messages = Reading(Self.log).transcripts.last?.conversation.messages ?? []
        #expect(describe(messages) == "U: attachment://zz")
    }

    @Test func `an unknown role refuses the sample with its place`() {
        let reading = Reading(
            Self.log.replacing("\"tool\", \"content\"", with: "\"aid\", \"content\""))
        #expect(reading.transcripts.map(\.conversation.id) == ["file#7/2"])
        #expect(reading.errors.map(\.field) == ["samples[0].messages[3].role"])
    }
}

@Suite struct ScreenAgentImportTests {
    private static func step(_ number: Int, session: String = "s1") -> String {
        """
        {"session_id": "\(session)", "saved_image_name": "1970-01-01_00-00-0\(number)-250000.jpg",
         "video_width": 1024, "video_height": 768, "send_prompt": "P\(number)",
         "LLM_response": "raw", "LLM_response_editer": "A\(number)"}
        """
    }

    private static func joined(_ files: [(path: String, text: String)]) -> [Transcript] {
        var joiner = SessionJoiner()
        var transcripts = files.flatMap { file in
            Reading(file.text, path: file.path).transcripts.flatMap { joiner.add($0) }
        }
        transcripts += joiner.finish()
        return transcripts
    }

    @Test func `a step is a prompt with its picture and the corrected answer`() {
        let reading = Reading(Self.step(1))
        #expect(reading.format == .screenAgent)
        #expect(reading.notation == "U: P1|[image] / A: A1")
        #expect(reading.transcripts.first?.timestamps == [1250, nil])
        let parts = reading.transcripts.first?.conversation.messages.first?.parts ?? []
        guard case .image(let image)? = parts.last else {
            Issue.record("no picture")
            return
        }
        #expect(image.size == PixelSize(width: 1024, height: 768))
        let url = image.source["image_url"]?["url"]?.string
        #expect(url == "images/1970-01-01_00-00-01-250000.jpg")
    }

    @Test func `a rejected alternative is no step`() {
        let rejected = Self.step(1).replacing("\"LLM_response\": \"raw\", ", with: "")
        #expect(Reading(rejected).companion == .rejectedStep)
    }

    @Test func `the steps of one folder make one conversation`() {
        let sessions = Self.joined([
            ("c/s1/1.json", Self.step(1)), ("c/s1/2.json", Self.step(2)),
            ("c/s2/1.json", Self.step(1, session: "s2")),
        ])
        #expect(sessions.map(\.conversation.id) == ["s1", "s2"])
        #expect(sessions.map(\.source.path) == ["c/s1", "c/s2"])
        #expect(sessions.first?.conversation.messages.count == 4)
        #expect(sessions.first?.requests.counts == [1, 3])
        #expect(sessions.first?.timestamps == [1250, nil, 2250, nil])
    }

    @Test func `sessions of one folder and other recordings stay apart`() {
        let chat = #"{"messages": [{"role": "user", "content": "?"}]}"#
        let sessions = Self.joined([
            ("c/s/1.json", Self.step(1)), ("c/s/2.json", Self.step(2, session: "other")),
            ("c/s/3.json", chat), ("c/s/4.json", Self.step(4, session: "other")),
        ])
        #expect(
            sessions.map(\.source.format) == [
                .screenAgent, .screenAgent, .chatCompletions, .screenAgent,
            ])
        #expect(sessions.map(\.conversation.messages.count) == [2, 2, 1, 2])
    }
}

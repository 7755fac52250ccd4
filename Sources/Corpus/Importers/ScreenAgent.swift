internal import ContextModel
internal import StrictJSON
internal import WireFormats

/// Reads a step of a ScreenAgent session: the prompt with a screenshot, and the answer as it was
/// corrected by hand, both in Chinese, in which the sessions were led.
///
/// A session is a folder with a file for each step; `SessionJoiner` puts the steps together. The
/// picture is told by its path beside the file. Rejected alternatives, which were never answered by the
/// model, are no steps.
enum ScreenAgent {
    static let importer = Importer(.screenAgent) { sample in
        isStep(sample) && sample.keys.contains("LLM_response") ? .document(read) : nil
    }

    /// Whether a file is a step or a rejected alternative of one.
    static func isStep(_ sample: FileSample) -> Bool {
        sample.shape == .object
            && sample.keys.isSuperset(of: ["session_id", "saved_image_name", "send_prompt"])
    }

    private static func read(_ record: JSONRecord) throws(TranscriptError) -> Transcript {
        let step = try record.value.requiredObject()
        let picture = try step.string("saved_image_name")
        let messages = [
            Message(
                .user,
                parts: [
                    .text(TextPart(try step.first(of: ["send_prompt_zh", "send_prompt"]))),
                    .image(image(picture, of: step)),
                ], wire: MessageWire(content: .parts)),
            Message(.assistant, try step.first(of: answers)),
        ]
        let id = step.identifier("session_id") ?? String(record.source.place)
        return Transcript(
            conversation: Conversation(id: id, messages: messages),
            timestamps: [time(picture), nil], requests: .answered(messages), source: record.source)
    }

    /// Where the answer stands, best first.
    private static let answers = ["LLM_response_editer_zh", "LLM_response_editer", "LLM_response"]

    private static func image(_ name: String, of step: JSONObject) -> ImagePart {
        let url = JSONObject([("url", .string("images/" + name))])
        var size: PixelSize?
        if let width = step["video_width"]?.number?.int,
            let height = step["video_height"]?.number?.int
        {
            size = PixelSize(width: width, height: height)
        }
        return ImagePart(
            source: .object(
                JSONObject([("type", .string("image_url")), ("image_url", .object(url))])),
            size: size)
    }

    /// The time in a picture's name, as `2024-01-03_17-38-01-821560.jpg`.
    private static func time(_ name: String) -> Int64? {
        let parts = name.prefix { $0 != "." }.split(separator: "_")
        guard parts.count == 2 else { return nil }
        let clock = parts[1].split(separator: "-")
        guard clock.count == 4 else { return nil }
        let seconds = clock.prefix(3).joined(separator: ":")
        return Timestamp.milliseconds("\(parts[0]) \(seconds).\(clock[3])")
    }
}

extension JSONObject {
    /// The first of some members that is there, a string; if none is, the last is missed.
    fileprivate func first(of keys: [String]) throws(TranscriptError) -> String {
        for key in keys {
            if let text = try optionalString(key) { return text }
        }
        return try string(keys.last ?? "")
    }
}

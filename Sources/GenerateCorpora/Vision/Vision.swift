import Statistics
import StrictJSON

extension SyntheticCorpus {
    /// Conversations about pictures.
    static let vision = SyntheticCorpus(
        "vision",
        summary: "Conversations with pictures: an operator of a screen who gets a screenshot at "
            + "every step, and people who show photographs.",
        making: """
            Twelve sessions of a screen operator repeat a long instruction at every step, as the \
            recordings do; four people show photographs and come back to them later by file \
            name. A picture is an https address or a data URL with a GIF of 44 bytes whose canvas \
            has the stated size. The part carries `width` and `height`, and `alt` with a \
            description in about six of ten cases.
            """
    ) { seed in
        (0..<16).map { number in
            var draft = TranscriptDraft(corpus: "vision", number: number, seed: seed)
            if number % 4 != 3 {
                operate(&draft, seed: number)
            } else {
                show(&draft)
            }
            return draft
        }
    }

    private static func picture(
        _ slots: Grammar.Slots, _ name: String, _ size: (Int, Int), _ draft: inout TranscriptDraft
    ) -> Picture {
        let described = draft.generator.chance(60)
        let rule = slots["subject"] == nil ? "screenshot" : "photograph"
        let text = described ? VisionSpeech.grammar.sentence(rule, slots, &draft.generator) : nil
        let inline = draft.generator.chance(35)
        return Picture(size, name: name, description: text, inline: inline, &draft.generator)
    }

    private static func send(_ text: String, _ pictures: [Picture], _ draft: inout TranscriptDraft)
    {
        let words = JSONValue.object(
            JSONObject([("type", .string("text")), ("text", .string(text))]))
        draft.user(parts: [words] + pictures.map(\.part), text: text)
    }

    /// A task on a screen, step by step.
    private static func operate(_ draft: inout TranscriptDraft, seed: Int) {
        let task = VisionSpeech.tasks[seed % VisionSpeech.tasks.count]
        let file =
            draft.generator.choose(["report", "budget", "notes", "minutes"]) + "-"
            + draft.generator.digits(4) + "." + task.ending
        let size = draft.generator.choose([(1024, 768), (1920, 1080), (1280, 720)])
        let steps = task.steps.map { step in
            Grammar(["step": [step]]).text("step", ["file": file], &draft.generator)
        }
        let shape = RealShape.of("vision", "messages")
        let turns = max(shape.draw(&draft.generator) / 2, steps.count)
        for turn in 0..<turns {
            let step = turn * steps.count / turns
            let prompt = VisionSpeech.instruction(
                goal: task.goal + " (" + file + ")", steps: steps, current: step, size: size)
            let slots = ["step": steps[step].lowercased(), "file": file]
            send(prompt, [picture(slots, "step-\(turn).png", size, &draft)], &draft)
            draft.assistant(action(slots, size, &draft.generator))
        }
    }

    private static func action(
        _ slots: Grammar.Slots, _ size: (Int, Int), _ generator: inout SeededGenerator
    ) -> String {
        let position = JSONObject([
            ("width", .int(generator.next(in: 4...size.0 - 4))),
            ("height", .int(generator.next(in: 4...size.1 - 4))),
        ])
        var action = JSONObject([("action_type", .string("mouse"))])
        switch generator.next(below: 5) {
        case 0:
            action = JSONObject([
                ("action_type", .string("keyboard")), ("text", .string(slots["file"] ?? "")),
            ])
        case 1:
            action = JSONObject([
                ("action_type", .string("wait")), ("seconds", .int(generator.next(in: 1...5))),
            ])
        default:
            action["kind"] = .string(generator.choose(["click", "double_click", "scroll_down"]))
            action["position"] = .object(position)
        }
        let thought =
            generator.chance(85)
            ? VisionSpeech.sentences(
                generator.next(in: 1...6), of: "operator", slots, &generator) + "\n\n" : ""
        return thought + "```json\n[" + JSONValue.object(action).spacedText + "]\n```"
    }

    /// A talk about photographs.
    private static func show(_ draft: inout TranscriptDraft) {
        var shown: [Grammar.Slots] = []
        draft.system(VisionSpeech.viewer)
        for _ in 0..<draft.generator.next(in: 4...13) {
            if !shown.isEmpty, draft.generator.chance(30) {
                let slots = draft.generator.choose(shown)
                let way = " \(draft.generator.next(below: 5))"
                draft.user(VisionSpeech.grammar.sentence("again" + way, slots, &draft.generator))
                draft.assistant(
                    VisionSpeech.grammar.sentence("answer" + way, slots, &draft.generator))
                continue
            }
            let subject = draft.generator.choose(VisionSpeech.subjects)
            let code = draft.generator.choose(["A", "K", "M"]) + draft.generator.digits(4)
            let count = draft.generator.choose([1, 1, 1, 2, 3])
            let name = "IMG_" + draft.generator.digits(4) + ".jpg"
            let slots = [
                "name": name, "subject": subject, "oneSubject": subject.withArticle, "code": code,
            ]
            let pictures = (0..<count).map { index in
                let size = draft.generator.choose(Picture.sizes)
                return picture(slots, index == 0 ? name : "\(index)_" + name, size, &draft)
            }
            shown.append(slots)
            send(VisionSpeech.grammar.sentence("show", slots, &draft.generator), pictures, &draft)
            let sentences = draft.generator.next(in: 1...4)
            draft.assistant(
                VisionSpeech.sentences(sentences, of: "describe", slots, &draft.generator))
        }
    }
}

/// A picture somebody sends: an address or a tiny file, a size, perhaps a description.
struct Picture: Sendable {
    let width: Int
    let height: Int
    let url: String
    let description: String?

    /// A picture of a size; as a file it is a valid GIF whose only drawn pixel is its first.
    init(
        _ size: (Int, Int), name: String, description: String?, inline: Bool,
        _ generator: inout SeededGenerator
    ) {
        (width, height) = size
        self.description = description
        url =
            inline
            ? "data:image/gif;base64," + Base64.encode(Self.gif(size, &generator))
            : "https://pictures.example.org/\(generator.hexadecimal(8))/\(name)"
    }

    /// The sizes of screens, phones, scans and thumbnails.
    static let sizes = [
        (1024, 768), (1920, 1080), (1280, 720), (4032, 3024), (3024, 4032), (768, 768), (512, 512),
        (640, 480), (200, 150), (2480, 3508), (96, 96), (1170, 2532), (2048, 1152), (33, 700),
    ]

    /// The Chat Completions part, with `alt`, `width` and `height` beside the address.
    var part: JSONValue {
        let address = JSONObject([("url", .string(url)), ("detail", .string("auto"))])
        var part = JSONObject([("type", .string("image_url")), ("image_url", .object(address))])
        if let description { part["alt"] = .string(description) }
        part["width"] = .int(width)
        part["height"] = .int(height)
        return .object(part)
    }

    private static func gif(_ size: (Int, Int), _ generator: inout SeededGenerator) -> [UInt8] {
        let palette = (0..<6).map { _ in UInt8(generator.next(below: 256)) }
        let canvas = [size.0, size.1].flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        let frame: [UInt8] = [0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3B]
        return Array("GIF89a".utf8) + canvas + [0x80, 0, 0] + palette + frame
    }
}

/// Base64 of RFC 4648.
enum Base64 {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// The bytes as text, padded.
    static func encode(_ bytes: [UInt8]) -> String {
        var output: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            var bits = 0
            for byte in group { bits = bits << 8 | Int(byte) }
            bits <<= 8 * (3 - group.count)
            for index in 0..<4 {
                let letter = alphabet[bits >> (18 - 6 * index) & 63]
                output.append(index <= group.count ? letter : UInt8(ascii: "="))
            }
        }
        return String(decoding: output, as: UTF8.self)
    }
}

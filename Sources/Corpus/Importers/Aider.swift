internal import ContextModel

/// Reads aider's chat histories: Markdown with `# aider chat started at DATE` before each session,
/// `#### ` before what the user wrote, `> ` before what the program printed, or the model's words.
///
/// What the program prints (commands' output and chatter alike) belongs to the message before it,
/// as a text of its own; before the first message it opens the user's. A blank line belongs to what
/// it follows. Code fences are not looked at: real histories leave many of them open.
enum Aider {
    static let importer = Importer(.aider) { sample in
        sample.head.hasPrefix(heading) ? .sections(mark: heading, read) : nil
    }

    private static let heading = "# aider chat started at "

    private static func read(_ text: String, _ source: TranscriptSource) -> Transcript? {
        var lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)[...]
        let started = lines.popFirst().map { String(withoutReturn($0)) } ?? ""
        var session = Session()
        for line in lines { session.add(withoutReturn(line)) }
        let messages = session.finish()
        guard !messages.isEmpty else { return nil }
        var timestamps: [Int64?] = messages.map { _ in nil }
        timestamps[0] = Timestamp.milliseconds(started)
        return Transcript(
            conversation: Conversation(id: "\(source.place)@\(started)", messages: messages),
            timestamps: timestamps, requests: .answered(messages), source: source)
    }

    private static func withoutReturn(_ line: Substring.UTF8View) -> Substring {
        Substring(line.last == 0x0D ? line.dropLast() : line)
    }

    private enum Speaker { case user, program, model }

    /// Gathers lines into runs of one speaker, and runs into messages.
    private struct Session {
        private var runs: [(speaker: Speaker, lines: [Substring])] = []

        mutating func add(_ line: Substring) {
            let (speaker, text) = Self.read(line)
            if let last = runs.indices.last, speaker == nil || runs[last].speaker == speaker {
                runs[last].lines.append(text)
            } else if let speaker {
                runs.append((speaker, [text]))
            }
        }

        /// The speaker of a line, nil for a blank line, and the line without its mark.
        private static func read(_ line: Substring) -> (Speaker?, Substring) {
            let bytes = line.utf8
            if bytes.starts(with: "#### ".utf8) { return (.user, line.dropFirst(5)) }
            if bytes.starts(with: "> ".utf8) { return (.program, line.dropFirst(2)) }
            if bytes.elementsEqual("####".utf8) { return (.user, "") }
            if bytes.elementsEqual(">".utf8) { return (.program, "") }
            let isBlank = bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 }
            return (isBlank ? nil : .model, line)
        }

        func finish() -> [Message] {
            var messages: [(role: Role, texts: [String], isOpening: Bool)] = []
            for run in runs {
                let text = trimmed(run.lines.joined(separator: "\n"))
                if text.isEmpty { continue }
                let last = messages.indices.last
                switch run.speaker {
                case .program where last == nil: messages.append((.user, [text], true))
                case .program: messages[messages.count - 1].texts.append(text)
                case .user where last.map { messages[$0].isOpening } == true:
                    messages[0].texts.append(text)
                    messages[0].isOpening = false
                case .user: messages.append((.user, [text], false))
                case .model: messages.append((.assistant, [text], false))
                }
            }
            return messages.map { Message($0.role, texts: $0.texts) }
        }
    }

    private static func trimmed(_ text: String) -> String {
        let isSpace: (Character) -> Bool = { $0.isWhitespace }
        guard let first = text.firstIndex(where: { !isSpace($0) }),
            let last = text.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return String(text[first...last])
    }
}

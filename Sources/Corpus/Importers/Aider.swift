internal import ContextModel

/// Reads aider's chat histories: Markdown with `# aider chat started at DATE` before each session,
/// `#### ` before what the user wrote, `> ` before what the program printed, or the model's words.
///
/// What the program prints (commands' output and chatter alike) belongs to the message before it,
/// as a text of its own; before the first message it opens the user's. A blank line belongs to what
/// it follows. Code fences are not looked at: real histories leave many of them open.
enum Aider {
    static let importer = Importer(.aider) { sample in
        sample.head.hasPrefix(heading) ? .sections(start: heading, read) : nil
    }

    private static let heading = "# aider chat started at "

    private static func read(_ section: TextSection) -> Transcript? {
        var session = Session()
        for line in section.body { session.add(line) }
        let messages = session.finish()
        guard !messages.isEmpty else { return nil }
        let started = String(section.title)
        var timestamps: [Int64?] = messages.map { _ in nil }
        timestamps[0] = Timestamp.milliseconds(started)
        return Transcript(
            conversation: Conversation(
                id: "\(section.source.record)@\(started)", messages: messages),
            timestamps: timestamps, requests: .answered(messages), source: section.source)
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
            if line.hasPrefix("#### ") { return (.user, line.dropFirst(5)) }
            if line == "####" { return (.user, "") }
            if line.hasPrefix("> ") { return (.program, line.dropFirst(2)) }
            if line == ">" { return (.program, "") }
            let isBlank = line.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
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

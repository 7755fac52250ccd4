internal import ContextModel
internal import StrictJSON
internal import WireFormats

/// A file of a corpus that holds no transcripts, but what belongs to some.
package enum CompanionFile: String, Hashable, Sendable {
    /// When requests arrived and how long they were; `ArrivalTrace` reads it.
    case arrivalTrace = "an arrival trace"
    /// Questions about conversations in other files, or their answers.
    case questions
    /// An alternative of a recorded step that was rejected.
    case rejectedStep = "a rejected step"
    /// A picture that a transcript shows.
    case picture = "a picture"
    /// What a tool answered, where a session keeps long answers in files.
    case toolResult = "a tool's answer"
    /// What an agent keeps in mind of a project.
    case note = "an agent's notes"
    /// A list of sessions, or what one of them is.
    case index = "an index of sessions"

    /// What a file is that no importer takes; nil if it is nothing known.
    init?(_ sample: FileSample, _ bytes: UnsafeRawBufferPointer, path: String) {
        if Self.isIndex(sample) {
            self = .index
        } else if sample.shape == .text, SessionFolder.holdsNote(path) {
            self = .note
        } else if ArrivalTrace.Format(sample) != nil {
            self = .arrivalTrace
        } else if ScreenAgent.isStep(sample) {
            self = .rejectedStep
        } else if Self.holdsQuestions(sample) {
            self = .questions
        } else if PixelSize(header: bytes) != nil {
            self = .picture
        } else {
            return nil
        }
    }

    /// Claude Code's list of a project's sessions, or what it notes of a sub-agent.
    private static func isIndex(_ sample: FileSample) -> Bool {
        guard sample.shape == .object else { return false }
        if sample.keys.contains("agentType"), sample.keys.isDisjoint(with: ["messages", "steps"]) {
            return true
        }
        guard sample.keys.contains("entries") else { return false }
        let entry = sample.firstElement(of: "entries")
        if entry == nil { return sample.keys.contains("originalPath") }
        return entry?["sessionId"] != nil && entry?["fullPath"] != nil
    }

    /// Questions of BFCL's memory category, their answers, or MemoryBank's questions by user.
    private static func holdsQuestions(_ sample: FileSample) -> Bool {
        guard sample.shape == .lines, let record = sample.records.first?.object else {
            return false
        }
        if record["scenario"] != nil, record["question"]?.array != nil { return true }
        if record["ground_truth"]?.array != nil, record["source"] != nil { return true }
        let lists = record.members.map { $0.value.array ?? [] }
        return lists.count == 1 && lists[0].count >= 1 && lists[0].allSatisfy { $0.string != nil }
    }
}

/// The folders in which Claude Code keeps what belongs to a project's sessions.
enum SessionFolder {
    /// Whether a path leads to what a tool answered: a session's folder, and in it `tool-results`. That can
    /// be anything, so only the folder tells.
    static func holdsToolResult(_ path: String) -> Bool {
        let folders = path.split(separator: "/").dropLast()
        guard let place = folders.lastIndex(of: "tool-results"), place > folders.startIndex else {
            return false
        }
        return isIdentifier(folders[place - 1])
    }

    /// Whether a path leads to notes that an agent keeps of a project: Markdown in `memory`, directly in
    /// the project's folder, whose name is that of the place where it works.
    static func holdsNote(_ path: String) -> Bool {
        let parts = path.split(separator: "/")
        guard let place = parts.firstIndex(of: "memory"), parts.last?.hasSuffix(".md") == true
        else {
            return false
        }
        return place == 0 || parts[place - 1].hasPrefix("-")
    }

    /// Whether a name is an identifier as sessions have: 32 hexadecimal digits in groups of 8, 4, 4, 4
    /// and 12.
    static func isIdentifier(_ name: Substring) -> Bool {
        let groups = name.split(separator: "-", omittingEmptySubsequences: false)
        return groups.map(\.utf8.count) == [8, 4, 4, 4, 12]
            && groups.allSatisfy { $0.allSatisfy(\.isHexDigit) }
    }
}

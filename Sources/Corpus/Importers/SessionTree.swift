internal import ContextModel
internal import WireFormats

/// The lines of a session log as a tree, and the answers in it.
///
/// What a request held is on the way from the beginning to its answer. That way is not all of it: an
/// answer is logged in several lines, of which one is on the way, and so is only one of the results of
/// parallel calls. The others belong to it, too, as far as they were logged before the answer.
struct SessionTree {
    /// An answer of the model: its lines, joined.
    struct Answer {
        /// Its first line.
        let line: Int
        /// The answer on the way to it; nil where it is the first.
        let previous: Int?
        fileprivate(set) var parts: [ContentPart]
        /// What its last line tells.
        fileprivate(set) var usage: RecordedUsage?
    }

    private(set) var lines: [ClaudeCodeLine] = []
    /// The answers, in the order of their first lines.
    private(set) var answers: [Answer] = []
    /// How many lines were there before each that could not be read.
    private(set) var lost: [Int] = []

    private var parents: [Int?] = []
    private var answerOfLine: [Int?] = []
    private var places: [String: Int] = [:]
    private var lastOfThread: [ClaudeCodeLine.Thread: Int] = [:]
    private var placesOfAnswers: [AnswerName: Int] = [:]
    private var results: [String: [Int]] = [:]

    private struct AnswerName: Hashable {
        let thread: ClaudeCodeLine.Thread
        let id: String
    }

    /// Takes the next line; one that was there before is passed over.
    mutating func add(_ line: ClaudeCodeLine) {
        let place = lines.count
        guard places[line.uuid] == nil else { return }
        places[line.uuid] = place
        lines.append(line)
        parents.append(parent(of: line))
        answerOfLine.append(nil)
        lastOfThread[line.thread] = place
        switch line.content {
        case .answer(let piece): answerOfLine[place] = join(piece, at: place)
        case .messages(let messages):
            for call in messages.flatMap(\.toolResults).compactMap(\.callID) {
                results[call, default: []].append(place)
            }
        case .compaction, .clearing, .nothing: break
        }
    }

    /// Notes that a line could not be read.
    mutating func lose() { lost.append(lines.count) }

    /// The line that a line follows: the one it names, if that is of the same conversation. A line that
    /// names none that is known goes on from the line before it, unless a conversation can begin with it:
    /// the hooks of a session that is resumed are logged so, and what follows a line that is lost.
    private func parent(of line: ClaudeCodeLine) -> Int? {
        if case .compaction = line.content { return nil }
        if let named = line.parent.flatMap({ places[$0] }) {
            let leaves = line.thread.isSidechain && !lines[named].thread.isSidechain
            return leaves ? nil : named
        }
        return line.canBegin && line.parent == nil ? nil : lastOfThread[line.thread]
    }

    /// Adds a piece to its answer; returns the answer.
    private mutating func join(_ piece: ClaudeCodeLine.Answer, at place: Int) -> Int {
        let name = AnswerName(thread: lines[place].thread, id: piece.id)
        guard let known = placesOfAnswers[name] else {
            placesOfAnswers[name] = answers.count
            answers.append(
                Answer(
                    line: place, previous: parents[place].flatMap(answer(before:)),
                    parts: piece.parts, usage: piece.usage))
            return answers.count - 1
        }
        let calls = Set(answers[known].parts.compactMap(\.callID))
        answers[known].parts += piece.parts.filter { part in
            part.callID.map { !calls.contains($0) } ?? true
        }
        answers[known].usage = piece.usage ?? answers[known].usage
        return known
    }
}

// MARK: - Ways

extension SessionTree {
    /// The place of a line.
    func place(of uuid: String) -> Int? { places[uuid] }

    /// The answer that a line is a piece of.
    func answer(at line: Int) -> Int? { answerOfLine[line] }

    /// The last answer on the way to a line, itself included.
    func answer(before line: Int) -> Int? {
        var next: Int? = line
        while let line = next {
            if let answer = answerOfLine[line] { return answer }
            next = parents[line]
        }
        return nil
    }

    /// The lines from the answer before a line, or from the beginning, to the line, in their order. What
    /// was logged between two lines of that answer, a prompt that was typed meanwhile, came after it.
    func way(to line: Int?) -> [Int] {
        var way: [Int] = []
        var next = line
        var end: Int?
        while let line = next, end == nil || line > end ?? 0 {
            if let answer = answerOfLine[line] {
                end = end ?? answers[answer].line
            } else {
                way.append(line)
            }
            next = parents[line]
        }
        return way.reversed()
    }

    /// The line that an answer follows.
    func parent(ofAnswer answer: Int) -> Int? { parents[answers[answer].line] }

    /// The lines from one to another, both included, in their order; none if there is no such way.
    func way(from first: Int, to last: Int) -> [Int] {
        var way: [Int] = []
        var next: Int? = last
        while let line = next, line >= first {
            way.append(line)
            if line == first { return way.reversed() }
            next = parents[line]
        }
        return []
    }

    /// The first line before another that holds the result of a call.
    func result(of call: String, before line: Int) -> Int? {
        results[call]?.first { $0 < line }
    }
}

extension ContentPart {
    /// The identifier of a call; nil for anything else.
    fileprivate var callID: String? {
        if case .toolCall(let call) = self { call.id } else { nil }
    }
}

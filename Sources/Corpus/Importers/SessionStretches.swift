internal import ContextModel
internal import WireFormats

/// Makes the transcripts of a session log from its tree: of each conversation the stretches in which its
/// history only grew.
struct SessionStretches {
    private let tree: SessionTree
    private var stretches: [OpenStretch] = []
    /// Which stretch ends with which answer, and how long it is then.
    private var homes: [(stretch: Int, end: Int)] = []
    private var names: [ConversationName] = []
    private var conversationOfThread: [ClaudeCodeLine.Thread: Int] = [:]
    private var sidechains = 0
    /// The lines that some stretch holds.
    private var held: Set<Int> = []

    /// A conversation: its name, and its stretches in the order in which they began.
    private struct ConversationName {
        let name: String
        var stretches: [Int] = []
        var leftOut = LeftOut()
    }

    init(_ tree: SessionTree) { self.tree = tree }

    /// The transcripts, those of one conversation one after the other.
    mutating func transcripts(source: TranscriptSource) -> [Transcript] {
        for answer in tree.answers.indices { addRequest(of: answer) }
        addEnds()
        for index in stretches.indices {
            let cut = stretches[index].removeCallsWithoutResults(lost: tree.lost)
            names[stretches[index].conversation].leftOut.add(
                "call whose result was refused", cut)
        }
        noteWhatIsLeft()
        return names.flatMap { transcripts(of: $0, source: source) }
    }
}

// MARK: - Requests

extension SessionStretches {
    /// Adds the request that an answer tells of, and the answer.
    private mutating func addRequest(of index: Int) {
        let answer = tree.answers[index]
        let way = tree.way(to: tree.parent(ofAnswer: index))
        var home: Int
        if let previous = answer.previous {
            home = continued(after: previous)
            follow(way, upTo: answer.line, into: &home)
        } else {
            home = begun(with: way, thread: tree.lines[answer.line].thread, before: answer.line)
        }
        if stretches[home].messages.isEmpty {
            // The log begins with an answer.
            names[stretches[home].conversation].leftOut.add(LeftOut.request)
        } else {
            stretches[home].requests.append(
                RequestPoint(messageCount: stretches[home].messages.count, usage: answer.usage))
        }
        take(answer: index, into: home)
        stretches[home].last = index
        homes.append((home, stretches[home].messages.count))
    }

    /// The stretch that ends with an answer; if its own went on otherwise, a copy of it up to there.
    private mutating func continued(after answer: Int) -> Int {
        let (stretch, end) = homes[answer]
        if stretches[stretch].last == answer { return stretch }
        return add(stretches[stretch].copy(upTo: end, cause: .rewind))
    }

    /// A stretch that begins with the lines on a way.
    private mutating func begun(
        with way: [Int], thread: ClaudeCodeLine.Thread, before end: Int
    ) -> Int {
        var kept: ClaudeCodeLine.Kept?
        if let first = way.first, case .compaction(let lines) = tree.lines[first].content {
            kept = lines
        }
        let replaces = kept != nil || way.contains { tree.lines[$0].isSummary }
        let conversation = conversation(
            of: way.first.map { tree.lines[$0].thread } ?? thread, goesOn: replaces)
        let home = add(
            OpenStretch(conversation: conversation, cause: replaces ? .compaction : .rewind))
        guard let kept, let boundary = way.first else {
            take(way, upTo: end, into: home)
            return home
        }
        let anchor =
            kept.anchor.flatMap { tree.place(of: $0) }.flatMap { way.firstIndex(of: $0) }
            ?? way.firstIndex { tree.lines[$0].isSummary } ?? 0
        take(Array(way[...anchor]), upTo: end, into: home)
        let begun = stretches[home].messages.count
        let before = held
        for line in lines(of: kept) {
            take(line: line, into: home)
            // A call that is kept is kept with its result.
            take([], upTo: boundary, into: home)
        }
        stretches[home].markRepeated(from: begun)
        held = before
        take(Array(way[(anchor + 1)...]), upTo: end, into: home)
        if stretches[home].summary == nil, !stretches[home].messages.isEmpty {
            stretches[home].summary = 0
        }
        return home
    }

    /// The lines that a compaction keeps.
    private func lines(of kept: ClaudeCodeLine.Kept) -> [Int] {
        if !kept.lines.isEmpty { return kept.lines.compactMap { tree.place(of: $0) }.sorted() }
        guard let ends = kept.ends, let head = tree.place(of: ends.head),
            let tail = tree.place(of: ends.tail)
        else { return [] }
        return tree.way(from: head, to: tail)
    }

    /// Adds the lines on a way; where results are emptied on it, what follows is another stretch.
    private mutating func follow(_ way: [Int], upTo end: Int, into home: inout Int) {
        var rest = way[...]
        while let place = rest.firstIndex(where: { clearedCalls(at: $0) != nil }) {
            take(Array(rest[..<place]), upTo: end, into: home)
            home = cleared(home, of: clearedCalls(at: rest[place]) ?? [])
            rest = rest[(place + 1)...]
        }
        take(Array(rest), upTo: end, into: home)
    }

    private func clearedCalls(at line: Int) -> Set<String>? {
        if case .clearing(let calls) = tree.lines[line].content { calls } else { nil }
    }

    /// A copy of a stretch in which the results of calls are empty; the stretch itself if it has none.
    private mutating func cleared(_ stretch: Int, of calls: Set<String>) -> Int {
        var copy = stretches[stretch].copy(
            upTo: stretches[stretch].messages.count, cause: .clearing)
        return copy.clearResults(of: calls) ? add(copy) : stretch
    }
}

// MARK: - Conversations

extension SessionStretches {
    private mutating func add(_ stretch: OpenStretch) -> Int {
        stretches.append(stretch)
        names[stretch.conversation].stretches.append(stretches.count - 1)
        return stretches.count - 1
    }

    /// The conversation of lines; sub-agents in their session's file are told apart by where they begin.
    private mutating func conversation(
        of thread: ClaudeCodeLine.Thread, goesOn: Bool
    ) -> Int {
        let isNameless = thread.isSidechain && thread.agent == nil
        if let known = conversationOfThread[thread], goesOn || !isNameless { return known }
        var name = thread.session
        if let agent = thread.agent {
            name += "/" + agent
        } else if isNameless {
            sidechains += 1
            name += "/\(sidechains)"
        }
        names.append(ConversationName(name: name))
        conversationOfThread[thread] = names.count - 1
        return names.count - 1
    }

    private func transcripts(
        of conversation: ConversationName, source: TranscriptSource
    ) -> [Transcript] {
        conversation.stretches.filter { !stretches[$0].messages.isEmpty }.enumerated().map {
            let (index, stretch) = ($0.offset, stretches[$0.element])
            let id = index == 0 ? conversation.name : "\(conversation.name)#\(index + 1)"
            var transcript = Transcript(
                conversation: Conversation(id: id, messages: stretch.messages),
                timestamps: stretch.times, requests: stretch.requests, source: source)
            if index == 0 {
                transcript.leftOut = conversation.leftOut
            } else {
                transcript.stretch = stretch.finished(number: index + 1)
            }
            return transcript
        }
    }
}

// MARK: - Messages

extension SessionStretches {
    /// Adds lines to a stretch, the results of its open calls first: they are sent with what follows the
    /// answer, wherever they were logged before `end`.
    private mutating func take(_ way: [Int], upTo end: Int, into home: Int) {
        let results = Set(
            stretches[home].openCalls.compactMap { tree.result(of: $0, before: end) })
        for line in results.sorted() { take(line: line, into: home) }
        for line in way where !results.contains(line) { take(line: line, into: home) }
    }

    private mutating func take(line: Int, into home: Int) {
        guard !stretches[home].lines.contains(line) else { return }
        switch tree.lines[line].content {
        case .messages(let messages):
            if tree.lines[line].isSummary {
                stretches[home].summary = stretches[home].messages.count
            }
            let isNew = held.insert(line).inserted
            for message in messages {
                stretches[home].append(
                    message, line: line, time: tree.lines[line].time, isRepeated: !isNew)
            }
        case .answer:
            if let answer = tree.answer(at: line) { take(answer: answer, into: home) }
        case .compaction, .clearing, .nothing: break
        }
    }

    private mutating func take(answer index: Int, into home: Int) {
        let answer = tree.answers[index]
        guard !stretches[home].lines.contains(answer.line) else { return }
        let message = Message(.assistant, parts: answer.parts, wire: MessageWire(content: .parts))
        stretches[home].append(
            message, line: answer.line, time: tree.lines[answer.line].time,
            isRepeated: !held.insert(answer.line).inserted)
    }

    /// Adds what came after the last answers: of several ways on the newest.
    private mutating func addEnds() {
        var ended: Set<Int> = []
        for line in tree.lines.indices.reversed() where isUnheldMessage(line) {
            let way = tree.way(to: line)
            if let answer = tree.answer(before: line) {
                let home = homes[answer].stretch
                guard stretches[home].last == answer, ended.insert(home).inserted else { continue }
                take(way, upTo: .max, into: home)
            } else if let first = way.first, begins(first) {
                _ = begun(with: way, thread: tree.lines[line].thread, before: .max)
            }
        }
    }

    private func isUnheldMessage(_ line: Int) -> Bool {
        if case .messages = tree.lines[line].content { !held.contains(line) } else { false }
    }

    /// Whether a way without any answer is a stretch: after a compaction, or if it is all there is.
    private func begins(_ first: Int) -> Bool {
        let line = tree.lines[first]
        if case .compaction = line.content { return true }
        return conversationOfThread[line.thread] == nil
            || (line.thread.isSidechain && line.thread.agent == nil)
    }

    /// Counts what no stretch holds, and what was never sent.
    private mutating func noteWhatIsLeft() {
        guard !names.isEmpty else { return }
        for (place, line) in tree.lines.enumerated() {
            let conversation = conversationOfThread[line.thread] ?? 0
            if let (kind, count) = line.leftOut { names[conversation].leftOut.add(kind, count) }
            guard isUnheldMessage(place), case .messages(let messages) = line.content else {
                continue
            }
            let items = messages.reduce(0) { $0 + TranscriptContent.items(of: $1) }
            names[conversation].leftOut.add("message that no request sent", items)
        }
    }
}

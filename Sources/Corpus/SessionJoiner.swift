internal import ContextModel
internal import StrictJSON

/// Puts conversations of ScreenAgent together, which are recorded in a file for each step (those steps that
/// follow each other, in one folder and of one session, become one transcript), and counts requests once that
/// several files hold: a session that was forked or copied begins with those of another.
///
/// Give it the transcripts of a corpus in the order of their files; every other one comes out as it is.
package struct SessionJoiner {
    private var open: Transcript?
    /// The requests that were seen, with all that led to them and their answers.
    private var seen: Set<ContentFingerprint> = []
    /// Of each transcript all of whose requests another file holds, the file and the conversation.
    package private(set) var copies: [(path: String, conversation: String)] = []

    /// A joiner that was given nothing yet.
    package init() {}

    /// Takes the next transcript, in the order of files, and gives those that are complete now: a step is
    /// held back until another session's transcript comes, or `finish` is called.
    package mutating func add(_ transcript: Transcript) -> [Transcript] {
        if Self.mayBeCopied(transcript.source.format) {
            return finish() + (withoutCopies(transcript).map { [$0] } ?? [])
        }
        guard transcript.source.format == .screenAgent else { return finish() + [transcript] }
        var next = transcript
        next.source.path = Self.folder(transcript.source.path)
        if let open, open.source == next.source, open.conversation.id == next.conversation.id {
            self.open?.append(next)
            return []
        }
        defer { open = next }
        return finish()
    }

    /// The last transcript, if one is still open.
    package mutating func finish() -> [Transcript] {
        defer { open = nil }
        return open.map { [$0] } ?? []
    }

    private static func folder(_ path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? path
    }

    /// Whether the programs that write a format copy what they recorded into other files.
    private static func mayBeCopied(_ format: TranscriptFormat) -> Bool { format == .claudeCode }

    /// A transcript without the requests that were seen, whose messages it repeats; nil if it has no
    /// other. What nothing was asked of is kept.
    private mutating func withoutCopies(_ transcript: Transcript) -> Transcript? {
        let prints = transcript.fingerprintsOfRequests
        let isNew = prints.map { seen.insert($0).inserted }
        guard let last = isNew.lastIndex(of: false) else { return transcript }
        guard isNew.contains(true) else {
            copies.append((transcript.source.path, transcript.conversation.id))
            return nil
        }
        var rest = transcript
        rest.requests = zip(transcript.requests, isNew).filter(\.1).map(\.0)
        let count = transcript.conversation.messages.count
        let shared = min(count, transcript.requests[last].messageCount + 1)
        var stretch = transcript.stretch ?? Stretch(number: 1, cause: .copy)
        stretch.repeated = [Range<Int>](
            where: (0..<count).map { place in
                place < shared || stretch.repeated.contains { $0.contains(place) }
            })
        rest.stretch = stretch
        return rest
    }
}

extension Transcript {
    /// Of each request a fingerprint of what it sent, of its answer and of when that came. O(its size).
    fileprivate var fingerprintsOfRequests: [ContentFingerprint] {
        var prints: [ContentFingerprint] = []
        var print = ContentFingerprint()
        var place = 0
        for request in requests {
            while place <= min(request.messageCount, conversation.messages.count - 1) {
                print.add(conversation.messages[place].role.rawValue)
                for text in conversation.messages[place].texts { print.add(text) }
                place += 1
            }
            var own = print
            if request.messageCount < timestamps.count {
                own.add(timestamps[request.messageCount].map { String($0) } ?? "")
            }
            prints.append(own)
        }
        return prints
    }

    /// Adds what happened next. O(its size).
    fileprivate mutating func append(_ next: Transcript) {
        let count = conversation.messages.count
        conversation.messages += next.conversation.messages
        timestamps += next.timestamps
        requests += next.requests.map {
            RequestPoint(
                messageCount: count + $0.messageCount, isSynthetic: $0.isSynthetic,
                usage: $0.usage)
        }
    }
}

internal import ContextModel

/// Puts conversations of ScreenAgent together, which are recorded in a file for each step: those steps that
/// follow each other, in one folder and of one session, become one transcript.
///
/// Give it the transcripts of a corpus in the order of their files; every other one comes out as it is.
package struct SessionJoiner {
    private var open: Transcript?

    /// A joiner that was given nothing yet.
    package init() {}

    /// Takes the next transcript, in the order of files, and gives those that are complete now: a step is
    /// held back until another session's transcript comes, or `finish` is called.
    package mutating func add(_ transcript: Transcript) -> [Transcript] {
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
}

extension Transcript {
    /// Adds what happened next. O(its size).
    fileprivate mutating func append(_ next: Transcript) {
        let count = conversation.messages.count
        conversation.messages += next.conversation.messages
        timestamps += next.timestamps
        requests += next.requests.map {
            RequestPoint(messageCount: count + $0.messageCount, isSynthetic: $0.isSynthetic)
        }
    }
}

internal import ContextModel
internal import StrictJSON
internal import WireFormats

/// Reads Claude Code session logs: JSON lines, each of which names the one it follows.
///
/// What a request sent are the messages on the way to it, not those before it in the file
/// (`SessionTree`). Sub-agents are conversations of their own, named by their session and agent.
enum ClaudeCode {
    static let importer = Importer(.claudeCode) { sample in
        let isLog =
            (sample.shape == .lines || sample.isOneLine)
            && sample.records.contains { isNode($0) || isNote($0) }
        return isLog ? .session { SessionLog(source: $0) } : nil
    }

    private static func isNode(_ line: JSONValue) -> Bool {
        line["sessionId"] != nil && line["type"] != nil && line["uuid"] != nil
    }

    /// Whether a line is one of those that can stand before the first of a conversation, or alone.
    private static func isNote(_ line: JSONValue) -> Bool {
        guard let type = line["type"]?.string, let marks = notes[type] else { return false }
        return marks.contains { line[$0] != nil }
    }

    /// The types of lines that are no part of a conversation, with members of which each has one.
    private static let notes: [String: [String]] = [
        "agent-name": ["sessionId"], "ai-title": ["sessionId"], "atis-latch": ["sessionId"],
        "api-request": ["shapeHash"], "api-request-blob": ["hash"],
        "api-request-shape": ["shapeHash"],
        "bridge-session": ["sessionId"], "cost-state": ["sessionId"],
        "custom-title": ["sessionId"], "file-history-delta": ["messageId", "snapshotMessageId"],
        "file-history-snapshot": ["messageId", "snapshot"], "last-prompt": ["sessionId"],
        "mode": ["sessionId"], "permission-mode": ["sessionId"], "pr-link": ["sessionId"],
        "queue-operation": ["sessionId"], "summary": ["leafUuid"], "tools-used": ["sessionId"],
    ]
}

/// A session log being read line by line.
private struct SessionLog: SessionReader {
    private let source: TranscriptSource
    private var tree = SessionTree()
    private var number = 0

    init(source: TranscriptSource) { self.source = source }

    mutating func add(_ value: JSONValue) throws(TranscriptError) {
        number += 1
        let line: JSONObject
        do throws(TranscriptError) {
            line = try value.requiredObject()
            _ = try line.string("type")
        } catch {
            tree.lose()
            throw error
        }
        guard var node = ClaudeCodeLine(line, number: number) else { return }
        do throws(TranscriptError) {
            try node.read(line)
        } catch {
            // Its place is known, so what follows it still has its history.
            tree.lose()
            tree.add(node)
            throw error
        }
        tree.add(node)
    }

    mutating func lose() {
        number += 1
        tree.lose()
    }

    func finish() -> [Transcript] {
        var stretches = SessionStretches(tree)
        return stretches.transcripts(source: source).enumerated().map { record, transcript in
            var transcript = transcript
            transcript.source.record = record
            return transcript
        }
    }
}

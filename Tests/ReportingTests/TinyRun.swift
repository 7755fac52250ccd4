import Evaluation
import Reporting

/// Runs of a few cells, of which a test says only what it is about.
enum TinyRun {
    /// A run of one corpus `c` with 1 conversation, 2 requests and 10 tokens.
    static func record(
        _ results: [CellResult], failures: [CellFailure] = [], matrix: String = ""
    ) -> RunRecord {
        let corpus = CorpusSummary(
            identity: CorpusIdentity(name: "c", hash: "00"), conversations: 1, messages: 4,
            requests: 2, contentTokens: 10, unknownFiles: 0, refusedRecords: 0)
        let description = RunDescription(
            id: "r1", startedAt: 0, command: "winnow run",
            program: MeasuredProgram(
                revision: "unknown", buildFingerprint: "ff", environment: []),
            work: PlannedWork(
                name: "tiny", matrix: MatrixText(yaml: matrix), seed: 1, corpora: [corpus],
                cells: results.count + failures.count))
        return RunRecord(description: description, results: results, failures: failures)
    }

    static func cell(
        _ configuration: [(String, String)], corpus: String = "c", mode: ReplayMode = .stateless
    ) -> Cell {
        Cell(
            corpus: CorpusIdentity(name: corpus, hash: corpus),
            configuration: configuration.map { AxisValue(axis: $0.0, value: $0.1) },
            mode: mode, seed: 1)
    }

    /// A cell that was measured once: what is exact, and what took time.
    static func result(
        _ cell: Cell, _ measurements: [Measurement], latency: [Int64] = [],
        conversations: [ConversationResult] = []
    ) -> CellResult {
        let timing = CellTiming(
            measurements: measurements.filter { !$0.metric.isExact },
            samples: latency.isEmpty ? [:] : [.addedLatency: latency])
        return CellResult(
            cell: cell, key: "k", measurements: measurements.filter(\.metric.isExact),
            conversations: conversations, timings: [timing])
    }

    /// The report's Markdown.
    static func markdown(_ record: RunRecord) -> String {
        Report(record).files.first?.text ?? ""
    }

    /// The lines of a section, its heading first; empty if there is none.
    static func section(_ heading: String, of text: String) -> [String] {
        let lines = text.split(separator: "\n").map(String.init)
        guard let start = lines.firstIndex(of: "## " + heading) else { return [] }
        let rest = lines[(start + 1)...]
        return Array(lines[start..<(rest.firstIndex { $0.hasPrefix("## ") } ?? lines.endIndex)])
    }

    /// The rows of a section's tables, heads included.
    static func rows(of heading: String, in text: String) -> [String] {
        section(heading, of: text).filter { $0.hasPrefix("|") }
    }

    /// The headings of sections, in order.
    static func headings(of text: String) -> [String] {
        text.split(separator: "\n").filter { $0.hasPrefix("## ") }.map { String($0.dropFirst(3)) }
    }
}

import Evaluation
import Files
import TestSupport

/// Descriptions and results to store.
enum RecordedRun {
    static let corpora = [
        CorpusIdentity(name: "bravo", hash: SHA256.hash("bravo")),
        CorpusIdentity(name: "alpha", hash: SHA256.hash("alpha")),
    ]

    static func description(
        _ id: String = "2026-01-02T03-04-05", startedAt: Int64 = 1_767_323_045_000,
        build: String = "b1", cpu: String = "Example 9000"
    ) -> RunDescription {
        RunDescription(
            id: id, startedAt: startedAt, command: "winnow run small",
            program: MeasuredProgram(
                revision: "abc123+", buildFingerprint: build,
                environment: [
                    AxisValue(axis: "cores", value: "2"), AxisValue(axis: "cpu", value: cpu),
                    AxisValue(axis: "load", value: "0.1 0.2 0.3"),
                ]),
            work: PlannedWork(
                name: "small", matrix: MatrixText(yaml: "axes:\n  counter: [exact, words]\n"),
                seed: .max, corpora: corpora.map(summary), cells: 12))
    }

    private static func summary(_ corpus: CorpusIdentity) -> CorpusSummary {
        CorpusSummary(
            identity: corpus, conversations: 3, messages: 40, requests: 18, contentTokens: 9_000,
            unknownFiles: 1, refusedRecords: 2)
    }

    /// All combinations of two corpora, two counters, one mode each and some seeds.
    static func results(seeds: Int = 3) -> [CellResult] {
        corpora.flatMap { corpus in
            ["words", "exact"].flatMap { counter in
                (0..<seeds).map { result(corpus, counter: counter, seed: .max - UInt64($0)) }
            }
        }
    }

    /// A cell with two conversations, timed twice.
    static func result(
        _ corpus: CorpusIdentity = corpora[0], counter: String = "exact", seed: UInt64 = .max
    ) -> CellResult {
        let cell = Cell(
            corpus: corpus,
            configuration: [
                AxisValue(axis: "limit", value: "8000"), AxisValue(axis: "counter", value: counter),
            ],
            mode: counter == "exact" ? .stateful : .stateless, seed: seed)
        let text = "\(corpus.hash) \(cell.configurationText) \(seed)"
        var generator = SplitMix(seed: text.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) })
        return CellResult(
            cell: cell, key: SHA256.hash(text),
            measurements: [
                Measurement(.tokensIn, .integer(counter == "exact" ? .max : -1)),
                Measurement(.risk, label: "safe", .integer(5)),
                Measurement(.risk, label: "overflow", .integer(0)),
                Measurement(.actionableShare, .real(1.0 / 3)),
                Measurement(.outputHash, .text(SHA256.hash(corpus.name + counter))),
            ],
            conversations: ["first", "sécond"].map { conversation($0, counter) },
            timings: (0..<2).map { _ in timing(&generator) })
    }

    /// A record whose fields all differ.
    static func conversation(_ name: String, _ counter: String) -> ConversationResult {
        var result = ConversationResult(name: name)
        let base = Int64(name.utf8.count * 1_000 + counter.utf8.count)
        for (place, column) in ConversationColumnsForTests.names.enumerated() {
            ConversationColumnsForTests.set(column, of: &result, to: base + Int64(place))
        }
        result.counts = [.tokensIn: base * 7, .operations: -base]
        result.parts = [
            MetricPart(.compressionPhrases, "kept"): base * 3,
            MetricPart(.compressionTurns, "04.rules"): base + 9,
        ]
        return result
    }

    static func timing(_ generator: inout SplitMix) -> CellTiming {
        CellTiming(
            measurements: [
                Measurement(.cpuTime, .integer(Int64.random(in: 0..<1_000_000, using: &generator)))
            ],
            samples: [
                .addedLatency: (0..<20).map { _ in Int64.random(in: 0..<50_000, using: &generator) }
            ])
    }
}

/// The fields of a conversation's record by name, as a test that knows nothing of the table sees them.
enum ConversationColumnsForTests {
    static let names = [
        "requests", "changed", "notFitting", "rejected", "recorded", "sent", "uncached",
        "cacheRead", "cacheWritten", "summarizer", "bill", "billUncached", "billHindsight",
        "answers", "referencesNeeded", "referencesVisible", "referencesRecoverable", "recalls",
        "refetches", "unfetchable", "refetchTokens", "refetchBill",
    ]

    static func set(_ name: String, of result: inout ConversationResult, to value: Int64) {
        let counts: [String: WritableKeyPath<ConversationResult, Int>] = [
            "requests": \.requests, "changed": \.changed, "notFitting": \.notFitting,
            "rejected": \.rejected, "recorded": \.recorded, "sent": \.sent,
            "uncached": \.uncached, "cacheRead": \.cacheRead, "cacheWritten": \.cacheWritten,
            "summarizer": \.summarizer, "referencesNeeded": \.referencesNeeded,
            "referencesVisible": \.referencesVisible,
            "referencesRecoverable": \.referencesRecoverable, "recalls": \.recalls,
            "refetches": \.refetches, "unfetchable": \.unfetchable,
            "refetchTokens": \.refetchTokens,
        ]
        let money: [String: WritableKeyPath<ConversationResult, Int64>] = [
            "bill": \.bill, "billUncached": \.billUncached, "billHindsight": \.billHindsight,
            "answers": \.answers, "refetchBill": \.refetchBill,
        ]
        if let path = counts[name] { result[keyPath: path] = Int(value) }
        if let path = money[name] { result[keyPath: path] = value }
    }
}

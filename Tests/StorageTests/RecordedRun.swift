import Evaluation
import Storage
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
            id: id, startedAt: startedAt, command: "winnow run small", revision: "abc123+",
            buildFingerprint: build,
            environment: [
                AxisValue(axis: "cores", value: "2"), AxisValue(axis: "cpu", value: cpu),
                AxisValue(axis: "load", value: "0.1 0.2 0.3"),
            ],
            matrix: "axes:\n  counter: [exact, words]\n", matrixName: "small", seed: .max,
            corpora: corpora.map(summary), plannedCells: 12)
    }

    private static func summary(_ corpus: CorpusIdentity) -> CorpusSummary {
        CorpusSummary(
            identity: corpus, conversations: 3, messages: 40, requests: 18, contentTokens: 9_000,
            unknownFiles: 1, refusedRecords: 2)
    }

    /// All combinations of two corpora, two counters, one mode each and repetitions.
    static func results(repetitions: Int = 3) -> [CellResult] {
        corpora.flatMap { corpus in
            ["words", "exact"].flatMap { counter in
                (0..<repetitions).map { result(corpus, counter: counter, repetition: $0) }
            }
        }
    }

    static func result(
        _ corpus: CorpusIdentity = corpora[0], counter: String = "exact", repetition: Int = 0
    ) -> CellResult {
        let cell = Cell(
            corpus: corpus,
            configuration: [
                AxisValue(axis: "limit", value: "8000"), AxisValue(axis: "counter", value: counter),
            ],
            mode: counter == "exact" ? .stateful : .stateless, seed: .max, repetition: repetition)
        let text = "\(corpus.hash) \(cell.configurationText) \(repetition)"
        var generator = SplitMix(seed: text.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) })
        return CellResult(
            cell: cell, key: SHA256.hash(text),
            measurements: [
                Measurement(.tokensIn, .integer(counter == "exact" ? .max : -1)),
                Measurement(.risk, label: "safe", .integer(5)),
                Measurement(.risk, label: "overflow", .integer(0)),
                Measurement(.actionableShare, .real(1.0 / 3)),
                Measurement(.outputHash, .text(SHA256.hash(corpus.name + counter))),
                Measurement(.cpuTime, .integer(Int64.random(in: 0..<1_000_000, using: &generator))),
            ],
            samples: [
                .addedLatency: (0..<20).map { _ in Int64.random(in: 0..<50_000, using: &generator) }
            ])
    }
}

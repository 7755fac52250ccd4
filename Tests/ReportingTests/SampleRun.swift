import Evaluation

/// A run made by hand: two corpora, three counters, the count cache on and off, two limits.
enum SampleRun {
    static let desk = CorpusIdentity(name: "desk | 客服", hash: String(repeating: "ab12", count: 16))
    static let agent = CorpusIdentity(name: "agent", hash: String(repeating: "cd34", count: 16))

    static let matrix = """
        # context.limit: [60%, 8k] is no axis here, but a comment
        name: small
        axes:
          counter: [cl100k_base, o200k_base, characters/4]
          cache.count: [on, off]
          context.limit: [8k, 60%]
        """

    /// 24 cells, one of which failed, in the order of the database: by text.
    static var record: RunRecord {
        let cells = [agent, desk].flatMap { corpus in
            ["off", "on"].flatMap { cache in
                ["60%", "8000"].flatMap { limit in
                    ["characters/4", "cl100k_base", "o200k_base"].map { counter in
                        cell(corpus, counter: counter, cache: cache, limit: limit)
                    }
                }
            }
        }
        let failed = cell(desk, counter: "o200k_base", cache: "off", limit: "60%")
        return RunRecord(
            description: description,
            results: cells.filter { $0 != failed }.map { result(of: $0) },
            failures: [CellFailure(cell: failed, error: "line 3: no `content`\nin <message> | 7")])
    }

    static func cell(
        _ corpus: CorpusIdentity, counter: String, cache: String, limit: String
    ) -> Cell {
        Cell(
            corpus: corpus,
            configuration: [
                AxisValue(axis: "counter", value: counter),
                AxisValue(axis: "cache.count", value: cache),
                AxisValue(axis: "context.limit", value: limit),
            ], mode: .stateless, seed: 42)
    }

    static let description = RunDescription(
        id: "20250131-120000-1a2b", startedAt: 1_738_324_800_000,
        command: "winnow run small.yaml --corpora recordings --db results.sqlite",
        program: MeasuredProgram(
            revision: "0123abc+", buildFingerprint: String(repeating: "9f", count: 32),
            environment: [
                AxisValue(axis: "cores", value: "2"),
                AxisValue(axis: "system", value: "Linux <6.1>"),
            ]),
        work: PlannedWork(
            name: "small", matrix: MatrixText(yaml: matrix), seed: 42,
            corpora: [
                CorpusSummary(
                    identity: agent, conversations: 12, messages: 1200, requests: 400,
                    contentTokens: 150_000, unknownFiles: 0, refusedRecords: 0),
                CorpusSummary(
                    identity: desk, conversations: 1, messages: 90, requests: 30,
                    contentTokens: 4_321, unknownFiles: 2, refusedRecords: 1),
            ],
            cells: 24))

    /// Figures that hang together: a request at every level, hits only with the cache on.
    static func result(of cell: Cell) -> CellResult {
        let isAgent = cell.corpus == agent
        let counter = cell.configuration[0].value
        let isCached = cell.configuration[1].value == "on"
        let isTight = cell.configuration[2].value == "60%"
        let requests: Int64 = isAgent ? 400 : 30
        let exact: Int64 = isAgent ? 9_000_000 : 61_000
        let counted =
            switch counter {
            case "characters/4": isAgent ? exact * 9 / 10 : exact / 2
            case "o200k_base": exact * 98 / 100
            default: exact
            }
        let levels: [Int64] =
            isTight ? [requests - 20, 4, 6, 5, 5] : [requests - 3, 2, 1, 0, 0]
        var measurements = [
            Measurement(.conversations, .integer(isAgent ? 12 : 1)),
            Measurement(.requests, .integer(requests)), Measurement(.tokensIn, .integer(counted)),
            Measurement(.tokensExact, .integer(exact)),
            Measurement(.tokensRecorded, .integer(exact)),
            Measurement(.tokensSent, .integer(exact)),
        ]
        measurements += zip(["safe", "caution", "warning", "critical", "overflow"], levels)
            .map { Measurement(.risk, label: $0, .integer($1)) }
        if counter == "characters/4" { measurements += errors(isAgent, isTight) }
        measurements += work(isCached, requests: requests)
        let nanoseconds: Int64 = (isCached ? 40 : 400) * (counter == "characters/4" ? 1 : 5)
        measurements += [
            Measurement(.outputHash, .text(String(repeating: isTight ? "60" : "80", count: 32))),
            Measurement(.cpuTime, .integer(nanoseconds * requests * 10_007)),
            Measurement(.wallTime, .integer(nanoseconds * requests * 10_111)),
            Measurement(.peakMemory, .integer(52_428_800)),
        ]
        let samples = (0..<requests).map { $0 * nanoseconds + 1_234 }
        return TinyRun.result(
            cell, measurements, latency: samples,
            conversations: conversations(isAgent ? 12 : 1, requests: requests))
    }

    /// Conversations of which the last has no request.
    private static func conversations(_ count: Int, requests: Int64) -> [ConversationResult] {
        (0..<count).map { number in
            var conversation = ConversationResult(name: "\(number)")
            let isLast = number == count - 1 && count > 1
            conversation.requests = isLast ? 0 : Int(requests) / max(count - 1, 1)
            return conversation
        }
    }

    private static func errors(_ isAgent: Bool, _ isTight: Bool) -> [Measurement] {
        let contents: [(String, Int64, Int64)] =
            isAgent
            ? [("prose", 50_000, 2_500), ("code", 80_000, 20_000), ("tools", 900, 450)]
            : [("prose", 321, 21), ("cjk", 4_000, 2_900)]
        return contents.map { Measurement(.contentTokens, label: $0.0, .integer($0.1)) }
            + contents.map { Measurement(.contentError, label: $0.0, .integer($0.2)) }
            + [
                Measurement(.missedOverflows, .integer(isTight ? 7 : 0)),
                Measurement(.falseOverflows, .integer(isTight ? 1 : 0)),
            ]
    }

    private static func work(_ isCached: Bool, requests: Int64) -> [Measurement] {
        let all = requests * requests
        return [
            Measurement(.operations, .integer(isCached ? requests * 3 : all)),
            Measurement(.operationsAvoided, .integer(isCached ? all - requests * 3 : 0)),
            Measurement(.countCacheHits, .integer(isCached ? all - requests * 3 : 0)),
            Measurement(.countCacheMisses, .integer(isCached ? requests * 3 : 0)),
            Measurement(.countCacheEvictions, .integer(0)),
            Measurement(.countCacheBytes, .integer(isCached ? requests * 4_096 : 0)),
        ]
    }
}

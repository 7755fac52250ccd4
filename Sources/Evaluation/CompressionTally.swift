internal import Compression
internal import ContextModel
internal import ContextPipeline

/// What compression did to requests.
struct CompressionTally {
    /// Wall time, in nanoseconds.
    var time: Int64 = 0
    private var original = 0
    private var compressed = 0
    private var decoder = 0
    private var originalCharacters = 0
    private var compressedCharacters = 0
    private(set) var nets = [Int](repeating: 0, count: CompressionLabel.nets.count)
    private(set) var phrases = (compared: 0, kept: 0)
    private(set) var prefixes = (compared: 0, kept: 0)
    private(set) var bytes = (new: 0, all: 0)
    /// The turns of the conversation with most requests, the first ones.
    private(set) var turns: [TurnFigures] = []
    /// The turns of each range together.
    private(set) var ranges = CompressionLabel.turnRanges.map { _ in TurnSums() }
    private var requests = 0
    /// The requests of the conversation that the turns are of.
    private var longest = 0
    /// What the conversation sent last.
    private var previous: Sent?

    /// A request as it was sent.
    private struct Sent {
        let messages: ArraySlice<Message>
        let symbols: [String: Unicode.Scalar]
        /// The bytes of its texts as they came.
        let bytes: Int
    }

    /// Adds what compression did to the next request of the conversation.
    mutating func add(_ outcome: ContextOutcome) {
        guard let request = outcome.compression else { return }
        for entry in outcome.trace where entry.isCompression { time += entry.time.wholeNanoseconds }
        let rules = request.rules.map { ($0.phrase, $0.symbol) }
        let symbols = Dictionary(rules) { first, _ in first }
        let bytes = request.figures.bytes
        add(request.figures)
        addBytes(bytes, new: bytes - (previous?.bytes ?? 0))
        if let previous {
            let common = symbols.filter { previous.symbols[$0.key] != nil }
            addComparison(
                phrases: common.count,
                kept: common.count { previous.symbols[$0.key] == $0.value },
                keepsPrefix: outcome.sent.begins(with: previous.messages))
        }
        previous = Sent(messages: outcome.sent, symbols: symbols, bytes: bytes)
    }

    private mutating func add(_ figures: TurnFigures) {
        requests += 1
        longest += 1
        original += figures.original
        compressed += figures.compressed
        decoder += figures.decoder
        originalCharacters += figures.originalCharacters
        compressedCharacters += figures.compressedCharacters
        let place =
            CompressionLabel.nets.lastIndex { $0.from <= figures.efficiency.millionths } ?? 0
        nets[place] += 1
        if turns.count < CompressionLabel.mostTurns { turns.append(figures) }
        for (place, range) in CompressionLabel.turnRanges.enumerated()
        where range.turns.contains(longest) {
            ranges[place].add(figures)
        }
    }

    /// Adds the text that a request sends, as it came, and how much of it the one before did not send.
    private mutating func addBytes(_ all: Int, new: Int) {
        bytes.all += all
        bytes.new += new
    }

    private mutating func addComparison(phrases common: Int, kept: Int, keepsPrefix: Bool) {
        phrases.compared += common
        phrases.kept += kept
        prefixes.compared += 1
        if keepsPrefix { prefixes.kept += 1 }
    }

    static func + (left: Self, right: Self) -> Self {
        var sum = left
        sum.time += right.time
        sum.requests += right.requests
        sum.original += right.original
        sum.compressed += right.compressed
        sum.decoder += right.decoder
        sum.originalCharacters += right.originalCharacters
        sum.compressedCharacters += right.compressedCharacters
        for place in sum.nets.indices { sum.nets[place] += right.nets[place] }
        sum.phrases.compared += right.phrases.compared
        sum.phrases.kept += right.phrases.kept
        sum.prefixes.compared += right.prefixes.compared
        sum.prefixes.kept += right.prefixes.kept
        sum.bytes.new += right.bytes.new
        sum.bytes.all += right.bytes.all
        for place in sum.ranges.indices { sum.ranges[place] += right.ranges[place] }
        if right.longest > left.longest {
            sum.turns = right.turns
            sum.longest = right.longest
        }
        return sum
    }
}

extension ArraySlice<Message> {
    /// Whether the messages begin with others, byte for byte.
    fileprivate func begins(with others: Self) -> Bool {
        count >= others.count
            && zip(self, others).allSatisfy {
                $0.role == $1.role && $0.parts.saysTheSame(as: $1.parts)
            }
    }
}

// MARK: - Measurements

extension CompressionTally {
    /// The additive figures.
    var counts: [Metric: Int] {
        [
            .compressionOriginal: original, .compressionCompressed: compressed,
            .compressionDecoder: decoder,
        ]
    }

    /// The measurements that are no sums over conversations.
    var measurements: [Measurement] {
        let documented = DocumentedArithmetic(
            originalCharacters: originalCharacters, compressedCharacters: compressedCharacters,
            decoderTokens: decoder, originalTokens: original)
        return [
            count(.compressionPhrases, phrases.compared, "compared"),
            count(.compressionPhrases, phrases.kept, "kept"),
            count(.compressionPrefix, prefixes.compared, "compared"),
            count(.compressionPrefix, prefixes.kept, "kept"),
            count(.compressionBytes, bytes.new, "new"),
            count(.compressionBytes, bytes.all, "all"),
            Measurement(.compressionDocumented, .real(documented.netEfficiency)),
            Measurement(.compressionTime, .integer(time)),
        ] + zip(CompressionLabel.nets, nets).map { count(.compressionNet, $1, $0.label) }
            + turns.enumerated().flatMap { turnFigures($1, number: $0 + 1) }
    }

    private func turnFigures(_ figures: TurnFigures, number: Int) -> [Measurement] {
        let documented = figures.documented
        let told: [(CompressionLabel.TurnFigure, Double)] = [
            (.compression, documented.compressionRatio), (.documented, documented.netEfficiency),
            (.net, Double(figures.efficiency.millionths) / 1_000_000),
            (.rules, Double(figures.rules)),
            (.trend, Self.value(of: figures.trend)), (.active, figures.isActive ? 1 : 0),
        ]
        return told.map {
            Measurement(.compressionTurn, label: CompressionLabel.turn(number, $0), .real($1))
        }
    }

    private static func value(of trend: EfficiencyTrend) -> Double {
        switch trend {
        case .improving: 1
        case .stable: 0
        case .declining: -1
        }
    }

    private func count(_ metric: Metric, _ value: Int, _ label: String? = nil) -> Measurement {
        Measurement(metric, label: label, .integer(Int64(value)))
    }
}

/// Figures of turns, added up.
struct TurnSums {
    private var values: [CompressionLabel.TurnPart: Int] = [:]

    /// The sum of a figure.
    subscript(_ part: CompressionLabel.TurnPart) -> Int { values[part] ?? 0 }

    mutating func add(_ figures: TurnFigures) {
        values[.original, default: 0] += figures.original
        values[.compressed, default: 0] += figures.compressed
        values[.decoder, default: 0] += figures.decoder
        values[.rules, default: 0] += figures.rules
        values[.count, default: 0] += 1
    }

    static func += (left: inout Self, right: Self) {
        left.values.merge(right.values, uniquingKeysWith: +)
    }
}

extension CompressionTally {
    /// What compression did to one conversation, split by labels.
    var parts: [MetricPart: Int64] {
        var parts = [
            MetricPart(.compressionPhrases, "compared"): Int64(phrases.compared),
            MetricPart(.compressionPhrases, "kept"): Int64(phrases.kept),
            MetricPart(.compressionPrefix, "compared"): Int64(prefixes.compared),
            MetricPart(.compressionPrefix, "kept"): Int64(prefixes.kept),
            MetricPart(.compressionBytes, "new"): Int64(bytes.new),
            MetricPart(.compressionBytes, "all"): Int64(bytes.all),
        ]
        for (net, count) in zip(CompressionLabel.nets, nets) {
            parts[MetricPart(.compressionNet, net.label)] = Int64(count)
        }
        for turn in 1...CompressionLabel.recordedTurns {
            // A turn that the conversation does not have adds nothing.
            var sums = TurnSums()
            if turn <= turns.count { sums.add(turns[turn - 1]) }
            for part in CompressionLabel.TurnPart.allCases {
                let label = CompressionLabel.turnPart(turn, part)
                parts[MetricPart(.compressionTurns, label)] = Int64(sums[part])
            }
        }
        for (range, sums) in zip(CompressionLabel.turnRanges, ranges) {
            for part in CompressionLabel.TurnPart.allCases {
                let label = "\(range.label).\(part.rawValue)"
                parts[MetricPart(.compressionTurns, label)] = Int64(sums[part])
            }
        }
        return parts
    }
}

extension CompactionTally {
    /// The compactions of one conversation, by the tenth of the request that they took away.
    var parts: [MetricPart: Int64] {
        var parts: [MetricPart: Int64] = [:]
        for (tenth, count) in reductions.enumerated() {
            let label = CompressionLabel.reduction(tenth)
            parts[MetricPart(.compactionReduction, label)] = Int64(count)
        }
        return parts
    }
}

/// How the measurements of compression are labelled.
package enum CompressionLabel {
    /// Requests that cost more than without compression.
    package static let negative = "negative"
    /// Requests that cost as much.
    package static let none = "none"

    /// The classes of requests by what is saved of them, with their lower bounds in millionths.
    package static let nets: [(label: String, from: Int)] = [
        (negative, .min), (none, 0), ("00-05", 1), ("05-10", 50_000), ("10-20", 100_000),
        ("20-30", 200_000), ("30-", 300_000),
    ]

    /// How many turns are told one by one.
    package static let mostTurns = 24

    /// What is told of a turn.
    package enum TurnFigure: String {
        case compression, documented, net, rules, trend, active
    }

    /// A figure of a turn, from 1: `01.net`.
    package static func turn(_ number: Int, _ figure: TurnFigure) -> String {
        (number < 10 ? "0" : "") + "\(number).\(figure.rawValue)"
    }

    /// How many turns have figures of their own in the record of a conversation: the seven that the
    /// documents have a table of.
    static let recordedTurns = 7

    /// Turns that are summed up together: those of a short and of a long conversation, as the documents
    /// have them ("2-5 turns", "15+ turns").
    static let turnRanges: [(label: String, turns: ClosedRange<Int>)] = [
        ("01-05", 1...5), ("15-", 15...Int.max),
    ]

    /// A figure of a turn that adds up over conversations: tokens, rules, and how many conversations
    /// have the turn.
    enum TurnPart: String, CaseIterable {
        case original, compressed, decoder, rules, count
    }

    /// A turn, from 1, as in `04.original`.
    static func turnPart(_ number: Int, _ part: TurnPart) -> String {
        (number < 10 ? "0" : "") + "\(number).\(part.rawValue)"
    }

    /// The labels of all figures of turns, those of ranges at the end.
    static var turnParts: [String] {
        (1...recordedTurns).flatMap { turn in TurnPart.allCases.map { turnPart(turn, $0) } }
            + turnRanges.flatMap { range in
                TurnPart.allCases.map { "\(range.label).\($0.rawValue)" }
            }
    }

    /// A compaction's class by the tenth of the request that it took away, from 0: `00-10`.
    package static func reduction(_ tenth: Int) -> String {
        (tenth == 0 ? "0" : "") + "\(tenth * 10)-\(tenth * 10 + 10)"
    }
}

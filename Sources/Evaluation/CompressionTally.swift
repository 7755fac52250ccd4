internal import Compression
internal import ContextModel

/// What compression did to requests.
struct CompressionTally {
    /// Wall time, in nanoseconds.
    var time: Int64 = 0
    private var original = 0
    private var compressed = 0
    private var decoder = 0
    private var originalCharacters = 0
    private var compressedCharacters = 0
    private var nets = [Int](repeating: 0, count: Self.nets.count)
    private var phrases = (compared: 0, kept: 0)
    private var prefixes = (compared: 0, kept: 0)
    private var bytes = (new: 0, all: 0)
    /// The turns of the conversation with most requests, the first ones.
    private var turns: [TurnFigures] = []
    private var requests = 0
    /// The requests of the conversation that the turns are of.
    private var longest = 0

    /// The classes of requests by what is saved of them, with their lower bounds in millionths.
    static let nets: [(label: String, from: Int)] = [
        ("negative", .min), ("none", 0), ("00-05", 1), ("05-10", 50_000), ("10-20", 100_000),
        ("20-30", 200_000), ("30-", 300_000),
    ]
    /// How many turns are told one by one.
    static let mostTurns = 24

    mutating func add(_ figures: TurnFigures) {
        requests += 1
        longest += 1
        original += figures.original
        compressed += figures.compressed
        decoder += figures.decoder
        originalCharacters += figures.originalCharacters
        compressedCharacters += figures.compressedCharacters
        let place = Self.nets.lastIndex { $0.from <= figures.efficiency } ?? 0
        nets[place] += 1
        if turns.count < Self.mostTurns { turns.append(figures) }
    }

    mutating func addBytes(_ messages: [Message], from first: Int) {
        for (index, message) in messages.enumerated() {
            let size = message.compressibleTexts.reduce(0) { $0 + $1.text.utf8.count }
            bytes.all += size
            if index >= first { bytes.new += size }
        }
    }

    mutating func addComparison(phrases common: Int, kept: Int, keepsPrefix: Bool) {
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
        if right.longest > left.longest {
            sum.turns = right.turns
            sum.longest = right.longest
        }
        return sum
    }
}

// MARK: - Measurements

extension CompressionTally {
    /// The measurements.
    var measurements: [Measurement] {
        let documented = DocumentedArithmetic(
            originalCharacters: originalCharacters, compressedCharacters: compressedCharacters,
            decoderTokens: decoder, originalTokens: original)
        return [
            count(.compressionOriginal, original), count(.compressionCompressed, compressed),
            count(.compressionDecoder, decoder),
            count(.compressionPhrases, phrases.compared, "compared"),
            count(.compressionPhrases, phrases.kept, "kept"),
            count(.compressionPrefix, prefixes.compared, "compared"),
            count(.compressionPrefix, prefixes.kept, "kept"),
            count(.compressionBytes, bytes.new, "new"),
            count(.compressionBytes, bytes.all, "all"),
            Measurement(.compressionDocumented, .real(documented.netEfficiency)),
            Measurement(.compressionTime, .integer(time)),
        ] + zip(Self.nets, nets).map { count(.compressionNet, $1, $0.label) }
            + turns.enumerated().flatMap { turnFigures($1, number: $0 + 1) }
    }

    private func turnFigures(_ figures: TurnFigures, number: Int) -> [Measurement] {
        let name = (number < 10 ? "0" : "") + "\(number)"
        let documented = figures.documented
        return [
            ("compression", documented.compressionRatio),
            ("documented", documented.netEfficiency),
            ("net", Double(figures.efficiency) / 1_000_000), ("rules", Double(figures.rules)),
            ("trend", Self.value(of: figures.trend)), ("active", figures.isActive ? 1 : 0),
        ].map { Measurement(.compressionTurn, label: "\(name).\($0)", .real($1)) }
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

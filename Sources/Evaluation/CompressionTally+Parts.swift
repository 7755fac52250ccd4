internal import Compression

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

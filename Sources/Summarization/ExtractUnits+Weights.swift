extension ExtractUnits {
    /// What covering a feature is worth, by feature; nothing for those of the overlap.
    func worths(_ weights: ExtractWeights) -> [Float] {
        var worths = [Float](repeating: 0, count: kinds.count)
        for feature in overlapFeatures..<max(overlapFeatures, kinds.count) {
            let count = counts[feature]
            let times = count < 2 ? Float(weights.onceShare) / 100 : Self.growth(of: count)
            switch kinds[feature] {
            case .word: worths[feature] = Float(weights.word) / 100 * times
            case .pair: worths[feature] = Float(weights.pair) / 100 * times
            case .fact: break
            }
        }
        for fact in facts where fact.feature >= overlapFeatures {
            let uses = Self.growth(of: Int32(fact.uses)) * (fact.isTold ? 2 : 1)
            worths[fact.feature] =
                Float(weights.fact) / 100 * Float(fact.kind.weight) * uses
                * (fact.isCarried ? 2 : 1)
        }
        return worths
    }

    /// 1 + log2 of a count, in steps of a quarter power: exact on any machine.
    static func growth(of count: Int32) -> Float {
        guard count > 0 else { return 0 }
        let exponent = 31 - count.leadingZeroBitCount
        let rest = Float(count - 1 << exponent) / Float(1 << exponent)
        return 1 + Float(exponent) + rest
    }

    /// By unit: how much who says it and where make it count.
    func factors(_ source: ExtractSource, _ weights: ExtractWeights) -> [Float] {
        let recentGroup = source.groups - (source.groups + 4) / 5
        return units.indices.map { number in
            let unit = units[number]
            let segment = source.segments[unit.segment]
            var factor = Self.factor(segment, weights)
            if segment.group == source.firstUserGroup, segment.speaker == .user {
                factor *= Float(weights.first) / 100
            }
            if source.groups > 4, segment.group >= recentGroup {
                factor *= Float(weights.recent) / 100
            }
            if unit.isStatement { factor *= Float(weights.statement) / 100 }
            return factor
        }
    }

    private static func factor(
        _ segment: ExtractSource.Segment, _ weights: ExtractWeights
    ) -> Float {
        switch (segment.kind, segment.speaker) {
        case (.call, _): Float(weights.call) / 100
        case (.text, .user): Float(weights.user) / 100
        case (.text, .assistant): Float(weights.assistant) / 100
        case (.text, .system): 1
        case (.text, .tool), (.result, _), (.reasoning, _), (.other, _):
            Float(weights.result) / 100
        }
    }

    /// By unit: how well it and its neighbours answer a question, by BM25 (k1 1.2, b 0.75), as a multiple
    /// of what an average unit is worth; nothing for no question. O(units + features).
    func relevance(to focus: String, worth: Float, _ weights: ExtractWeights) -> [Float] {
        guard !focus.isEmpty, !units.isEmpty else { return [] }
        var scores = [Float](repeating: 0, count: units.count)
        var isAsked = [Bool](repeating: false, count: kinds.count)
        for key in FactSet(ofText: focus).entries.map(\.key) {
            if let feature = index.existing(key) { isAsked[feature] = true }
        }
        let average = Float(features.count) / Float(units.count)
        for number in units.indices {
            let unit = units[number]
            let length = Float(unit.features.count) / average
            for feature in features[unit.features] where isAsked[Int(feature)] {
                let rarity = Self.growth(of: Int32(units.count) / max(1, counts[Int(feature)]))
                scores[number] += rarity * 2.2 / (1 + 1.2 * (0.25 + 0.75 * length))
            }
        }
        let spread = scores.indices.map { number in
            let before = number > 0 ? scores[number - 1] : 0
            let after = number + 1 < scores.count ? scores[number + 1] : 0
            return scores[number] + (before + after) / 2
        }
        let best = spread.max() ?? 0
        guard best > 0 else { return [] }
        return spread.map { $0 / best * worth * Float(weights.focus) / 100 }
    }
}

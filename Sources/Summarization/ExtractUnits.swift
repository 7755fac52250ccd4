/// A piece of text that an extract takes or leaves: a sentence, a line, a window of a long line, a
/// tool call.
struct ExtractUnit {
    var range: Range<Int>
    var segment: Int
    /// Where its features are in the list of all.
    var features: Range<Int>
    var isStatement: Bool
}

/// What is known of a fact of the source.
struct SourceFact {
    var kind: FactKind
    /// Its first mention.
    var range: Range<Int>
    var feature: Int
    /// How many groups tell it.
    var uses = 0
    var lastGroup = -1
    /// Whether people, the assistant or a tool call tell it.
    var isTold = false
    var isCarried = false
}

/// The units of a source with their features (words, pairs of words, facts), made in one pass.
struct ExtractUnits: FactSink {
    static var wantsParts: Bool { false }
    /// Longer lines are cut into windows of about so many bytes.
    static var window: Int { 240 }
    /// Shorter sentences stay with the next.
    static var shortest: Int { 24 }

    enum Feature: UInt8 { case word, pair, fact }

    private(set) var units: [ExtractUnit] = []
    private(set) var features: [Int32] = []
    private(set) var facts: [SourceFact] = []
    private(set) var index = HashIndex(capacity: 4096)
    private(set) var kinds: [Feature] = []
    /// In how many units a feature is.
    private(set) var counts: [Int32] = []
    /// Features below this number are in the overlap.
    private(set) var overlapFeatures = 0
    private var lastUnit: [Int32] = []
    private var factNumbers: [Int32] = []

    private var segment: ExtractSource.Segment
    private var segmentNumber = 0
    private var start = 0
    private var firstFeature = 0
    private var unitNumber: Int32 = 0
    private var previous: UInt64 = 0
    private var hasCue = false

    init(_ source: ExtractSource) {
        segment = ExtractSource.Segment(
            range: 0..<0, kind: .text, speaker: .user, group: 0, use: .units)
        self = source.bytes.withUnsafeBufferPointer { bytes in
            var scanner = FactScanner(bytes, self)
            for (number, segment) in source.segments.enumerated() {
                scanner.sink.enter(segment, number)
                scanner.scan(segment.range)
            }
            return scanner.sink
        }
        trim(source.bytes)
    }

    private mutating func enter(_ next: ExtractSource.Segment, _ number: Int) {
        if segment.use == .overlap, next.use != .overlap { overlapFeatures = index.count }
        segment = next
        segmentNumber = number
        start = next.range.lowerBound
        previous = 0
    }

    mutating func begin(at position: Int) {
        if position - start >= Self.window, segment.kind != .call {
            close(at: position, isQuestion: false)
        }
    }

    mutating func word(_ key: UInt64, _ role: CommonWords.Role, at range: Range<Int>) {
        if role.contains(.cue) { hasCue = true }
        guard !role.contains(.filler) else { return }
        add(key, .word)
        if previous != 0 { add((previous &* 0x9E37_79B9_7F4A_7C15) ^ key, .pair) }
        previous = key
    }

    mutating func part(_ key: UInt64) {}

    mutating func fact(_ key: UInt64, _ kind: FactKind, at range: Range<Int>) {
        let feature = add(key ^ 0xFAC7, .fact)
        guard segment.use != .overlap else { return }
        if factNumbers[feature] < 0 {
            factNumbers[feature] = Int32(facts.count)
            facts.append(SourceFact(kind: kind, range: range, feature: feature))
        }
        let number = Int(factNumbers[feature])
        if facts[number].lastGroup != segment.group {
            facts[number].lastGroup = segment.group
            facts[number].uses += 1
        }
        if segment.kind == .call || segment.kind == .text { facts[number].isTold = true }
        if segment.use == .factList { facts[number].isCarried = true }
    }

    mutating func end(_ boundary: TextBoundary, at position: Int) {
        if segment.kind == .call, segment.use == .units, position < segment.range.upperBound {
            return
        }
        if boundary != .line, position - start < Self.shortest { return }
        close(at: position, isQuestion: boundary == .question)
    }

    @discardableResult
    private mutating func add(_ key: UInt64, _ kind: Feature) -> Int {
        let number = index.number(of: key)
        if number == kinds.count {
            kinds.append(kind)
            counts.append(0)
            lastUnit.append(-1)
            factNumbers.append(-1)
        }
        if lastUnit[number] != unitNumber {
            lastUnit[number] = unitNumber
            counts[number] += 1
            features.append(Int32(number))
        }
        return number
    }

    private mutating func close(at position: Int, isQuestion: Bool) {
        if segment.use == .units, features.count > firstFeature {
            units.append(
                ExtractUnit(
                    range: start..<position, segment: segmentNumber,
                    features: firstFeature..<features.count,
                    isStatement: (hasCue || isQuestion) && segment.kind == .text))
        } else {
            features.removeSubrange(firstFeature...)
        }
        firstFeature = features.count
        unitNumber += 1
        start = position
        previous = 0
        hasCue = false
    }

    /// Takes the spaces from both ends of the units.
    private mutating func trim(_ bytes: [UInt8]) {
        for number in units.indices {
            var range = units[number].range
            while let first = range.first, bytes[first] <= 0x20 { range.removeFirst() }
            while let last = range.last, bytes[last] <= 0x20 { range.removeLast() }
            units[number].range = range
        }
    }
}

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

internal import ContextModel

/// Chooses units by greedy weighted coverage: at each step the unit that covers the most weight for its
/// tokens that no chosen unit covers yet (lazily: a unit's gain only ever falls).
struct ExtractSelection {
    let source: ExtractSource
    let units: ExtractUnits
    let counter: any TokenCounter
    /// By feature: what it still is worth.
    private var worth: [Float]
    private let factors: [Float]
    /// By unit: what its answer to the focus is worth, covered or not.
    private var relevance: [Float] = []
    private let unitCost: Double
    private var heap: Heap<UnitGain>
    /// The unit that was best when nothing was chosen.
    private(set) var best: Int?
    private var lines: Set<Int> = []
    /// The chosen units in the order they were chosen, with what each costs.
    private(set) var chosen: [(unit: Int, tokens: Int)] = []
    private(set) var tokens = 0

    init(
        _ source: ExtractSource, _ units: ExtractUnits, focus: String, weights: ExtractWeights,
        counter: any TokenCounter
    ) {
        self.source = source
        self.units = units
        self.counter = counter
        worth = units.worths(weights)
        factors = units.factors(source, weights)
        unitCost = Double(weights.unitCost) / 100
        heap = Heap([])
        let gains = units.units.indices.map { gain(of: $0) }
        relevance = units.relevance(
            to: focus, worth: gains.reduce(0, +) / Float(max(1, gains.count)), weights)
        heap = Heap(gains.indices.map { UnitGain(priority: priority(of: $0), unit: $0) })
        best = heap.first?.unit
    }

    /// What a unit covers that nothing chosen covers, times what it counts.
    private func gain(of number: Int) -> Float {
        var gain: Float = 0
        for feature in units.features[units.units[number].features] { gain += worth[Int(feature)] }
        return gain * factors[number]
    }

    private func priority(of number: Int) -> Double {
        let gain = gain(of: number) + (relevance.isEmpty ? 0 : relevance[number])
        return Double(gain) / (unitCost + Double(units.units[number].range.count) / 4)
    }

    /// Whether a feature is covered or worth nothing.
    func isCovered(_ feature: Int) -> Bool { worth[feature] == 0 }

    /// Chooses units as long as they fit.
    mutating func fill(to budget: Int) {
        var passed: [UnitGain] = []
        while budget - tokens > 3, passed.count < 48, let top = heap.first {
            let now = priority(of: top.unit)
            guard now > 0 else {
                heap.popFirst()
                continue
            }
            if now < top.priority {
                heap.replaceFirst(with: UnitGain(priority: now, unit: top.unit))
                continue
            }
            heap.popFirst()
            if !take(top.unit, within: budget) { passed.append(top) }
        }
        for entry in passed { heap.insert(entry) }
    }

    private mutating func take(_ number: Int, within budget: Int) -> Bool {
        let unit = units.units[number]
        guard tokens + unit.range.count / 16 <= budget else { return false }
        let opensLine = !lines.contains(line(of: unit))
        let cost = counter.count(text(of: unit)).value + (opensLine ? 3 : 1)
        guard tokens + cost <= budget else { return false }
        lines.insert(line(of: unit))
        chosen.append((number, cost))
        tokens += cost
        for feature in units.features[unit.features] { worth[Int(feature)] = 0 }
        return true
    }

    /// Gives up the units chosen last, until so many tokens are freed.
    mutating func release(_ count: Int) {
        var freed = 0
        while freed < count, let last = chosen.popLast() {
            freed += last.tokens
            tokens -= last.tokens
        }
    }

    /// Units of one group and speaker make one line.
    func line(of unit: ExtractUnit) -> Int {
        let segment = source.segments[unit.segment]
        return segment.group * 4 + segment.speaker.rawValue
    }

    func text(of unit: ExtractUnit) -> String { text(unit.range) }

    func text(_ range: Range<Int>) -> String {
        String(decoding: source.bytes[range], as: UTF8.self)
    }
}

/// What a unit is worth: the highest first, equal ones in the order of the text.
private struct UnitGain: HeapElement {
    let priority: Double
    let unit: Int

    func isBefore(_ other: Self) -> Bool {
        priority != other.priority ? priority > other.priority : unit < other.unit
    }
}

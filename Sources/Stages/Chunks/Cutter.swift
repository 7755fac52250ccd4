internal import ContextModel

/// Finds where a chunk ends, from the atoms and the facts of the messages.
struct Cutter {
    /// The end of a chunk.
    struct Cut {
        /// The atom that the next chunk begins with.
        let end: Int
        /// How many messages from the start the decision depends on; `Int.max` if on the history's end.
        let decidedBy: Int
    }

    let limits: ChunkerLimits
    let atoms: [Range<Int>]
    let facts: [MessageFacts]
    let isExcluded: [Bool]
    /// What an adaptive or learned chunker looks at; nil for a fixed one.
    let shifts: TopicShifts?

    /// The end of the chunk that begins with an atom.
    func cut(from first: Int) -> Cut {
        let reach = reach(from: first)
        guard let shifts else { return Cut(end: reach, decidedBy: fixedEvidence(reach)) }
        return adaptiveCut(from: first, reach: reach, shifts)
    }

    /// Whether an atom holds a message that no chunk may own.
    func isExcluded(atom: Int) -> Bool { atoms[atom].contains { isExcluded[$0] } }

    /// The first atom that does not fit into the chunk that begins with an atom.
    private func reach(from first: Int) -> Int {
        var end = first
        var load = Load()
        while end < atoms.count, !isExcluded(atom: end) {
            load.add(atoms[end], facts)
            if end > first, !load.fits(limits) { break }
            end += 1
        }
        return end
    }

    /// The decision that an atom does not fit, or belongs to no chunk, depends on all of it.
    private func fixedEvidence(_ reach: Int) -> Int {
        reach < atoms.count ? atoms[reach].upperBound : .max
    }
}

extension Cutter {
    /// The first boundary within reach, else the strongest in the farther half of what is in reach.
    private func adaptiveCut(from first: Int, reach: Int, _ shifts: TopicShifts) -> Cut {
        let start = atoms[first].lowerBound
        for atom in first + 1..<reach {
            let gap = atoms[atom].lowerBound
            if shifts.isBoundary(gap), !isSmall(start..<gap) {
                return Cut(end: atom, decidedBy: gap + shifts.lookAhead)
            }
        }
        guard reach < atoms.count else { return Cut(end: reach, decidedBy: .max) }
        let evidence = max(atoms[reach].upperBound + 1, atoms[reach].lowerBound + shifts.lookAhead)
        if isExcluded(atom: reach) { return Cut(end: reach, decidedBy: evidence) }
        var best = reach
        for atom in stride(from: reach - 1, to: first + (reach - first) / 2, by: -1)
        where shifts.strength(atoms[atom].lowerBound) > shifts.strength(atoms[best].lowerBound) {
            best = atom
        }
        return Cut(end: best, decidedBy: evidence)
    }

    /// Whether a chunk of these messages is too small to end at a boundary.
    private func isSmall(_ messages: Range<Int>) -> Bool {
        guard limits.mergesBelowPercent > 0 else { return false }
        var load = Load()
        load.add(messages, facts)
        return load.isBelow(limits)
    }
}

/// What a chunk holds, as its bounds count it.
private struct Load {
    private var messages = 0
    private var weight = 0

    mutating func add(_ range: Range<Int>, _ facts: [MessageFacts]) {
        messages += range.count
        for index in range { weight += facts[index].weight }
    }

    func fits(_ limits: ChunkerLimits) -> Bool {
        messages <= limits.size && weight <= limits.maximumTokens
    }

    /// Whether it is below the share of both bounds under which chunks go on.
    func isBelow(_ limits: ChunkerLimits) -> Bool {
        func isBelow(_ amount: Int, _ bound: Int) -> Bool {
            Double(amount) * 100 < Double(bound) * Double(limits.mergesBelowPercent)
        }
        return isBelow(messages, limits.size) && isBelow(weight, limits.maximumTokens)
    }
}

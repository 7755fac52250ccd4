internal import Statistics

/// Few configurations in which every choice of values for any two (or three) axes occurs.
///
/// Full products grow with the product of all axes, these with the logarithm of their number. Built row
/// by row (Cohen and others, "The AETG System", 1997): a row starts at the first choice that is not yet
/// covered, and its other axes take the value that covers most; what rules forbid is left out, and so is
/// a choice that no allowed row has.
struct CoveringArray {
    /// How many values each axis has.
    let counts: [Int]
    /// How many axes are looked at together: 2 or 3.
    let strength: Int
    /// What no row may be: values of some axes that may not stand together.
    let forbidden: [[(axis: Int, values: Set<Int>)]]
    /// The seed of the order in which axes are filled.
    let seed: UInt64

    /// The most looks at a choice that finding the rows may take: some ten seconds. All pairs of a hundred
    /// axes of ten values take a twentieth of it.
    static let mostLooks = 1_000_000_000

    /// The fewest rows there can be where nothing is forbidden: each choice for the largest axes needs a
    /// row of its own.
    var fewestRows: Int {
        counts.sorted(by: >).prefix(strength).reduce(1) { $0.timesUpToLimit($1) }
    }

    /// How many choices are to be covered.
    var choices: Int {
        // The sum over all groups of axes of the products of their counts, axis by axis.
        var sums = [1] + Array(repeating: 0, count: strength)
        for count in counts {
            for size in stride(from: min(strength, counts.count), to: 0, by: -1) {
                sums[size] = sums[size].plusUpToLimit(sums[size - 1].timesUpToLimit(count))
            }
        }
        return sums[min(strength, counts.count)]
    }

    /// The fewest looks that finding the rows takes where nothing is forbidden.
    var fewestLooks: Int {
        guard counts.count > strength else { return fewestRows }
        return fewestRows.timesUpToLimit(looksForRow)
    }

    /// How many choices are looked at to fill a row.
    private var looksForRow: Int {
        let others = counts.count - 1
        let groups = strength == 2 ? others : others * (others - 1) / 2
        return counts.reduce(0) { $0.plusUpToLimit($1) }.timesUpToLimit(groups + forbidden.count)
    }

    /// The rows, a value's index for each axis; nil if finding them takes too many looks. Deterministic.
    func rows() -> [[Int]]? {
        guard fewestLooks <= Self.mostLooks, fewestRows <= Matrix.mostCells else { return nil }
        guard counts.count > strength else { return product() }
        var generator = SeededGenerator(seed: seed, name: "covering-array")
        var open = Choices(counts: counts, strength: strength)
        var rows: [[Int]] = []
        // Filling a row may be tried again and again where much is forbidden.
        var attemptsLeft = Self.mostLooks / max(looksForRow, 1)
        while let choice = open.next() {
            guard let row = row(with: choice, open, &generator, &attemptsLeft) else {
                guard attemptsLeft >= 0 else { return nil }
                open.cover(choice)
                continue
            }
            open.cover(row)
            rows.append(row)
        }
        return rows
    }

    /// Whether a row may be; axes without a value yet are nil.
    private func isAllowed(_ row: [Int?]) -> Bool {
        !forbidden.contains { terms in
            terms.allSatisfy { term in row[term.axis].map(term.values.contains) ?? false }
        }
    }

    /// All rows, where there are no more axes than are looked at together.
    private func product() -> [[Int]] {
        let rows = counts.reduce([[]]) { rows, count in
            rows.flatMap { row in (0..<count).map { row + [$0] } }
        }
        return rows.filter(isAllowed)
    }

    private func row(
        with choice: [Int?], _ open: Choices, _ generator: inout SeededGenerator,
        _ attemptsLeft: inout Int
    ) -> [Int]? {
        guard isAllowed(choice) else { return nil }
        // Greed can run into what is forbidden; other orders of the axes then lead elsewhere.
        for _ in 0..<Self.attempts {
            attemptsLeft -= 1
            guard attemptsLeft >= 0 else { return nil }
            var row = choice
            var axes = counts.indices.filter { choice[$0] == nil }
            generator.shuffle(&axes)
            for axis in axes {
                row[axis] = bestValue(of: axis, row, open, &generator)
                if row[axis] == nil { break }
            }
            let whole = row.compactMap { $0 }
            if whole.count == counts.count, isAllowed(row) { return whole }
        }
        return nil
    }

    private static let attempts = 30

    /// The allowed value that covers most, one of the best by chance; nil if none is allowed.
    private func bestValue(
        of axis: Int, _ row: [Int?], _ open: Choices, _ generator: inout SeededGenerator
    ) -> Int? {
        var best: [Int] = []
        var most = -1
        for value in 0..<counts[axis] {
            var trial = row
            trial[axis] = value
            guard isAllowed(trial) else { continue }
            let gain = open.gain(of: axis, in: trial)
            if gain > most {
                most = gain
                best = []
            }
            if gain == most { best.append(value) }
        }
        return best.isEmpty ? nil : generator.choose(best)
    }
}

extension Int {
    /// The product, or the largest number there is: never an overflow.
    func timesUpToLimit(_ other: Int) -> Int {
        let (product, isTooLarge) = multipliedReportingOverflow(by: other)
        return isTooLarge ? .max : product
    }

    /// The sum, or the largest number there is: never an overflow.
    func plusUpToLimit(_ other: Int) -> Int {
        let (sum, isTooLarge) = addingReportingOverflow(other)
        return isTooLarge ? .max : sum
    }
}

/// The choices that no row covers yet: for each group of axes a flag for each choice of values.
private struct Choices {
    private let counts: [Int]
    private let groups: [[Int]]
    private let groupsOfAxis: [[Int]]
    private var isOpen: [[Bool]]
    /// The group and the place in it before which nothing is open.
    private var first = 0
    private var place = 0

    init(counts: [Int], strength: Int) {
        self.counts = counts
        var groups: [[Int]] = [[]]
        for _ in 0..<strength {
            groups = groups.flatMap { group in
                ((group.last.map { $0 + 1 } ?? 0)..<counts.count).map { group + [$0] }
            }
        }
        self.groups = groups
        groupsOfAxis = counts.indices.map { axis in
            groups.indices.filter { groups[$0].contains(axis) }
        }
        isOpen = groups.map { group in
            Array(repeating: true, count: group.reduce(1) { $0 * counts[$1] })
        }
    }

    /// The first choice that is open, as a row without other values.
    mutating func next() -> [Int?]? {
        while first < groups.count {
            if let place = isOpen[first][place...].firstIndex(of: true) {
                self.place = place
                return row(of: groups[first], place)
            }
            first += 1
            place = 0
        }
        return nil
    }

    private func row(of group: [Int], _ place: Int) -> [Int?] {
        var row = [Int?](repeating: nil, count: counts.count)
        var rest = place
        for axis in group.reversed() {
            row[axis] = rest % counts[axis]
            rest /= counts[axis]
        }
        return row
    }

    /// The place of a row's choice among those of a group; nil if one of its axes has no value.
    private func place(of group: [Int], _ row: [Int?]) -> Int? {
        var place = 0
        for axis in group {
            guard let value = row[axis] else { return nil }
            place = place * counts[axis] + value
        }
        return place
    }

    /// How many open choices an axis' value covers together with the values that are there.
    func gain(of axis: Int, in row: [Int?]) -> Int {
        groupsOfAxis[axis].count { index in
            place(of: groups[index], row).map { isOpen[index][$0] } ?? false
        }
    }

    mutating func cover(_ row: [Int?]) {
        for index in groups.indices {
            if let place = place(of: groups[index], row) { isOpen[index][place] = false }
        }
    }
}

/// The suffixes of a sequence of numbers, in order, with what neighbours in it have in common.
///
/// Induced sorting (Nong, Zhang and Chan, "Linear Suffix Array Construction by Almost Pure
/// Induced-Sorting", 2009), common prefixes by Kasai and others, "Linear-Time Longest-Common-Prefix
/// Computation in Suffix Arrays and Its Applications", 2001.
struct SuffixArray {
    /// Where suffixes begin, the least suffix first.
    let order: [Int32]
    /// How many numbers a suffix shares with the one before it in order; 0 for the first.
    let common: [Int32]

    /// The suffixes of numbers from 0 to below a bound. Linear in both.
    init(_ numbers: [Int32], below bound: Int) {
        order = numbers.withUnsafeBufferPointer { InducedSorting.sorted($0, below: bound) }
        common = Self.common(numbers, order)
    }

    private static func common(_ numbers: [Int32], _ order: [Int32]) -> [Int32] {
        let count = numbers.count
        var before = [Int32](repeating: -1, count: count)
        for rank in 1..<max(1, count) { before[Int(order[rank])] = order[rank - 1] }
        // By position first, which is read and written in order; then put by rank.
        var shared = 0
        numbers.withUnsafeBufferPointer { numbers in
            for position in 0..<count {
                let other = Int(before[position])
                guard other >= 0 else {
                    shared = 0
                    before[position] = 0
                    continue
                }
                while position + shared < count, other + shared < count,
                    numbers[position + shared] == numbers[other + shared]
                { shared += 1 }
                before[position] = Int32(truncatingIfNeeded: shared)
                shared = max(0, shared - 1)
            }
        }
        return order.map { before[Int($0)] }
    }
}

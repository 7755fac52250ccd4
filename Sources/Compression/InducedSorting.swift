/// Sorts suffixes: those that are smaller than the next one and stand after a larger one ("leftmost
/// S") are sorted, as a shorter sequence, and induce the order of all others.
struct InducedSorting {
    private typealias Numbers = UnsafeBufferPointer<Int32>

    private let numbers: Numbers
    /// Whether a suffix is smaller than the next one.
    private let isSmaller: [Bool]
    /// Where the larger suffixes of a first number begin in order, and where its smaller ones do.
    private let largerStarts: [Int32]
    private let smallerStarts: [Int32]
    private var order: [Int32]

    /// The suffixes of numbers from 0 to below a bound, in order. Linear in both.
    static func sorted(_ numbers: UnsafeBufferPointer<Int32>, below bound: Int) -> [Int32] {
        guard numbers.count > 1 else { return numbers.isEmpty ? [] : [0] }
        var sorting = Self(numbers, bound)
        sorting.sort()
        return sorting.order
    }

    private init(_ numbers: Numbers, _ bound: Int) {
        let count = numbers.count
        self.numbers = numbers
        order = Array(repeating: -1, count: count)
        let isSmaller = [Bool](unsafeUninitializedCapacity: count) { isSmaller, initialized in
            isSmaller[count - 1] = false
            for place in stride(from: count - 2, through: 0, by: -1) {
                let (this, next) = (numbers[place], numbers[place + 1])
                isSmaller[place] = this == next ? isSmaller[place + 1] : this < next
            }
            initialized = count
        }
        self.isSmaller = isSmaller
        var largerStarts = [Int32](repeating: 0, count: bound + 1)
        var smallerStarts = largerStarts
        for place in 0..<count {
            let number = Int(numbers[place])
            if isSmaller[place] {
                largerStarts[number + 1] += 1
            } else {
                smallerStarts[number] += 1
            }
        }
        for number in 0..<bound {
            smallerStarts[number] += largerStarts[number]
            largerStarts[number + 1] += smallerStarts[number]
        }
        smallerStarts[bound] = largerStarts[bound]
        (self.largerStarts, self.smallerStarts) = (largerStarts, smallerStarts)
    }

    private func isLeftmost(_ place: Int) -> Bool {
        place > 0 && isSmaller[place] && !isSmaller[place - 1]
    }

    private mutating func sort() {
        let leftmost = (1..<numbers.count).filter(isLeftmost).map { Int32(truncatingIfNeeded: $0) }
        induce(from: leftmost)
        guard leftmost.count > 1 else { return }
        let (names, bound) = named(leftmost)
        let sorted = names.withUnsafeBufferPointer { Self.sorted($0, below: bound) }
        induce(from: sorted.map { leftmost[Int($0)] })
    }

    /// The leftmost ones as numbers: equal ones have equal numbers, smaller ones smaller ones.
    private func named(_ leftmost: [Int32]) -> (names: [Int32], bound: Int) {
        var indexes = [Int32](repeating: -1, count: numbers.count)
        for (index, place) in leftmost.enumerated() {
            indexes[Int(place)] = Int32(truncatingIfNeeded: index)
        }
        var names = [Int32](repeating: 0, count: leftmost.count)
        var name: Int32 = -1
        var last = -1
        for place in order {
            let index = Int(indexes[Int(place)])
            guard index >= 0 else { continue }
            if last < 0 || !areEqual(leftmost, last, index) { name += 1 }
            names[index] = name
            last = index
        }
        return (names, Int(name) + 1)
    }

    /// Whether two leftmost ones are equal up to and with the first number of the next one.
    private func areEqual(_ leftmost: [Int32], _ left: Int, _ right: Int) -> Bool {
        func end(_ index: Int) -> Int {
            index + 1 < leftmost.count ? Int(leftmost[index + 1]) : numbers.count
        }
        var (first, second) = (Int(leftmost[left]), Int(leftmost[right]))
        guard end(left) - first == end(right) - second else { return false }
        let stop = end(left)
        while first < stop {
            if numbers[first] != numbers[second] { return false }
            first += 1
            second += 1
        }
        return first < numbers.count && second < numbers.count && numbers[first] == numbers[second]
    }

    /// Puts suffixes in their places and then those that follow from them.
    private mutating func induce(from leftmost: [Int32]) {
        var (smaller, larger, ends) = (smallerStarts, largerStarts, largerStarts)
        order.withUnsafeMutableBufferPointer { order in
            order.update(repeating: -1)
            smaller.withUnsafeMutableBufferPointer { places in
                for place in leftmost { Self.put(place, order, numbers, places) }
            }
            isSmaller.withUnsafeBufferPointer { isSmaller in
                larger.withUnsafeMutableBufferPointer { places in
                    Self.induceLarger(order, numbers, isSmaller, places)
                }
                ends.withUnsafeMutableBufferPointer { places in
                    Self.induceSmaller(order, numbers, isSmaller, places)
                }
            }
        }
    }

    private typealias Places = UnsafeMutableBufferPointer<Int32>

    private static func induceLarger(
        _ order: Places, _ numbers: Numbers, _ isSmaller: UnsafeBufferPointer<Bool>,
        _ places: Places
    ) {
        put(Int32(truncatingIfNeeded: numbers.count - 1), order, numbers, places)
        for rank in 0..<numbers.count {
            let place = order[rank] - 1
            if place >= 0, !isSmaller[Int(place)] { put(place, order, numbers, places) }
        }
    }

    private static func induceSmaller(
        _ order: Places, _ numbers: Numbers, _ isSmaller: UnsafeBufferPointer<Bool>,
        _ places: Places
    ) {
        for rank in stride(from: numbers.count - 1, through: 0, by: -1) {
            let place = order[rank] - 1
            guard place >= 0, isSmaller[Int(place)] else { continue }
            let bucket = Int(numbers[Int(place)]) + 1
            places[bucket] -= 1
            order[Int(places[bucket])] = place
        }
    }

    @inline(__always)
    private static func put(_ place: Int32, _ order: Places, _ numbers: Numbers, _ places: Places) {
        let number = Int(numbers[Int(place)])
        order[Int(places[number])] = place
        places[number] += 1
    }
}

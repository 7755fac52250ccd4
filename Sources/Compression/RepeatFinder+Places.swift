extension RepeatFinder {
    /// Keeps the places where something that a rule could gain by may begin: a pair of free pieces that
    /// stands elsewhere too, or a piece of several tokens that stands in enough other places.
    ///
    /// Pairs are counted in a table of hashes: two that share a slot look like one that repeats, and are
    /// only sorted in vain. Linear in the places left and in the numbers there are.
    mutating func keepPlaces() {
        let shift = Self.shift(places.count)
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1 << (64 - shift)) { pairs in
            pairs.initialize(repeating: 0)
            withUnsafeTemporaryAllocation(of: Int32.self, capacity: bound) { uses in
                uses.initialize(repeating: 0)
                for place in places { count(Int(place), shift, pairs, uses) }
                var kept = 0
                for index in 0..<places.count {
                    let place = places[index]
                    guard isKept(Int(place), shift, pairs, uses) else { continue }
                    places[kept] = place
                    kept += 1
                }
                places.removeLast(places.count - kept)
            }
        }
    }

    @inline(__always)
    private func count(
        _ place: Int, _ shift: UInt64, _ pairs: UnsafeMutableBufferPointer<UInt8>,
        _ uses: UnsafeMutableBufferPointer<Int32>
    ) {
        guard numbers[place] >= 0 else { return }
        uses[Int(numbers[place])] += 1
        guard numbers[place + 1] >= 0 else { return }
        let slot = slot(place, shift)
        pairs[slot] = min(2, pairs[slot] + 1)
    }

    @inline(__always)
    private func isKept(
        _ place: Int, _ shift: UInt64, _ pairs: UnsafeMutableBufferPointer<UInt8>,
        _ uses: UnsafeMutableBufferPointer<Int32>
    ) -> Bool {
        guard numbers[place] >= 0 else { return false }
        if numbers[place + 1] >= 0, pairs[slot(place, shift)] > 1 { return true }
        let tokens = Int(text.tokens[place])
        return RuleCost.gain(tokens: tokens, uses: Int(uses[Int(numbers[place])])) > 0
    }

    /// For a table of at least four times as many slots as there are places.
    private static func shift(_ count: Int) -> UInt64 {
        UInt64((4 * count | 63).leadingZeroBitCount)
    }

    /// Where the pair that begins at a place is counted.
    @inline(__always)
    private func slot(_ place: Int, _ shift: UInt64) -> Int {
        let first = UInt64(UInt32(bitPattern: numbers[place]))
        let second = UInt64(UInt32(bitPattern: numbers[place + 1]))
        return Int(
            truncatingIfNeeded: ((first << 32 | second) &* 0x9E37_79B9_7F4A_7C15) &>> shift)
    }
}

/// Sorts integers without asking for memory: runs by insertion, then merged, those in order left alone.
enum RankSorting {
    private typealias Values = UnsafeMutableBufferPointer<UInt64>
    private static let run = 16

    /// Sorts values with room for half as many. O(n·log n).
    static func sort(
        _ values: UnsafeMutableBufferPointer<UInt64>, _ room: UnsafeMutableBufferPointer<UInt64>
    ) {
        for start in stride(from: 0, to: values.count, by: run) {
            insert(values, start, min(start + run, values.count))
        }
        var width = run
        while width < values.count {
            for start in stride(from: 0, to: values.count - width, by: 2 * width) {
                merge(values, room, start, start + width, min(start + 2 * width, values.count))
            }
            width *= 2
        }
    }

    @inline(__always)
    private static func insert(_ values: Values, _ start: Int, _ end: Int) {
        for index in start..<end {
            let value = values[index]
            var place = index
            while place > start, values[place - 1] > value {
                values[place] = values[place - 1]
                place -= 1
            }
            values[place] = value
        }
    }

    private static func merge(
        _ values: Values, _ room: Values, _ start: Int, _ middle: Int, _ end: Int
    ) {
        if values[middle - 1] <= values[middle] { return }
        let count = middle - start
        for index in 0..<count { room[index] = values[start + index] }
        var (left, right, place) = (0, middle, start)
        while left < count {
            if right < end, values[right] < room[left] {
                values[place] = values[right]
                right += 1
            } else {
                values[place] = room[left]
                left += 1
            }
            place += 1
        }
    }
}

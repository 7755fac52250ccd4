/// Numbers distinct hashes from 0 in the order of their first appearance.
struct HashIndex {
    private var slots: [Int32]
    private(set) var keys: [UInt64] = []

    /// An empty index with room for so many keys.
    init(capacity: Int = 64) {
        var size = 128
        while size < capacity * 2 { size *= 2 }
        slots = [Int32](repeating: -1, count: size)
        keys.reserveCapacity(capacity)
    }

    var count: Int { keys.count }

    /// The number of a key, given to it now if it has none. O(1), amortised.
    mutating func number(of key: UInt64) -> Int {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: key) & mask
        while true {
            let number = Int(slots[slot])
            if number < 0 { break }
            if keys[number] == key { return number }
            slot = (slot + 1) & mask
        }
        slots[slot] = Int32(keys.count)
        keys.append(key)
        if keys.count * 2 > slots.count { grow() }
        return keys.count - 1
    }

    /// The number of a key, or nil if it has none.
    func existing(_ key: UInt64) -> Int? {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: key) & mask
        while slots[slot] >= 0 {
            if keys[Int(slots[slot])] == key { return Int(slots[slot]) }
            slot = (slot + 1) & mask
        }
        return nil
    }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: slots.count * 2)
        let mask = slots.count - 1
        for (number, key) in keys.enumerated() {
            var slot = Int(truncatingIfNeeded: key) & mask
            while slots[slot] >= 0 { slot = (slot + 1) & mask }
            slots[slot] = Int32(number)
        }
    }
}

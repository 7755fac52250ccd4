/// Which two neighbouring tokens merge, and into which: a hash table with open
/// addressing, one word a pair.
struct PairTable {
    /// No token.
    static let none = UInt32.max
    private static let empty = UInt64.max
    private static let bits: UInt64 = 18

    private let slots: UnsafeMutablePointer<UInt64>
    private let shift: UInt64
    private let mask: Int

    /// The table of a vocabulary's halves; the first 256 tokens are single bytes.
    init(_ halves: UnsafePointer<(left: UInt32, right: UInt32)>, count: Int) {
        var size: UInt64 = 10
        while 1 << size < count * 2 { size += 1 }
        slots = .allocate(capacity: 1 << size)
        slots.initialize(repeating: Self.empty, count: 1 << size)
        shift = 64 - size
        mask = (1 << size) - 1
        for rank in 256..<count {
            let key = Self.key(halves[rank].left, halves[rank].right)
            var place = place(of: key)
            while slots[place] != Self.empty { place = (place + 1) & mask }
            slots[place] = key << Self.bits | UInt64(rank)
        }
    }

    /// The token that two tokens merge into, `none` if they do not.
    @inline(__always)
    func merge(_ left: UInt32, _ right: UInt32) -> UInt32 {
        let key = Self.key(left, right)
        var place = place(of: key)
        while true {
            let slot = slots[place]
            if slot >> Self.bits == key { return UInt32(truncatingIfNeeded: slot & 0x3FFFF) }
            if slot == Self.empty { return Self.none }
            place = (place + 1) & mask
        }
    }

    @inline(__always)
    private static func key(_ left: UInt32, _ right: UInt32) -> UInt64 {
        UInt64(left) << bits | UInt64(right)
    }

    @inline(__always)
    private func place(of key: UInt64) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) &>> shift)
    }
}

#if canImport(Glibc)
    private import Glibc
#elseif canImport(Musl)
    private import Musl
#elseif canImport(Darwin)
    private import Darwin
#endif

/// Which two neighbouring tokens merge, and into which.
///
/// A hash table with open addressing, one word a pair; before it a bit map, small enough for the
/// second cache level, that answers most questions about pairs that do not merge; beside it a grid
/// for pairs of bytes.
struct PairTable {
    /// No token.
    static let none = UInt32.max
    private static let empty = UInt64.max
    private static let bits: UInt64 = 18
    /// 256 KiB of bits; with 200,000 pairs one question in ten goes through in vain.
    private static let filterBits = 1 << 21
    private static let filterShift: UInt64 = 64 - 21

    private let slots: UnsafeMutablePointer<UInt64>
    private let shift: UInt64
    private let mask: Int
    private let filter: UnsafeMutablePointer<UInt64>
    private let grid: UnsafeMutablePointer<UInt32>

    /// The table of a vocabulary.
    init(_ tokens: TokenBytes) {
        var size: UInt64 = 10
        while 1 << size < tokens.count * 2 { size += 1 }
        slots = TableMemory.allocate(repeating: Self.empty, count: 1 << size)
        shift = 64 - size
        mask = (1 << size) - 1
        filter = TableMemory.allocate(repeating: 0, count: Self.filterBits / 64)
        grid = TableMemory.allocate(repeating: Self.none, count: 0x1_0000)
        for rank in 256..<tokens.count { insert(UInt32(rank), of: tokens) }
    }

    private func insert(_ token: UInt32, of tokens: TokenBytes) {
        let (left, right) = tokens.halves[Int(token)]
        let key = Self.key(left, right)
        let hash = Self.hash(key)
        var place = Int(truncatingIfNeeded: hash &>> shift)
        while slots[place] != Self.empty { place = (place + 1) & mask }
        slots[place] = key << Self.bits | UInt64(token)
        let bit = hash &>> Self.filterShift
        filter[Int(bit >> 6)] |= 1 &<< (bit & 63)
        if left < 256, right < 256 {
            let text = tokens.bytes(of: token)
            grid[Int(text[0]) << 8 | Int(text[1])] = token
        }
    }

    /// The token that two tokens merge into, `none` if they do not.
    @inline(__always)
    func merge(_ left: UInt32, _ right: UInt32) -> UInt32 {
        let key = Self.key(left, right)
        let hash = Self.hash(key)
        let bit = hash &>> Self.filterShift
        guard filter[Int(truncatingIfNeeded: bit >> 6)] &>> (bit & 63) & 1 != 0 else {
            return Self.none
        }
        var place = Int(truncatingIfNeeded: hash &>> shift)
        while true {
            let slot = slots[place]
            if slot >> Self.bits == key { return UInt32(truncatingIfNeeded: slot & 0x3FFFF) }
            if slot == Self.empty { return Self.none }
            place = (place + 1) & mask
        }
    }

    /// The token that two bytes merge into, `none` if they do not.
    @inline(__always)
    func merge(bytes first: UInt8, _ second: UInt8) -> UInt32 {
        grid[Int(first) << 8 | Int(second)]
    }

    @inline(__always)
    private static func key(_ left: UInt32, _ right: UInt32) -> UInt64 {
        UInt64(left) << bits | UInt64(right)
    }

    @inline(__always)
    private static func hash(_ key: UInt64) -> UInt64 { key &* 0x9E37_79B9_7F4A_7C15 }
}

/// Memory for tables that are asked at random places.
///
/// Big ones ask for pages of 2 MiB where the system has them: that is fewer misses in the address
/// cache, and 500 times fewer interruptions while a table is filled for the first time.
enum TableMemory {
    private static let hugePage = 1 << 21

    /// Uninitialised memory at an address that is a multiple of 64; to be freed by `deallocate()`.
    static func allocate<Element>(_ type: Element.Type, count: Int) -> UnsafeMutablePointer<Element>
    {
        let bytes = count * MemoryLayout<Element>.stride
        let isBig = bytes >= hugePage / 2
        let size = isBig ? (bytes + hugePage - 1) & ~(hugePage - 1) : bytes
        let memory = UnsafeMutableRawPointer.allocate(
            byteCount: size, alignment: isBig ? hugePage : 64)
        #if os(Linux)
            // Advice: where it is not taken, everything works all the same.
            if isBig { _ = madvise(memory, size, MADV_HUGEPAGE) }
        #endif
        return memory.bindMemory(to: Element.self, capacity: count)
    }

    /// The same, every element initialised.
    static func allocate<Element>(
        repeating element: Element, count: Int
    ) -> UnsafeMutablePointer<Element> {
        let memory = allocate(Element.self, count: count)
        memory.initialize(repeating: element, count: count)
        return memory
    }
}

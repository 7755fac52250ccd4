/// The counts of pieces of up to 15 bytes, two to a bucket, one 16-byte word each: the bytes, then
/// one byte with the length in its low half and the count in its high half.
///
/// Bounded: it grows fourfold while misses say that it is too small, up to 32 MiB, then forgets.
struct ShortPieceCache {
    /// The longest piece that fits.
    static let longest = 15
    private static let largest = 1 << 21
    private static let keyMask: UInt64 = 0x0FFF_FFFF_FFFF_FFFF

    private typealias Slot = (low: UInt64, high: UInt64)

    private var slots: UnsafeMutablePointer<Slot>
    private var capacity: Int
    /// All bits of a bucket's first slot.
    private var bucketMask: Int
    private var misses = 0
    private let masks: UnsafeMutablePointer<Slot>

    /// An empty cache of that many slots, a power of two.
    init(capacity: Int) {
        self.capacity = capacity
        slots = Self.allocate(capacity)
        bucketMask = capacity - 2
        masks = .allocate(capacity: 16)
        for length in 0..<16 {
            let bits = UInt64(length) * 8
            let low: UInt64 = length >= 8 ? ~0 : (1 << bits) - 1
            let high: UInt64 = length <= 8 ? 0 : (1 << (bits - 64)) - 1
            masks[length] = (low, high)
        }
    }

    /// Frees the memory; the cache must not be used afterwards.
    func deallocate() {
        slots.deallocate()
        masks.deallocate()
    }

    /// The words of a piece of 1 to 15 bytes, 16 of which are readable.
    @inline(__always)
    func key(_ piece: UnsafePointer<UInt8>, _ count: Int) -> (low: UInt64, high: UInt64) {
        let text = UnsafeRawPointer(piece)
        let mask = masks[count]
        let low = text.loadUnaligned(as: UInt64.self) & mask.low
        let high = text.loadUnaligned(fromByteOffset: 8, as: UInt64.self) & mask.high
        return (low, high | UInt64(truncatingIfNeeded: count) << 56)
    }

    /// The count of a piece, 0 if it is not known.
    @inline(__always)
    func count(of key: (low: UInt64, high: UInt64)) -> Int {
        let bucket = slots + place(of: key)
        let (first, second) = (bucket[0], bucket[1])
        let firstDiffers = (first.low ^ key.low) | ((first.high ^ key.high) & Self.keyMask)
        let secondDiffers = (second.low ^ key.low) | ((second.high ^ key.high) & Self.keyMask)
        let found = firstDiffers == 0 ? first.high : (secondDiffers == 0 ? second.high : 0)
        return Int(truncatingIfNeeded: found >> 60)
    }

    /// Keeps a count that was not known; of the two in its bucket the older makes room.
    mutating func insert(_ count: Int, for key: (low: UInt64, high: UInt64)) {
        misses += 1
        if misses > capacity / 2, capacity < Self.largest { grow() }
        put((key.low, key.high | UInt64(count) << 60))
    }

    /// Keeps the count of a piece before any text is counted.
    mutating func seed(_ piece: UnsafePointer<UInt8>, _ length: Int, count: Int) {
        let key = key(piece, length)
        put((key.low, key.high | UInt64(count) << 60))
    }

    private func put(_ slot: Slot) {
        let bucket = slots + place(of: (slot.low, slot.high & Self.keyMask))
        bucket[1] = bucket[0]
        bucket[0] = slot
    }

    private mutating func grow() {
        let (old, oldCapacity) = (slots, capacity)
        misses = 0
        capacity *= 4
        slots = Self.allocate(capacity)
        bucketMask = capacity - 2
        for place in stride(from: 0, to: oldCapacity, by: 2) {
            if old[place + 1].high != 0 { put(old[place + 1]) }
            if old[place].high != 0 { put(old[place]) }
        }
        old.deallocate()
    }

    /// The first slot of a key's bucket.
    @inline(__always)
    private func place(of key: (low: UInt64, high: UInt64)) -> Int {
        let (high, low) = (key.low ^ 0x9E37_79B9_7F4A_7C15)
            .multipliedFullWidth(by: key.high ^ 0xD6E8_FEB8_6659_FD93)
        return Int(truncatingIfNeeded: high ^ low) & bucketMask
    }

    private static func allocate(_ capacity: Int) -> UnsafeMutablePointer<Slot> {
        TableMemory.allocate(repeating: (0, 0), count: capacity)
    }
}

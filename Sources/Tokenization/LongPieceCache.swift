/// The counts of pieces of 16 to 64 bytes, two to a bucket, with the pieces' bytes beside them.
///
/// Bounded: it doubles while misses say that it is too small, up to 9 MiB, then forgets.
struct LongPieceCache {
    /// The longest piece that fits.
    static let longest = 64
    private static let largest = 1 << 17

    /// The upper 48 bits of the hash, 8 bits of length, 8 bits of count.
    private var tags: UnsafeMutablePointer<UInt64>
    private var pieces: UnsafeMutableRawPointer
    private var capacity: Int
    private var misses = 0

    /// An empty cache of that many slots, a power of two.
    init(capacity: Int) {
        self.capacity = capacity
        (tags, pieces) = Self.allocate(capacity)
    }

    /// Frees the memory; the cache must not be used afterwards.
    func deallocate() {
        tags.deallocate()
        pieces.deallocate()
    }

    /// The tag of a piece, count left out.
    @inline(__always)
    func tag(_ piece: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
        let text = UnsafeRawPointer(piece)
        @inline(__always)
        func word(_ offset: Int) -> UInt64 {
            text.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        }
        var hash = Self.mix(word(0) ^ 0x9E37_79B9_7F4A_7C15, word(8) ^ 0xD6E8_FEB8_6659_FD93)
        hash ^= Self.mix(word(count - 16) ^ 0xBF58_476D_1CE4_E5B9, word(count - 8) ^ UInt64(count))
        if count > 32 {
            hash ^= Self.mix(word(16) ^ 0x94D0_49BB_1331_11EB, word(24) ^ 0xA076_1D64_78BD_642F)
            hash ^= Self.mix(word(count - 32) ^ 0xE703_7ED1_A0B4_28DB, word(count - 24))
        }
        return hash & ~0xFFFF | UInt64(count) << 8
    }

    /// The count of a piece, 0 if it is not known.
    @inline(__always)
    func count(of tag: UInt64, _ piece: UnsafePointer<UInt8>, _ length: Int) -> Int {
        let place = self.place(of: tag)
        for slot in place...place + 1 where tags[slot] & ~0xFF == tag {
            if isEqual(slot, piece, length) { return Int(tags[slot] & 0xFF) }
        }
        return 0
    }

    /// Keeps a count that was not known; of the two in its bucket the older makes room.
    mutating func insert(
        _ count: Int, for tag: UInt64, _ piece: UnsafePointer<UInt8>, _ length: Int
    ) {
        misses += 1
        if misses > capacity / 2, capacity < Self.largest { grow() }
        put(tag | UInt64(count), UnsafeRawPointer(piece), length)
    }

    private func put(_ tag: UInt64, _ piece: UnsafeRawPointer, _ length: Int) {
        let place = self.place(of: tag & ~0xFF)
        tags[place + 1] = tags[place]
        (pieces + (place + 1) * 64).copyMemory(from: pieces + place * 64, byteCount: 64)
        tags[place] = tag
        (pieces + place * 64).copyMemory(from: piece, byteCount: length)
    }

    private mutating func grow() {
        let (oldTags, oldPieces, oldCapacity) = (tags, pieces, capacity)
        misses = 0
        capacity *= 2
        (tags, pieces) = Self.allocate(capacity)
        for place in stride(from: 0, to: oldCapacity, by: 2) {
            for slot in [place + 1, place] where oldTags[slot] != 0 {
                put(oldTags[slot], oldPieces + slot * 64, Int(oldTags[slot] >> 8 & 0xFF))
            }
        }
        oldTags.deallocate()
        oldPieces.deallocate()
    }

    /// Whether a slot holds these bytes: both ends are compared, which overlap in the middle.
    @inline(__always)
    private func isEqual(_ slot: Int, _ piece: UnsafePointer<UInt8>, _ length: Int) -> Bool {
        let (text, kept) = (UnsafeRawPointer(piece), UnsafeRawPointer(pieces + slot * 64))
        @inline(__always)
        func difference(_ offset: Int) -> UInt64 {
            text.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                ^ kept.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        }
        var differs =
            difference(0) | difference(8) | difference(length - 16) | difference(length - 8)
        if length > 32 {
            differs |= difference(16) | difference(24)
            differs |= difference(length - 32) | difference(length - 24)
        }
        return differs == 0
    }

    @inline(__always)
    private func place(of tag: UInt64) -> Int {
        (Int(truncatingIfNeeded: tag >> 16) & (capacity / 2 - 1)) << 1
    }

    @inline(__always)
    private static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let (high, low) = left.multipliedFullWidth(by: right)
        return high ^ low
    }

    private static func allocate(
        _ capacity: Int
    ) -> (UnsafeMutablePointer<UInt64>, UnsafeMutableRawPointer) {
        let pieces = TableMemory.allocate(UInt8.self, count: capacity * 64)
        return (
            TableMemory.allocate(repeating: 0, count: capacity), UnsafeMutableRawPointer(pieces)
        )
    }
}

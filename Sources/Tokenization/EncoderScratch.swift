/// The scratch memory of one thread at a time: the piece caches and the merger's memory.
final class EncoderScratch {
    /// The parts, at an address of their own: whoever has the scratch has them alone, so that
    /// asking them needs no check for overlapping access.
    struct Parts {
        var short: ShortPieceCache
        var long: LongPieceCache
        var merger: PieceMerger
    }

    let vocabulary: Vocabulary
    fileprivate let parts: UnsafeMutablePointer<Parts>

    /// A scratch whose caches know the vocabulary's own tokens, each a piece of one token. The
    /// lowest ranks, most frequent in text, are put in last, so that they stay.
    init(_ vocabulary: Vocabulary) {
        self.vocabulary = vocabulary
        parts = .allocate(capacity: 1)
        parts.initialize(
            to: Parts(
                short: ShortPieceCache(capacity: 1 << 19),
                long: LongPieceCache(capacity: 1 << 15), merger: PieceMerger(vocabulary)))
        for id in stride(from: UInt32(vocabulary.tokens.count) - 1, through: 0, by: -1) {
            let bytes = vocabulary.tokens.bytes(of: id)
            guard let base = bytes.baseAddress, bytes.count <= ShortPieceCache.longest else {
                continue
            }
            parts.pointee.short.seed(base, bytes.count, count: 1)
        }
    }

    deinit {
        parts.pointee.short.deallocate()
        parts.pointee.long.deallocate()
        parts.pointee.merger.deallocate()
        parts.deinitialize(count: 1)
        parts.deallocate()
    }

    /// The number of tokens of a text.
    @inline(__always)
    func count<Pattern: SplitPattern>(
        _ text: UnsafeRawBufferPointer, _ pattern: Pattern.Type
    ) -> Int {
        var sink = CountingSink(parts: parts)
        PieceSplitter<Pattern>.split(text, into: &sink)
        return sink.total
    }

    /// The tokens of a text, in blocks of so many, the last one of fewer.
    func encode<Pattern: SplitPattern>(
        _ text: UnsafeRawBufferPointer, _ pattern: Pattern.Type, inBlocksOf size: Int,
        _ take: ([UInt32]) -> Void
    ) {
        withoutActuallyEscaping(take) { take in
            var sink = EncodingSink(
                parts: parts, trie: vocabulary.trie, size: size, handOut: take, ids: [])
            sink.ids.reserveCapacity(min(text.count / 3, size))
            PieceSplitter<Pattern>.split(text, into: &sink)
            if !sink.ids.isEmpty { take(sink.ids) }
        }
    }
}

extension EncoderScratch {
    /// The pieces of a text, with what each of them costs.
    func pieces<Pattern: SplitPattern>(
        _ text: UnsafeRawBufferPointer, _ pattern: Pattern.Type
    ) -> [TextPiece] {
        var sink = MeasuringSink(counting: CountingSink(parts: parts), pieces: [])
        sink.pieces.reserveCapacity(text.count / 4)
        PieceSplitter<Pattern>.split(text, into: &sink)
        return sink.pieces
    }
}

extension EncoderScratch.Parts {
    /// The count of a short piece that the cache does not know, and the cache as it is now.
    @inline(never)
    fileprivate mutating func countShort(
        _ piece: UnsafePointer<UInt8>, _ length: Int, key: (low: UInt64, high: UInt64),
        _ cache: inout ShortPieceCache
    ) -> Int {
        let count = merger.count(piece, length)
        short.insert(count, for: key)
        cache = short
        return count
    }

    /// The count of a piece of more than 15 bytes; those of more than 64 are counted anew each time.
    @inline(never)
    fileprivate mutating func countLong(_ piece: UnsafePointer<UInt8>, _ length: Int) -> Int {
        guard length <= LongPieceCache.longest else { return merger.count(piece, length) }
        let tag = long.tag(piece, length)
        let known = long.count(of: tag, piece, length)
        if known > 0 { return known }
        let count = merger.count(piece, length)
        long.insert(count, for: tag, piece, length)
        return count
    }
}

/// Adds the pieces' counts; the cache is a copy of the scratch's, whose memory they share.
private struct CountingSink: PieceSink {
    let parts: UnsafeMutablePointer<EncoderScratch.Parts>
    var cache: ShortPieceCache
    var total = 0

    init(parts: UnsafeMutablePointer<EncoderScratch.Parts>) {
        self.parts = parts
        cache = parts.pointee.short
    }

    @inline(__always)
    mutating func take(_ piece: UnsafePointer<UInt8>, _ count: Int) {
        guard count <= ShortPieceCache.longest else {
            total &+= parts.pointee.countLong(piece, count)
            return
        }
        let key = cache.key(piece, count)
        let known = cache.count(of: key)
        if known != 0 {
            total &+= known
        } else {
            total &+= parts.pointee.countShort(piece, count, key: key, &cache)
        }
    }
}

/// Collects the pieces' lengths and counts.
private struct MeasuringSink: PieceSink {
    var counting: CountingSink
    var pieces: [TextPiece]

    @inline(__always)
    mutating func take(_ piece: UnsafePointer<UInt8>, _ count: Int) {
        let before = counting.total
        counting.take(piece, count)
        pieces.append(
            TextPiece(length: Int32(count), tokens: Int32(counting.total &- before)))
    }
}

/// Collects the pieces' tokens, and hands out full blocks of them.
private struct EncodingSink: PieceSink {
    let parts: UnsafeMutablePointer<EncoderScratch.Parts>
    let trie: TokenTrie
    let size: Int
    let handOut: ([UInt32]) -> Void
    var ids: [UInt32]

    mutating func take(_ piece: UnsafePointer<UInt8>, _ count: Int) {
        let token = count <= 64 ? trie.token(piece, count) : TokenTrie.none
        guard token == TokenTrie.none else { return add(token) }
        parts.pointee.merger.encode(piece, count) { add($0) }
    }

    @inline(__always)
    private mutating func add(_ id: UInt32) {
        ids.append(id)
        guard ids.count >= size else { return }
        handOut(ids)
        ids.removeAll(keepingCapacity: true)
    }
}

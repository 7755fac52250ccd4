internal import ContextModel

extension ChunkLayout {
    /// Cuts again whatever depends on messages from a position on.
    mutating func cut(
        from changed: Int, hasher: some ContentHasher, _ change: inout LayoutChange
    ) {
        let kept = chunks.lastIndex { $0.decidedBy <= changed }.map { $0 + 1 } ?? 0
        let dropped = Array(chunks[kept...])
        let old = Set(dropped.map(\.key))
        change.chunksKept = kept
        chunks.removeSubrange(kept...)
        appendChunks(hasher)
        seal()
        change.chunksTouched = chunks[kept...].count { !old.contains($0.key) }
        let sealed = Set(chunks[kept...].lazy.filter(\.isSealed).map(\.key))
        change.chunksUnsealed = dropped.count { $0.isSealed && !sealed.contains($0.key) }
    }

    private mutating func appendChunks(_ hasher: some ContentHasher) {
        let start = chunks.last?.messages.upperBound ?? 0
        guard start < facts.count else { return }
        let cutter = cutter(from: start)
        var atom = atoms.atom(of: start)
        while atom < cutter.atoms.count {
            if cutter.isExcluded(atom: atom) {
                atom += 1
                continue
            }
            let cut = cutter.cut(from: atom)
            let end = cutter.atoms[cut.end - 1].upperBound
            append(
                cutter.atoms[atom].lowerBound..<end, decidedBy: cut.decidedBy, hasher: hasher)
            atom = cut.end
        }
    }

    private func cutter(from start: Int) -> Cutter {
        let shifts =
            limits.method == .fixed
            ? nil
            : TopicShifts(
                from: start, atoms: atoms, facts: facts, words: words, size: limits.size)
        return Cutter(
            limits: limits, atoms: atoms.ranges, facts: facts, isExcluded: isExcluded,
            shifts: shifts)
    }

    private mutating func append(
        _ messages: Range<Int>, decidedBy: Int, hasher: some ContentHasher
    ) {
        let overlap = max(0, messages.lowerBound - limits.overlap)..<messages.lowerBound
        let owned = facts[messages]
        chunks.append(
            Chunk(
                messages: messages, overlap: overlap,
                tokens: TokenCount(owned.reduce(0) { $0 + $1.tokens }),
                key: key(of: messages, overlap: overlap, hasher: hasher), slot: chunks.count,
                containsImages: owned.contains(where: \.containsImage), isSealed: false,
                decidedBy: max(decidedBy, chunks.last?.decidedBy ?? 0)))
    }

    private func key(
        of messages: Range<Int>, overlap: Range<Int>, hasher: some ContentHasher
    ) -> ContentDigest {
        var bytes = CanonicalBytes()
        bytes.add(settings)
        bytes.add(overlap.count)
        for index in overlap.lowerBound..<messages.upperBound { bytes.add(facts[index].digest) }
        return hasher.digest(bytes.bytes)
    }

    /// Seals the chunks that nothing to come can change.
    private mutating func seal() {
        let horizon = min(facts.count, source.firstAwaitedCall ?? .max)
        sealedCount = min(sealedCount, chunks.count)
        while sealedCount > 0, chunks[sealedCount - 1].decidedBy > horizon {
            sealedCount -= 1
            chunks[sealedCount].isSealed = false
        }
        while sealedCount > 0, !chunks[sealedCount - 1].isSealed { sealedCount -= 1 }
        while sealedCount < chunks.count, chunks[sealedCount].decidedBy <= horizon {
            chunks[sealedCount].isSealed = true
            sealedCount += 1
        }
    }
}

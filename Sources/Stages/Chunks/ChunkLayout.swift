public import ContextModel

/// The chunks of a history, kept up to date as it grows, shrinks or is edited.
///
/// What is known of a message is computed once. Appending costs the new messages and the open end of
/// the layout; an edit costs the edited messages, comparisons of the others (O(1) each where the storage
/// is shared), and the chunks after it. The layout is that of a new one made of the same history.
///
/// Chunks in order, with the excluded messages between them, are the history: none is lost or doubled.
public struct ChunkLayout: Sendable {
    /// How the history is cut.
    public let limits: ChunkerLimits
    /// Everything besides content that shapes a summary; part of every key.
    public let settings: ContentDigest
    /// The chunks, oldest first.
    public internal(set) var chunks: [Chunk] = []
    /// How many chunks, from the first on, are sealed.
    public internal(set) var sealedCount = 0

    var facts: [MessageFacts] = []
    /// Empty unless the chunker looks at words.
    var words: [WordSketch] = []
    var atoms = MessageAtoms()
    var isExcluded: [Bool] = []
    /// The history last seen, held so that its storage cannot change unnoticed.
    var source: ArraySlice<Message> = []

    /// The layout of an empty history.
    public init(_ limits: ChunkerLimits, settings: ContentDigest) {
        self.limits = limits
        self.settings = settings
    }

    /// How many messages the history has.
    public var messageCount: Int { facts.count }

    /// Makes the layout that of a history; positions count from its first message.
    ///
    /// `tokens` is asked once for each new message, `isExcluded` for every message each time: what it
    /// names, system messages at the front, and whatever is of one atom with those belong to no chunk.
    @discardableResult
    public mutating func update(
        to messages: ArraySlice<Message>, hasher: some ContentHasher,
        tokens: (Int) -> TokenCount, isExcluded: (Int) -> Bool = { _ in false }
    ) -> LayoutChange {
        let kept = source.common(with: messages)
        var change = LayoutChange()
        change.messagesRead = messages.count - kept.front - kept.back
        var changed = replace(keeping: kept, by: messages, hasher: hasher, tokens: tokens)
        source = messages
        changed = min(changed, exclude(isExcluded))
        cut(from: changed, hasher: hasher, &change)
        return change
    }

    /// Makes the layout that of a history.
    @discardableResult
    public mutating func update(
        to messages: [Message], hasher: some ContentHasher, tokens: (Int) -> TokenCount,
        isExcluded: (Int) -> Bool = { _ in false }
    ) -> LayoutChange {
        update(to: messages[...], hasher: hasher, tokens: tokens, isExcluded: isExcluded)
    }
}

/// What an update did to a layout.
public struct LayoutChange: Hashable, Sendable {
    /// Messages whose content was read and hashed.
    public internal(set) var messagesRead = 0
    /// Chunks from the start that were not looked at again.
    public internal(set) var chunksKept = 0
    /// Chunks whose key is new.
    public internal(set) var chunksTouched = 0
    /// Chunks that had been sealed and are gone: by an edit, or because a call was answered long after
    /// it had been given up.
    public internal(set) var chunksUnsealed = 0
}

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
                from: start, atoms: atoms, facts: facts, words: words, limits: limits)
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

extension ChunkLayout {
    /// Takes over the facts of messages that stay and reads the others; returns the first message
    /// whose atom may be another now.
    mutating func replace(
        keeping kept: (front: Int, back: Int), by messages: ArraySlice<Message>,
        hasher: some ContentHasher, tokens: (Int) -> TokenCount
    ) -> Int {
        let new = kept.front..<messages.count - kept.back
        let old = kept.front..<facts.count - kept.back
        var newFacts: [MessageFacts] = []
        var newWords: [WordSketch] = []
        newFacts.reserveCapacity(new.count)
        let readsWords = limits.method != .fixed
        if readsWords { newWords.reserveCapacity(new.count) }
        var bytes = CanonicalBytes()
        for index in new {
            let message = messages[messages.startIndex + index]
            var reader = WordReader(readsWords: readsWords, readsDensity: limits.weighsDensity)
            if readsWords || limits.weighsDensity { reader.read(message) }
            if readsWords { newWords.append(reader.words) }
            bytes.removeAll()
            bytes.add(message)
            newFacts.append(
                MessageFacts(
                    message, tokens: tokens(index).value, digest: hasher.digest(bytes.bytes),
                    density: reader.density))
        }
        facts.replaceSubrange(old, with: newFacts)
        if readsWords { words.replaceSubrange(old, with: newWords) }
        return rebuildAtoms(from: kept.front, messages)
    }

    private mutating func rebuildAtoms(from index: Int, _ messages: ArraySlice<Message>) -> Int {
        var changed = index
        if let last = atoms.ranges.last, index < last.upperBound {
            changed = atoms.ranges[atoms.atom(of: index)].lowerBound
            atoms.truncate(to: index)
        }
        for message in messages.dropFirst(index) {
            atoms.append(message)
            changed = min(changed, atoms.ranges.last?.lowerBound ?? 0)
        }
        return changed
    }

    /// Notes which messages belong to no chunk; returns the first one for which that is news.
    mutating func exclude(_ isExcludedByCaller: (Int) -> Bool) -> Int {
        let front = source.prefix { $0.role == .system }.count
        var changed = Int.max
        let known = isExcluded.count
        for index in facts.indices {
            let isOut = index < front || isExcludedByCaller(index)
            if index >= known {
                isExcluded.append(isOut)
            } else if isExcluded[index] != isOut {
                isExcluded[index] = isOut
                changed = min(changed, atoms.ranges[atoms.atom(of: index)].lowerBound)
            }
        }
        isExcluded.removeSubrange(facts.count...)
        return changed
    }
}

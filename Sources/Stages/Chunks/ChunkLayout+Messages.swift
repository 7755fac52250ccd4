internal import ContextModel

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
        let isAdaptive = limits.method == .adaptive
        if isAdaptive { newWords.reserveCapacity(new.count) }
        var bytes = CanonicalBytes()
        for index in new {
            let message = messages[messages.startIndex + index]
            var reader = WordReader(readsWords: isAdaptive, readsDensity: limits.weighsDensity)
            if isAdaptive || limits.weighsDensity { reader.read(message) }
            if isAdaptive { newWords.append(reader.words) }
            bytes.removeAll()
            bytes.add(message)
            newFacts.append(
                MessageFacts(
                    message, tokens: tokens(index).value, digest: hasher.digest(bytes.bytes),
                    density: reader.density))
        }
        facts.replaceSubrange(old, with: newFacts)
        if isAdaptive { words.replaceSubrange(old, with: newWords) }
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

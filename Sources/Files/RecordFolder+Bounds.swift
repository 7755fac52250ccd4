internal import ContextModel
import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

extension RecordFolder {
    /// Brings the index in line with the folder, and removes what writers left that are no more.
    /// O(entries).
    func scan() {
        let start = state.withLock { state in
            state.writesSinceScan = 0
            return state.tick()
        }
        let found = Folder.hasEntry(path) ? listing() : []
        state.withLock { state in
            for (key, facts) in found {
                state.uses.note(key, at: facts.time, size: facts.size)
                state.time = max(state.time, facts.time)
            }
            state.uses.keepOnly(Set(found.map(\.key)), orUsedSince: start)
        }
    }

    /// Removes the records that were not used for the longest time until the rest is within bounds.
    func trim() {
        while let (key, use) = state.withLock({ $0.excess(over: options) }) {
            evict(key, lastUsedAt: use.time)
        }
    }

    /// Removes the records whose content answers to a condition. O(bytes).
    func removeAll(where condition: (UnsafeRawBufferPointer) -> Bool) {
        scan()
        for key in state.withLock({ $0.uses.keys }) {
            guard case .found(true, _) = load(key, { condition($0) }) else { continue }
            remove(key)
            state.withLock { $0.log.counters.removals += 1 }
        }
    }

    /// Removes a record, unless another process has used it since.
    private func evict(_ key: ContentDigest, lastUsedAt time: Int64) {
        let path = file(of: key)
        do {
            guard let facts = try FileFacts(at: path) else { return }
            if facts.time > time {
                state.withLock { $0.uses.note(key, at: facts.time, size: facts.size) }
            } else if unlink(path) == 0 {
                state.withLock { $0.log.counters.removals += 1 }
            } else if errno != ENOENT {
                throw StorageError.ofSystem(path, cannot: "remove it", kind: .unwritable)
            }
        } catch {
            fail(error)
        }
    }

    /// Digits of a key are lower-case: a file named otherwise is not ours.
    private func isUpper(_ byte: UInt8) -> Bool {
        UInt8(ascii: "A")...UInt8(ascii: "F") ~= byte
    }

    /// The records that are there, sorted by key.
    private func listing() -> [(key: ContentDigest, facts: FileFacts)] {
        var found: [(ContentDigest, FileFacts)] = []
        do {
            for folder in try FolderListing.folders(in: path) where folder.utf8.count == 2 {
                let place = path + "/" + folder
                let names = try FolderListing.names(in: place)
                StagedFile.removeAbandoned(names, in: place)
                for name in names
                where name.hasPrefix(folder) && !name.utf8.contains(where: isUpper) {
                    guard let key = ContentDigest(hexadecimal: name),
                        let facts = try FileFacts(at: place + "/" + name), facts.isFile
                    else { continue }
                    found.append((key, facts))
                }
            }
        } catch {
            fail(error)
        }
        return found
    }
}

extension RecordFolder.State {
    /// Takes the oldest record out of the index if there are too many or too large ones.
    mutating func excess(
        over options: RecordOptions
    ) -> (key: ContentDigest, use: UseOrder.Use)? {
        let isWithin =
            uses.count <= options.maximumEntries && uses.bytes <= options.maximumBytes
        return isWithin ? nil : uses.popOldest()
    }
}

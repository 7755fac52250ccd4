internal import ContextModel
import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A folder with a file for each record, named by its key in hexadecimal: `ab/ab12…`.
///
/// Nothing is thrown: what fails is counted, and the first reason kept. Records are replaced whole, so
/// any number of threads and processes can use one folder. Which record was used when stands in the
/// files' times, and here in an index that is made from them; other processes' records enter it when
/// they are used here, and with all their uses each time an eighth of the bound was written. So `n`
/// processes exceed the bounds by at most n/8, each process alone never.
final class RecordFolder: Sendable {
    let path: String
    let kind: RecordFile.Kind
    let options: RecordOptions
    let state = Mutex(State())

    struct State: Sendable {
        var log = StoreLog()
        var uses = UseOrder()
        var writesSinceScan = 0
        /// The time given out last: times always ascend here, whatever the clock does.
        var time: Int64 = 0
    }

    /// A folder, made when the first record is kept; one that is there is listed and trimmed.
    init(path: String, kind: RecordFile.Kind, options: RecordOptions) {
        self.path = path
        self.kind = kind
        self.options = options
        scan()
        trim()
    }

    /// The record of a key, as `decode` reads it; nil if there is none to be trusted.
    func value<Value>(
        of key: ContentDigest, decode: (UnsafeRawBufferPointer) -> Value?
    ) -> Value? {
        switch load(key, decode) {
        case .found(let value, let size):
            let time = state.withLock { state in
                state.log.counters.hits += 1
                return state.use(key, size: size)
            }
            FileTime.set(time, of: file(of: key))
            return value
        case .missing:
            state.withLock { state in
                state.log.counters.misses += 1
                state.uses.remove(key)
            }
        case .defective(let defect):
            state.withLock { $0.log.counters.damaged += 1 }
            if defect == .ours { remove(key) }
        case .failed(let error): fail(error)
        }
        return nil
    }

    /// Keeps a record, in place of the one that is there.
    func keep(_ content: [UInt8], of key: ContentDigest) {
        let path = file(of: key)
        let short = options.compresses ? Deflate.compressed(content) : nil
        let bytes = RecordFile.bytes(
            short ?? content, of: key, kind: kind, encoding: short == nil ? .plain : .deflate)
        guard max(bytes.count, content.count) <= options.maximumBytes, options.maximumEntries > 0
        else {
            return fail(tooLarge(path, bytes.count))
        }
        do {
            let time = state.withLock { $0.tick() }
            // What conversations say stands in it in clear, and is nobody else's business.
            try AtomicFile.replace(path, with: bytes, modifiedAt: time, isPrivate: true)
            let isScanDue = state.withLock { state in
                state.log.counters.writes += 1
                state.writesSinceScan += 1
                state.uses.note(key, at: time, size: bytes.count)
                return state.writesSinceScan >= max(1, options.maximumEntries / 8)
            }
            if isScanDue { scan() }
            trim()
        } catch {
            fail(error)
        }
    }

    /// Removes a record, if it is there.
    func remove(_ key: ContentDigest) {
        let path = file(of: key)
        let isGone = unlink(path) == 0 || errno == ENOENT
        if isGone {
            state.withLock { $0.uses.remove(key) }
        } else {
            fail(StorageError.ofSystem(path, cannot: "remove it"))
        }
    }

    var counters: StoreCounters { state.withLock { $0.log.counters } }

    /// How many records, and of how many bytes, are known to be there.
    var extent: (entries: Int, bytes: Int) { state.withLock { ($0.uses.count, $0.uses.bytes) } }

    /// The first error; nil once it was reported.
    func takeProblem() -> StorageError? { state.withLock { $0.log.takeProblem() } }

    func file(of key: ContentDigest) -> String {
        let name = key.hexadecimal
        return "\(path)/\(name.prefix(2))/\(name)"
    }

    /// Counts a failure.
    func fail(_ error: any Error) { state.withLock { $0.log.fail(error, at: path) } }

    private func tooLarge(_ path: String, _ size: Int) -> StorageError {
        StorageError(
            path: path,
            problem: "has \(size) bytes, the folder may have \(options.maximumBytes)",
            remedy: "raise the bound")
    }
}

extension RecordFolder.State {
    /// The time now, later than any time before.
    mutating func tick() -> Int64 {
        time = max(FileTime.now, time &+ 1)
        return time
    }

    /// Notes that a record is used now.
    mutating func use(_ key: ContentDigest, size: Int) -> Int64 {
        let now = tick()
        uses.note(key, at: now, size: size)
        return now
    }
}

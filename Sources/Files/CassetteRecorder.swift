package import ContextModel
internal import StrictJSON
import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A recording that is being made: what is there already is replayed, what is new is appended.
///
/// Each answer is one line, on the disk before `record` returns, since an answer costs more than a file:
/// what a model was asked is never lost. A process that is killed leaves at most its last line torn. One
/// process at a time records into a file: two would ask a model the same and pay twice. Opening tells what
/// is wrong with a file; later failures are counted, since a recording must not end a run.
package final class CassetteRecorder: SummaryCassette {
    /// The file.
    package let path: String
    /// What was cut off from the file that was there, and what came twice in it, in words.
    package let notices: [String]

    private let descriptor: Int32
    private let state: Mutex<State>

    private struct State {
        var answers: [ContentDigest: Result<SummaryAnswer, SummarizerError>]
        /// Where the next line goes.
        var end: Int
        /// Whether the last line is whole but for its line feed, as some editors leave it.
        var lacksFeed: Bool
        var log = StoreLog()
    }

    /// Opens a recording to add to it, making it and its folders if need be; any other file, and one that
    /// another process records into, is refused and stays as it is. O(bytes).
    package init(path: String) throws {
        // What conversations say stands in it in clear.
        try Folder.make(Folder.parent(of: path), isPrivate: true)
        try Folder.refuseDevices(path)
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StorageError.ofSystem(path, cannot: "open it", kind: .unwritable)
        }
        var notices: [String] = []
        do {
            guard Descriptor.lock(descriptor) else {
                throw StorageError(
                    path: path, problem: "another process records into it",
                    remedy: "wait until it is done, or name another file")
            }
            var state = try Self.contents(of: path, &notices)
            Folder.makePrivate(descriptor)
            if state.end == 0 {
                try Self.append(CassetteFile.head, to: descriptor, &state, path)
                Folder.synchronize(Folder.parent(of: path))
            } else {
                try Self.cut(descriptor, to: state, path)
            }
            self.state = Mutex(state)
        } catch {
            Self.release(descriptor)
            throw error
        }
        self.path = path
        self.descriptor = descriptor
        self.notices = notices
    }

    deinit { Self.release(descriptor) }

    /// Lifts the lock and closes the file. Closing alone is not enough: a child process that is just being
    /// started has the descriptor, too, until it becomes another program.
    private static func release(_ descriptor: Int32) {
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// The recorded answer to a request's digest; nil if there is none. O(1).
    package func answer(to key: ContentDigest) -> Result<SummaryAnswer, SummarizerError>? {
        state.withLock { $0.answers[key] }
    }

    /// Records what was answered, a failure included; the first record of a key stays, unless it is a failure
    /// that says nothing about the request. O(bytes of it).
    package func record(
        _ answer: Result<SummaryAnswer, SummarizerError>, to request: SummaryRequest,
        by summarizer: String, key: ContentDigest
    ) {
        let entry = CassetteEntry(answer, to: request, by: summarizer, key: key)
        state.withLock { state in
            guard state.answers[key]?.isPassing ?? true else { return }
            state.answers[key] = answer
            do {
                try Self.append(entry.json.compactText, to: descriptor, &state, path)
                state.log.counters.writes += 1
            } catch {
                state.log.fail(error, at: path)
            }
        }
    }

    /// What happened so far: `writes` counts the answers that were recorded.
    package var counters: StoreCounters { state.withLock { $0.log.counters } }

    /// The first error, if any; it is reported once.
    package func takeProblem() -> StorageError? { state.withLock { $0.log.takeProblem() } }

    /// The recording that is there. The beginning of a first line, which a process leaves that was killed
    /// right away, is none yet.
    private static func contents(of path: String, _ notices: inout [String]) throws -> State {
        let file = try MappedFile(path: path)
        return try withExtendedLifetime(file) {
            let bytes = file.bytes
            if (CassetteFile.head + "\n").utf8.starts(with: bytes), bytes.last != 0x0A {
                return State(answers: [:], end: 0, lacksFeed: false)
            }
            let old = try CassetteFile(parsing: bytes, of: path)
            notices = old.notices(isCut: true)
            return State(
                answers: old.answers, end: bytes.count - old.tornBytes,
                lacksFeed: old.tornBytes == 0 && bytes.last != 0x0A)
        }
    }

    /// Takes away what a writer that was killed, or a disk that was full, left torn.
    private static func cut(_ descriptor: Int32, to state: State, _ path: String) throws {
        guard ftruncate(descriptor, off_t(state.end)) == 0,
            lseek(descriptor, 0, SEEK_END) >= 0
        else {
            throw StorageError.ofSystem(path, cannot: "write it", kind: .unwritable)
        }
    }

    /// Puts a line after the last whole one, on the disk.
    private static func append(
        _ line: String, to descriptor: Int32, _ state: inout State, _ path: String
    ) throws {
        let text = (state.lacksFeed ? "\n" : "") + line + "\n"
        try cut(descriptor, to: state, path)
        guard Descriptor.writeAll(text.utf8, to: descriptor) == nil, fsync(descriptor) == 0 else {
            throw StorageError.ofSystem(path, cannot: "write it", kind: .unwritable)
        }
        state.end += text.utf8.count
        state.lacksFeed = false
    }
}

internal import ContextModel
internal import GRDB

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Why something could not be read from or written to disk: which file, what is wrong, what to do.
package struct StorageError: Error, Hashable, Sendable {
    /// The file or folder, as it was named.
    package var path: String
    /// What is wrong.
    package var problem: String
    /// What to do about it.
    package var remedy: String
    /// What kind of problem it is.
    package var kind: Kind

    /// What is wrong in general.
    package enum Kind: Hashable, Sendable {
        /// It is not there, cannot be reached, or is none of ours.
        case inaccessible
        /// It does not hold what it has to.
        case badContents
        /// It cannot be written.
        case unwritable
    }

    /// An error about a file.
    package init(path: String, problem: String, remedy: String, kind: Kind = .inaccessible) {
        self.kind = kind
        self.path = path
        self.problem = problem
        self.remedy = remedy
    }
}

extension StorageError: CustomStringConvertible {
    /// One line, as `results.sqlite: is no Winnow database; name another file`.
    package var description: String { "\(path): \(problem); \(remedy)" }
}

extension StorageError {
    /// The error of the system call that just failed; to be made before any other call.
    package static func ofSystem(
        _ path: String, cannot action: String, kind: Kind = .inaccessible
    ) -> Self {
        let code = errno
        return Self(
            path: path, problem: "cannot \(action): \(String(cString: strerror(code)))",
            remedy: remedy(for: code), kind: kind)
    }

    private static func remedy(for code: Int32) -> String {
        switch code {
        case ENOENT, ENOTDIR: "check the path"
        case EACCES, EPERM: "check the permissions"
        case EISDIR: "name a file, not a folder"
        case ENOSPC, EDQUOT: "free some space"
        case EROFS: "name a place that can be written to"
        default: "check the path and the disk"
        }
    }
}

extension StorageError {
    /// Turns SQLite's errors into ours, which name the file and what to do.
    package static func refusing<Value>(
        _ path: String, _ body: () throws -> Value
    ) throws -> Value {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw StorageError(
                path: path, problem: error.message ?? "SQLite error \(error.resultCode.rawValue)",
                remedy: remedy(for: error.resultCode), kind: kind(of: error.resultCode))
        }
    }

    private static func kind(of code: ResultCode) -> Kind {
        switch code {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: .badContents
        case .SQLITE_FULL, .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_IOERR:
            .unwritable
        default: .inaccessible
        }
    }

    private static func remedy(for code: ResultCode) -> String {
        switch code {
        case .SQLITE_BUSY, .SQLITE_LOCKED: "wait until the other process is done with it"
        case .SQLITE_FULL: "free some space"
        case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM: "check the path and permissions"
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: "move it away; a new one is made"
        default: "'winnow doctor' tells more"
        }
    }
}

/// What happened to a store, and the first thing that went wrong.
struct StoreLog: Sendable {
    var counters = StoreCounters()
    private var firstProblem: StorageError?
    private var isTold = false

    /// Counts a failure, and keeps the first one's words.
    mutating func fail(_ error: any Error, at path: String) {
        counters.failures += 1
        guard firstProblem == nil else { return }
        firstProblem =
            error as? StorageError
            ?? StorageError(path: path, problem: "\(error)", remedy: "check the path and the disk")
    }

    /// The first error; nil once it was reported.
    mutating func takeProblem() -> StorageError? {
        guard !isTold, let firstProblem else { return nil }
        isTold = true
        return firstProblem
    }
}

internal import GRDB

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

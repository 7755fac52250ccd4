internal import ContextModel
import FoundationEssentials
internal import GRDB
internal import Zlib

extension RecordDatabase {
    /// The record of a key, as `decode` reads it, which is a use of it; nil if there is none to be trusted.
    /// O(log n + bytes).
    func value<Value>(
        of key: ContentDigest, _ kind: Kind, decode: (UnsafeRawBufferPointer) -> Value?
    ) -> Value? {
        counting(kind) {
            let sql = Self.selection + "AND key = ?"
            let row = try withDatabase { database in
                try Row.fetchOne(
                    database.cachedStatement(sql: sql), arguments: [kind.rawValue, key.data])
            }
            guard let row = row ?? nil else {
                note(kind) { $0.counters.misses += 1 }
                return nil
            }
            guard isWhole(row, kind, key.data), let value = restored(row, decode) else {
                note(kind) { $0.counters.damaged += 1 }
                // Unless somebody has made it anew meanwhile.
                try change(kind) {
                    try delete("rowid = ? AND last_use = ?", [row[0], row[1]], kind, in: $0)
                    return 0
                }
                return nil
            }
            note(kind) { $0.counters.hits += 1 }
            // Where nothing can be written the order of uses stays as it is, which is no failure to read.
            try? withDatabase { try use(key, kind, in: $0) }
            return value
        }
    }

    /// Keeps a record, in place of the one that is there, and removes those not used for the longest time
    /// until the rest is within bounds. O(log n + bytes).
    func keep(_ content: [UInt8], of key: ContentDigest, _ kind: Kind) {
        counting(kind) {
            try change(kind, making: true) { try put(content, of: key, kind, in: $0) }
            note(kind) { $0.counters.writes += 1 }
        }
    }

    /// Replaces a record by what follows from it, nil where there is none: no other process changes it
    /// meanwhile. O(log n + bytes).
    func revise(_ key: ContentDigest, _ kind: Kind, _ next: ([UInt8]?) -> [UInt8]) {
        counting(kind) {
            let sql = Self.selection + "AND key = ?"
            var isKnown = false
            try change(kind, making: true) { database in
                let row = try Row.fetchOne(
                    database.cachedStatement(sql: sql), arguments: [kind.rawValue, key.data])
                let content = row.flatMap { row in
                    isWhole(row, kind, key.data) ? restored(row) { [UInt8]($0) } : nil
                }
                isKnown = content != nil
                return try put(next(content), of: key, kind, in: database)
            }
            note(kind) { log in
                if isKnown { log.counters.hits += 1 } else { log.counters.misses += 1 }
                log.counters.writes += 1
            }
        }
    }

    /// Removes a record, if it is there. O(log n).
    func remove(_ key: ContentDigest, _ kind: Kind) {
        counting(kind) {
            try change(kind) {
                try delete("kind = ? AND key = ?", [kind.rawValue, key.data], kind, in: $0)
                return 0
            }
        }
    }

    /// All records of a kind, as `decode` reads them, those used longest ago first; one that it does not
    /// read is damaged. No use of any. O(bytes).
    func all<Value>(
        _ kind: Kind, decode: (ContentDigest, UnsafeRawBufferPointer) -> Value?
    ) -> [Value] {
        let sql = Self.selection + "ORDER BY last_use"
        return counting(kind) {
            try withDatabase { database in
                var values: [Value] = []
                let rows = try Row.fetchCursor(database, sql: sql, arguments: [kind.rawValue])
                while let row = try rows.next() {
                    let value = ContentDigest(data: row[5]).flatMap { key in
                        isWhole(row, kind, row[5]) ? restored(row) { decode(key, $0) } : nil
                    }
                    if let value {
                        values.append(value)
                    } else {
                        note(kind) { $0.counters.damaged += 1 }
                    }
                }
                return values
            }
        } ?? []
    }

    /// Removes all records of a kind. O(bytes).
    func removeAll(_ kind: Kind) {
        counting(kind) {
            try change(kind) { try delete("kind = ?", [kind.rawValue], kind, in: $0) }
        }
    }

    /// Removes the records whose content answers to a condition. O(bytes).
    func removeAll(_ kind: Kind, where condition: (UnsafeRawBufferPointer) -> Bool) {
        counting(kind) {
            try change(kind) { database in
                let rows = try Row.fetchCursor(
                    database, sql: Self.selection, arguments: [kind.rawValue])
                var found: [Int64] = []
                while let row = try rows.next() {
                    if isWhole(row, kind, row[5]), restored(row, condition) == true {
                        found.append(row[0])
                    }
                }
                return try found.reduce(0) {
                    try $0 + delete("rowid = ?", [$1], kind, in: database)
                }
            }
        }
    }
}

extension RecordDatabase {
    /// Changes records of a kind, wholly or not at all; `body` returns how many it removed.
    private func change(
        _ kind: Kind, making: Bool = false, _ body: (Database) throws -> Int
    ) throws {
        try withDatabase(making: making) { try change($0, kind, body) }
    }

    private func change(
        _ database: Database, _ kind: Kind, _ body: (Database) throws -> Int
    ) throws {
        var removed = 0
        try database.inTransaction(.immediate) {
            removed = try body(database)
            return .commit
        }
        note(kind) { $0.counters.removals += removed }
    }

    /// Removes the records not used for the longest time until the rest is within bounds.
    func trim(_ kind: Kind, in database: Database) throws {
        try change(database, kind) { try removeExcess(kind, in: $0) }
    }

    /// Puts a record in place of an older one; returns how many others had to go.
    private func put(
        _ content: [UInt8], of key: ContentDigest, _ kind: Kind, in database: Database
    ) throws -> Int {
        guard content.count <= options.maximumBytes, options.maximumEntries > 0 else {
            throw tooLarge(content.count)
        }
        let stored = (options.compresses ? Deflate.compressed(content) : nil) ?? content
        try delete("kind = ? AND key = ?", [kind.rawValue, key.data], kind, in: database)
        let sum = Self.checksum(of: key.data, kind, length: content.count, content: stored)
        try database.run(
            "INSERT INTO record VALUES (?1, ?2, \(Self.nextUse), ?3, ?4, ?5)",
            [kind.rawValue, key.data, content.count, Data(stored), sum])
        try count(1, stored.count, kind, in: database)
        return try removeExcess(kind, in: database)
    }

    private func removeExcess(_ kind: Kind, in database: Database) throws -> Int {
        let isOver = try database.cachedStatement(
            sql: "SELECT 1 FROM total WHERE kind = ? AND (entries > ? OR bytes > ?)")
        let oldest = "rowid = (SELECT rowid FROM record WHERE kind = ? ORDER BY last_use LIMIT 1)"
        var removed = 0
        while try Int.fetchOne(
            isOver,
            arguments: [kind.rawValue, options.maximumEntries, options.maximumBytes]) != nil,
            try delete(oldest, [kind.rawValue], kind, in: database) > 0
        { removed += 1 }
        return removed
    }

    /// Deletes records and takes them out of the sums; returns how many.
    @discardableResult
    private func delete(
        _ condition: String, _ arguments: StatementArguments, _ kind: Kind, in database: Database
    ) throws -> Int {
        let sizes = try Int.fetchAll(
            database.cachedStatement(
                sql: "DELETE FROM record WHERE \(condition) RETURNING length(content)"),
            arguments: arguments)
        if !sizes.isEmpty { try count(-sizes.count, -sizes.reduce(0, +), kind, in: database) }
        return sizes.count
    }

    /// Adds to the sums of a kind.
    private func count(_ entries: Int, _ bytes: Int, _ kind: Kind, in database: Database) throws {
        try database.run(
            "INSERT INTO total VALUES (?3, ?1, ?2) ON CONFLICT (kind) "
                + "DO UPDATE SET entries = entries + ?1, bytes = bytes + ?2",
            [entries, bytes, kind.rawValue])
    }

    /// Makes a record the one used last.
    private func use(_ key: ContentDigest, _ kind: Kind, in database: Database) throws {
        try database.run(
            "UPDATE record SET last_use = \(Self.nextUse) WHERE kind = ?1 AND key = ?2",
            [kind.rawValue, key.data])
    }

    private static let nextUse =
        "(SELECT coalesce(max(last_use), 0) + 1 FROM record WHERE kind = ?1)"

    private static let selection =
        "SELECT rowid, last_use, length, content, checksum, key FROM record WHERE kind = ? "

    /// Whether a row is what was kept for a key, to the bit: a flipped one may still decode, as other words.
    private func isWhole(_ row: Row, _ kind: Kind, _ key: Data) -> Bool {
        let content: Data = row[3]
        guard let checksum: Data = row[4] else { return true }
        return checksum
            == Self.checksum(of: key, kind, length: row[2], content: [UInt8](content))
    }

    /// The SHA-256 of all that a record says, but for when it was used. O(bytes).
    private static func checksum(
        of key: Data, _ kind: Kind, length: Int, content: [UInt8]
    ) -> Data {
        var bytes = CanonicalBytes()
        bytes.add(kind.rawValue)
        bytes.add(length)
        return SHA256Hasher().digest(bytes.bytes + key + content).data
    }

    /// What a row holds, as `decode` reads it. What would not be within bounds is not restored, so that
    /// nobody's file makes us fill the memory.
    private func restored<Value>(
        _ row: Row, _ decode: (UnsafeRawBufferPointer) -> Value?
    ) -> Value? {
        let (length, content): (Int, Data) = (row[2], row[3])
        guard 0...options.maximumBytes ~= length else { return nil }
        return content.withUnsafeBytes { bytes in
            if bytes.count == length { return decode(bytes) }
            return Deflate.restored(bytes, count: length)?.withUnsafeBytes(decode)
        }
    }

    /// Counts what fails, and keeps the first reason.
    @discardableResult
    private func counting<Value>(_ kind: Kind, _ body: () throws -> Value?) -> Value? {
        do { return try body() } catch {
            note(kind) { $0.fail(error, at: path) }
            return nil
        }
    }

    private func tooLarge(_ size: Int) -> StorageError {
        StorageError(
            path: path,
            problem: "a record of \(size) bytes, where \(options.maximumBytes) are kept",
            remedy: "raise the bound")
    }
}

extension ContentDigest {
    /// The digest of a column's bytes; nil for any other number of them than it has.
    fileprivate init?(data: Data) {
        let digest = data.withUnsafeBytes { bytes -> ContentDigest? in
            var reader = RecordReader(bytes)
            let digest = reader.digest()
            return reader.isAtEnd ? digest : nil
        }
        guard let digest else { return nil }
        self = digest
    }

    /// The digest as it is in a column.
    fileprivate var data: Data {
        var bytes = CanonicalBytes()
        bytes.add(self)
        return Data(bytes.bytes)
    }
}

/// Bytes made shorter and back (RFC 1950).
private enum Deflate {
    /// The shortened bytes, or nil if they would not be shorter. O(bytes).
    static func compressed(_ bytes: [UInt8]) -> [UInt8]? {
        let space = bytes.count - 1
        guard space > 0 else { return nil }
        var length = uLongf(space)
        var output = [UInt8](repeating: 0, count: space)
        // What does not fit would be no shorter, and is refused by zlib.
        guard compress(&output, &length, bytes, uLong(bytes.count)) == Z_OK else { return nil }
        return [UInt8](output.prefix(Int(length)))
    }

    /// The bytes that were shortened, as many as are expected; nil if these are no such bytes. O(bytes).
    static func restored(_ bytes: UnsafeRawBufferPointer, count: Int) -> [UInt8]? {
        var length = uLongf(count)
        var output = [UInt8](repeating: 0, count: count)
        let status = uncompress(
            &output, &length, bytes.bindMemory(to: Bytef.self).baseAddress, uLong(bytes.count))
        return status == Z_OK && length == uLongf(count) ? output : nil
    }
}

import ContextModel
import Files
import Foundation
import GRDB
import TestSupport

enum Records {
    /// A digest by a number.
    static func key(_ number: Int) -> ContentDigest {
        SHA256Hasher().digest([UInt8]("key \(number)".utf8))
    }
}

extension ChunkRecord {
    /// A record for tests with every field set.
    init(_ number: Int, summary: String = "what was said", condensedAt: Duration = .seconds(5)) {
        self.init(
            key: Records.key(number), summary: summary, summaryTokens: TokenCount(3),
            sourceTokens: TokenCount(400 + number), quality: Share(millionths: 987_654),
            strategy: "extract", condensedAt: condensedAt)
        usedAt = condensedAt + .nanoseconds(7)
    }
}

extension TemporaryFolder {
    /// The chunks in the database of the folder, or of one in it, as another process opens it.
    func chunks(_ options: RecordOptions = RecordOptions(), in name: String = "") -> StoredChunks {
        StoredChunks(
            in: RecordDatabase(folder: name.isEmpty ? path : self[name], options: options))
    }

    /// Changes the records in a folder by SQL, as somebody else might.
    func change(
        _ sql: String, _ arguments: StatementArguments = [], in name: String = "records.sqlite"
    ) throws {
        let queue = try DatabaseQueue(path: self[name])
        try queue.writeWithoutTransaction { try $0.execute(sql: sql, arguments: arguments) }
        try queue.close()
    }

    /// The values of a query.
    func values<Value: DatabaseValueConvertible>(
        _ sql: String, in name: String = "records.sqlite"
    ) throws -> [Value] {
        guard FileManager.default.fileExists(atPath: self[name]) else { return [] }
        let queue = try DatabaseQueue(path: self[name])
        let values = try queue.writeWithoutTransaction { try Value.fetchAll($0, sql: sql) }
        try queue.close()
        return values
    }

    /// Which of the first records are stored, after the sums that stand beside them were checked.
    func stored(of count: Int = 12) throws -> [Int] {
        let sums = "SELECT count(*) || ' ' || coalesce(sum(length(content)), 0) FROM record"
        let written: [String] = try values(
            "SELECT sum(entries) || ' ' || sum(bytes) FROM total")
        let found: [String] = try values(sums)
        guard written == found else { throw WrongSums(written: written, found: found) }
        let keys: [String] = try values("SELECT lower(hex(key)) FROM record WHERE kind = 1")
        return (0..<count).filter { keys.contains(Records.key($0).hexadecimal) }
    }

    private struct WrongSums: Error { let written, found: [String] }
}

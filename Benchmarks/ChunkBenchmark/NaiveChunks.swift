import ContextModel
import Files

/// The straightforward way: join the texts of a chunk, hash what was joined, all of it each time.
enum NaiveChunks {
    /// Every eight messages a chunk; returns the keys.
    static func fixed(_ messages: [Message]) -> [String] {
        stride(from: 0, to: messages.count, by: Workload.size).map { start in
            key(messages[start..<min(start + Workload.size, messages.count)])
        }
    }

    /// A chunk ends where neighbouring messages have few words in common, or at eight messages.
    static func adaptive(_ messages: [Message]) -> [String] {
        var keys: [String] = []
        var start = 0
        var before: Set<Substring> = []
        for (index, message) in messages.enumerated() {
            let words = Set(message.plainText.split(separator: " "))
            let common = words.intersection(before).count
            let isShift = common * 10 < words.union(before).count
            if index > start, isShift || index - start == Workload.size {
                keys.append(key(messages[start..<index]))
                start = index
            }
            before = words
        }
        return keys + [key(messages[start...])]
    }

    private static func key(_ messages: ArraySlice<Message>) -> String {
        let text = messages.map { "\($0.role.rawValue): \($0.plainText)" }.joined(separator: "\n")
        return SHA256Hasher().sha256(Array(text.utf8))
    }
}

/// The straightforward table: for each conversation its records, looked through one by one.
struct NaiveTable {
    private var records: [String: [ChunkRecord]] = [:]

    mutating func keep(_ record: ChunkRecord, conversation: String) {
        records[conversation, default: []].append(record)
    }

    func record(for key: ContentDigest, conversation: String) -> ChunkRecord? {
        records[conversation]?.first { $0.key == key }
    }
}

import ContextModel
import Files
import Foundation

/// Records of chunks kept on disk and found again, in wall-clock time: what waits for the disk counts.
struct RecordsOnDisk {
    private static let count = 300

    private let records: [ChunkRecord]

    /// Summaries of about 1,800 characters, as a model makes them of a chunk.
    init(seed: UInt64) {
        records = SyntheticHistory(count: Self.count, seed: seed).messages.enumerated().map {
            var record = ChunkRecord.benchmark(
                SHA256Hasher().digest([UInt8]("\($0.offset)".utf8)), $0.offset)
            record.summary = $0.element.plainText
            return record
        }
    }

    /// Each record kept in an empty folder, then each found by whoever opens the folder next.
    func measured(rounds: Int) -> (timings: [Timing], sizes: [String: Int]) {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "records-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let ways = [
            ("plain", RecordOptions()), ("compressed", RecordOptions(compresses: true)),
            ("mapped", RecordOptions(mapsFile: true)),
        ]
        let contenders = ways.flatMap { name, options in
            let place = folder.path + "/" + name
            return [
                Contender("keep, \(name)", operations: Self.count) { _ in
                    try? FileManager.default.removeItem(atPath: place)
                    let store = StoredChunks(
                        in: RecordDatabase(folder: place, options: options))
                    return Self.seconds { for record in records { store.keep(record) } }
                },
                Contender("find, \(name)", operations: Self.count) { _ in
                    let store = StoredChunks(
                        in: RecordDatabase(folder: place, options: options))
                    return Self.seconds {
                        for record in records { precondition(store.record(for: record.key) != nil) }
                    }
                },
            ]
        }
        let timings = interleaved(contenders, rounds: rounds)
        let sizes = ways.map { name, _ in
            let file = folder.path + "/\(name)/records.sqlite"
            let facts = try? FileManager.default.attributesOfItem(atPath: file)
            return (name, facts?[.size] as? Int ?? 0)
        }
        return (timings, Dictionary(uniqueKeysWithValues: sizes))
    }

    private static func seconds(_ body: () -> Void) -> Double {
        ContinuousClock().measure(body) / .seconds(1)
    }
}

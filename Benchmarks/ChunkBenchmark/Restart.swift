import ContextModel
import Files
import Foundation
import Stages

/// What a process finds of what the one before it condensed.
struct Restart {
    var chunks = 0
    var misses = 0
    var fetched = 0

    /// Begins all chunks of a history over a folder of records, and finishes those not found.
    static func condense(_ messages: [Message], folder: String) throws -> Self {
        var table = ChunkTable(.benchmark, store: StoredChunks(in: RecordDatabase(folder: folder)))
        var layout = try Workload.layout(.adaptive)
        layout.update(to: messages, hasher: SHA256Hasher()) { _ in SyntheticHistory.tokens }
        for (index, chunk) in layout.chunks.enumerated() {
            let slot = ChunkSlot("conversation", chunk.slot)
            if table.begin(chunk.key, in: slot, at: .seconds(1)) == .mine {
                table.finish(.benchmark(chunk.key, index))
            }
        }
        let work = table.statistics(at: .seconds(1)).work
        return Self(chunks: layout.chunks.count, misses: work.misses, fetched: work.fetched)
    }

    /// Condenses here, then in a process of its own; what that one says.
    static func measured(_ workload: Workload) throws -> (first: Self, second: Self) {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "chunks-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let first = try condense(workload.history.messages, folder: folder.path)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = ["restart", folder.path, String(workload.seed)]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let numbers = String(decoding: output, as: UTF8.self)
            .split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
        guard process.terminationStatus == 0, numbers.count == 3 else {
            throw BenchmarkFailure("the second process ended without an answer")
        }
        return (first, Self(chunks: numbers[0], misses: numbers[1], fetched: numbers[2]))
    }
}

struct BenchmarkFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

import ChunkWriter
import ContextModel
import Files
import Foundation
import GRDB
import TestSupport
import Testing

/// Writers that are ended without warning, again and again, in the same database.
///
/// `kill-chunk-writer` beside this file does it more often, by `WINNOW_KILLS`.
@Suite struct KilledWriterTests {
    static let kills = ProcessInfo.processInfo.environment["WINNOW_KILLS"].flatMap(Int.init) ?? 10

    @Test func `no torn and no stale record is found after a writer was killed`() throws {
        let folder = try TemporaryFolder()
        var generator = SplitMix(seed: 1)
        var (found, next) = (0, [0, 0])
        for run in 0..<Self.kills {
            // Every other run with so small a bound that records are removed meanwhile.
            let isBounded = run % 2 == 1
            let path = folder[isBounded ? "bounded" : "free"]
            let writers = try (0..<2).map { seed in
                try Writer(
                    folder: path, seed: isBounded ? 2 * run + seed : seed,
                    from: isBounded ? 0 : next[seed], entries: isBounded ? 12 : 1_000)
            }
            for writer in writers { try writer.kill(using: &generator) }
            found += try check(path, writers, mustBeThere: !isBounded)
            if !isBounded { next = writers.map(\.done) }
        }
        #expect(found > 4 * Self.kills)
    }

    @Test func `a writer that finds no more room fails, and harms nothing that is there`() throws {
        let folder = try TemporaryFolder()
        // No file of this writer may grow beyond these kilobytes, as if the disk were full.
        let writer = try Writer(
            folder: folder.path, seed: 1, from: 0, entries: 1_000, kilobytes: 600)
        #expect(try writer.end() == 1)
        #expect(writer.done > 0)
        #expect(try check(folder.path, [writer], mustBeThere: true) == ChunkSeries.slots)
    }

    /// Looks for every key of the writers, and returns how many there are.
    private func check(_ path: String, _ writers: [Writer], mustBeThere: Bool) throws -> Int {
        let chunks = StoredChunks(in: RecordDatabase(folder: path))
        var found = 0
        for writer in writers {
            for slot in 0..<ChunkSeries.slots {
                let last = writer.lastAcknowledged(slot: slot)
                let record = chunks.record(for: writer.series.key(step: slot))
                #expect(record != nil || !mustBeThere || last == nil)
                guard let record else { continue }
                found += 1
                let step = try #require(Int(record.strategy))
                #expect(record == writer.series.record(step: step))
                #expect(step == last || step == writer.done, "after \(writer.done) steps")
            }
        }
        #expect(chunks.counters.damaged == 0)
        #expect(chunks.counters.failures == 0, "\(String(describing: chunks.takeProblem()))")
        let database = try DatabaseQueue(path: path + "/records.sqlite")
        let integrity = try database.read {
            try String.fetchAll($0, sql: "PRAGMA integrity_check")
        }
        #expect(integrity == ["ok"])
        return found
    }
}

/// A running `ChunkWriter`.
private final class Writer {
    let series: ChunkSeries
    private let process = Process()
    private let output = Pipe()
    /// How many steps were said to be done, those of earlier writers of the series included; the one
    /// after them may be done, too.
    private(set) var done: Int

    init(
        folder: String, seed: Int, from start: Int, entries: Int, kilobytes: Int? = nil
    ) throws {
        done = start
        series = ChunkSeries(seed: seed)
        let limit = kilobytes.map { "trap '' XFSZ; ulimit -f \($0); " } ?? ""
        let program = try BuiltProgram.find("ChunkWriter").path
        process.executableURL = URL(filePath: "/bin/bash")
        process.arguments = [
            "-c", limit + #"exec "$0" "$@""#, program, folder, String(seed), String(start),
            String(entries),
        ]
        process.standardOutput = output
        try process.run()
    }

    /// Waits for some records, goes on for some moments, and kills.
    func kill(using generator: inout SplitMix) throws {
        let target = done + Int.random(in: 1...40, using: &generator)
        while done < target {
            let dots = output.fileHandleForReading.availableData.count
            guard dots > 0 else { break }
            done += dots
        }
        var word: UInt64 = 0
        for _ in 0..<Int.random(in: 0...20_000, using: &generator) { word ^= generator.next() }
        #expect(Foundation.kill(process.processIdentifier, SIGKILL) == 0, "\(word)")
        done += try output.fileHandleForReading.readToEnd()?.count ?? 0
        process.waitUntilExit()
        #expect(process.terminationReason == .uncaughtSignal)
    }

    /// Waits for its end; returns its status.
    func end() throws -> Int32 {
        // The last dot is that of the record that could not be kept.
        done += try output.fileHandleForReading.readToEnd().map { $0.count - 1 } ?? 0
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// The last step that wrote to a slot and was said to be done; nil if none was.
    func lastAcknowledged(slot: Int) -> Int? {
        guard done > slot else { return nil }
        return slot + (done - 1 - slot) / ChunkSeries.slots * ChunkSeries.slots
    }
}

import ChunkWriter
import ContextModel
import Files
import Foundation
import TestSupport
import Testing

/// Writers that are ended without warning, again and again, in the same folder.
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

    /// Looks for every key of the writers, and returns how many there are.
    private func check(_ path: String, _ writers: [Writer], mustBeThere: Bool) throws -> Int {
        let files = ChunkFiles(folder: path)
        var found = 0
        for writer in writers {
            for slot in 0..<ChunkSeries.slots {
                let last = writer.lastAcknowledged(slot: slot)
                let record = files.record(for: writer.series.key(step: slot))
                #expect(record != nil || !mustBeThere || last == nil)
                guard let record else { continue }
                found += 1
                let step = try #require(Int(record.strategy))
                #expect(record == writer.series.record(step: step))
                #expect(step == last || step == writer.done, "after \(writer.done) steps")
            }
        }
        #expect(files.counters.damaged == 0)
        #expect(files.counters.failures == 0, "\(String(describing: files.takeProblem()))")
        let names = try FileManager.default.subpathsOfDirectory(atPath: path)
        #expect(!names.contains { $0.contains("/.") }, "temporary files are left")
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

    init(folder: String, seed: Int, from start: Int, entries: Int) throws {
        done = start
        series = ChunkSeries(seed: seed)
        process.executableURL = try BuiltProgram.find("ChunkWriter")
        process.arguments = [folder, String(seed), String(start), String(entries)]
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

    /// The last step that wrote to a slot and was said to be done; nil if none was.
    func lastAcknowledged(slot: Int) -> Int? {
        guard done > slot else { return nil }
        return slot + (done - 1 - slot) / ChunkSeries.slots * ChunkSeries.slots
    }
}

import Evaluation
import Files
import Foundation
import Results
import TestSupport
import Testing

@Suite struct MergeTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Results with the keys that cells of this description have.
    private func results(_ run: RunDescription, seeds: Int = 3) -> [CellResult] {
        RecordedRun.results(seeds: seeds).map { result in
            var result = result
            result.key = result.cell.key(
                buildFingerprint: run.program.buildFingerprint,
                benchmarkVersion: Runner.benchmarkVersion, hasher: SHA256Hasher())
            return result
        }
    }

    /// A database of some results of a run, or of failures.
    private func part(
        _ name: String, _ results: [CellResult], of run: RunDescription, failing: [CellResult] = []
    ) throws -> String {
        let store = try ResultStore(path: folder[name])
        try store.begin(run)
        for result in results { try store.record(result) }
        for result in failing {
            try store.recordFailure(result.cell, key: result.key, error: "no")
        }
        try store.finish(run: run.id)
        return folder[name]
    }

    /// A dictionary in an order of its own: as text it would have another each time.
    private func lines<Key, Value>(_ values: [Key: Value]) -> [String] {
        values.map { "\($0.key): \($0.value)" }.sorted()
    }

    /// All that a conversation's record says.
    private func lines(_ conversation: ConversationResult) -> [String] {
        var fields = conversation
        (fields.counts, fields.parts) = ([:], [:])
        return ["\(fields)"] + lines(conversation.counts) + lines(conversation.parts)
    }

    /// All that a merged database says, rows known by what they are.
    private func content(_ path: String) throws -> [String] {
        let store = try ResultStore(readingFrom: path)
        var lines: [String] = []
        for run in try store.runs() {
            let record = try store.load(run: run.id)
            lines.append(
                "\(run.id) \(run.command) \(run.startedAt) \(run.program.revision) "
                    + "\(run.program.environment) \(run.work.matrix)")
            lines += try store.dump(run: run.id)
            for result in record.results {
                lines.append("\(result.key) \(result.timings.map(\.measurements))")
                lines += result.timings.flatMap { self.lines($0.samples) }
                lines += result.conversations.flatMap { self.lines($0) }
            }
            lines += record.failures.map { "\($0.cell.listing) \($0.error)" }
        }
        return lines
    }

    @Test(arguments: 1...12)
    func `any order and repetition of parts gives the same content`(seed: UInt64) throws {
        var generator = SplitMix(seed: seed)
        var parts: [String] = []
        var whole: [CellResult] = []
        for number in 0..<2 {
            var run = RecordedRun.description("run-\(number)")
            let all = results(run)
            whole += all
            for index in 0..<4 {
                // Parts overlap, with other times and machines' loads, and some cells failed in one.
                run.command = "winnow run --shard \(index)"
                run.startedAt = Int64.random(in: 1000...2000, using: &generator)
                // The working copy is edited and committed while the parts run; the program stays.
                run.program.revision = generator.choose(["a1", "a1+", "b2", "unknown"])
                let mine = all.enumerated().filter { $0.offset % 4 == index || $0.offset < 2 }
                    .map(\.element).map { changed($0, &generator) }
                let failing = all.enumerated().filter { $0.offset % 4 == (index + 1) % 4 }
                parts.append(
                    try part(
                        "part-\(number)-\(index)", mine, of: run, failing: failing.map(\.element)))
            }
        }
        let first = try ResultStore(path: folder["first"])
        for part in parts { _ = try first.merge(part) }
        let second = try ResultStore(path: folder["second"])
        for part in (parts + parts).shuffled(using: &generator) { _ = try second.merge(part) }
        let again = try ResultStore(path: folder["third"])
        _ = try again.merge(folder["second"])
        _ = try again.merge(folder["first"])
        #expect(try content(folder["first"]) == content(folder["second"]))
        #expect(try content(folder["first"]) == content(folder["third"]))
        #expect(try first.integrity() == [])
        #expect(try first.load(run: "run-1").results.count == whole.count / 2)
        #expect(try first.load(run: "run-1").failures.isEmpty)
    }

    /// The same cell measured at another time.
    private func changed(_ result: CellResult, _ generator: inout SplitMix) -> CellResult {
        var result = result
        let time = Int64.random(in: 1...999, using: &generator)
        result.timings[0].measurements = [Measurement(.cpuTime, .integer(time))]
        return result
    }

    @Test func `a part without its cells is refused, and the part stays as it is`() throws {
        let merged = try ResultStore(path: folder["merged"])
        do { _ = try ResultStore(path: folder["empty"]) }
        let empty = try #require(throws: StorageError.self) { try merged.merge(folder["empty"]) }
        #expect(empty.problem == "holds no run" && empty.kind == .badContents)
        do { try ResultStore(path: folder["begun"]).begin(RecordedRun.description("r")) }
        let begun = try #require(throws: StorageError.self) { try merged.merge(folder["begun"]) }
        #expect(begun.problem == "its run 'r' has no cell yet" && begun.kind == .badContents)
        #expect(try merged.runs() == [])
        // A part may have none where there are more parts than cells.
        let none = try part("none", [], of: RecordedRun.description("r"))
        #expect(try merged.merge(none) == MergeCount(added: 0, known: 0, runs: ["r"]))
    }

    @Test func `a merged run is what one process would have recorded`() throws {
        let run = RecordedRun.description()
        let all = results(run)
        let whole = try part("whole", all, of: run)
        let merged = try ResultStore(path: folder["merged"])
        let one = try part("one", Array(all.prefix(5)), of: run)
        #expect(try merged.merge(one) == MergeCount(added: 5, known: 0, runs: [run.id]))
        #expect(try merged.resumableRun(like: run) != nil)
        let two = try part("two", Array(all.dropFirst(3)), of: run)
        #expect(try merged.merge(two) == MergeCount(added: 7, known: 2, runs: [run.id]))
        #expect(try merged.resumableRun(like: run) == nil)
        #expect(try content(folder["merged"]) == content(whole))
    }

    @Test func `a part that contradicts is refused and changes nothing`() throws {
        let run = RecordedRun.description()
        let all = results(run)
        let merged = try ResultStore(path: folder["merged"])
        _ = try merged.merge(try part("one", Array(all.prefix(5)), of: run))
        let before = try content(folder["merged"])
        var other = all[2]
        other.measurements[0].value = .integer(77)
        let path = try part("two", [all[8], other], of: run)
        #expect {
            try merged.merge(path)
        } throws: { error in
            "\(error)".contains("two: 'tokens.in' of cell \(other.key)")
        }
        #expect(try content(folder["merged"]) == before)
    }

    @Test func `parts of different work under one name are refused`() throws {
        let run = RecordedRun.description()
        let merged = try ResultStore(path: folder["merged"])
        _ = try merged.merge(try part("one", results(run), of: run))
        var others: [RunDescription] = []
        others.append(RecordedRun.description(build: "b2"))
        others.append(RecordedRun.description(cpu: "Other"))
        others.append(run)
        others[2].work.seed = 3
        for (number, other) in others.enumerated() {
            let path = try part("other-\(number)", Array(results(other).prefix(1)), of: other)
            #expect(throws: StorageError.self) { try merged.merge(path) }
        }
    }

    @Test func `cells under a key that is not theirs are refused`() throws {
        let run = RecordedRun.description()
        let path = try part("one", RecordedRun.results(), of: run)
        let merged = try ResultStore(path: folder["merged"])
        #expect {
            try merged.merge(path)
        } throws: { "\($0)".contains("which this program did not write") }
    }

    @Test func `a finished cell without values is refused`() throws {
        let run = RecordedRun.description()
        var empty = results(run)[0]
        empty.measurements = []
        let path = try part("one", [empty], of: run)
        let merged = try ResultStore(path: folder["merged"])
        #expect {
            try merged.merge(path)
        } throws: { "\($0)".contains("without a value") }
    }

    @Test func `what is no database of results is refused`() throws {
        let merged = try ResultStore(path: folder["merged"])
        #expect(throws: StorageError.self) { try merged.merge(folder["missing"]) }
        try folder.write("text", to: "text")
        #expect(throws: StorageError.self) { try merged.merge(folder["text"]) }
    }
}

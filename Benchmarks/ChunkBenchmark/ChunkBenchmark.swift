import Foundation
import Stages
import Statistics

/// `ChunkBenchmark ROUNDS SEED FACT…` prints the report; `ChunkBenchmark restart FOLDER SEED` is the
/// second process of it. `ChunkBenchmark boundaries SEED FILE…` prints how well boundaries agree with known
/// ones, and `ChunkBenchmark learn SEED FILE…` the source of the learned weights.
@main
struct ChunkBenchmark {
    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        if arguments.count == 3, arguments[0] == "restart", let seed = UInt64(arguments[2]) {
            let history = SyntheticHistory(count: Workload.count, seed: seed)
            let found = try Restart.condense(history.messages, folder: arguments[1])
            print(found.chunks, found.misses, found.fetched)
            return
        }
        if arguments.count > 2, let seed = UInt64(arguments[1]),
            let text = try boundaries(arguments[0], seed: seed, paths: Array(arguments[2...]))
        {
            print(text, terminator: "")
            return
        }
        guard arguments.count >= 2, let rounds = Int(arguments[0]), rounds > 0,
            let seed = UInt64(arguments[1])
        else { throw BenchmarkFailure("usage: ChunkBenchmark ROUNDS SEED [FACT…]") }
        print(
            try page(
                Workload(seed: seed, rounds: rounds), facts: Array(arguments.dropFirst(2))
            ).text, terminator: "")
    }

    /// What is known of boundaries: their agreement, or the weights that are learned.
    private static func boundaries(
        _ command: String, seed: UInt64, paths: [String]
    ) throws -> String? {
        switch command {
        case "boundaries": try Boundaries(paths: paths, seed: seed).section()
        case "learn": try Boundaries(paths: paths, seed: seed).learned()
        default: nil
        }
    }

    private static let naive = [
        "fixed": "naive fixed", "adaptive": "naive adaptive", "learned": "naive adaptive",
        "fixed, decoded again": "naive fixed", "adaptive, decoded again": "naive adaptive",
        "learned, decoded again": "naive adaptive",
        "record(for:)": "naive", "begin": "naive", "begin in a slot": "naive",
    ]

    private static func page(_ workload: Workload, facts: [String]) throws -> Page {
        var page = Page(facts)
        let cold = try workload.cold()
        page.section("2,000 messages of 400 tokens, cold", cold, naive: naive)
        page.add("Tokens are handed in. SHA-256 alone is the messages' share of hashing.")
        for method in ChunkerLimits.Method.allCases.map(\.rawValue) {
            judge(&page, cold, method, target: 10, text: "\(method), cold, at most 10 ms")
        }
        let append = try workload.append()
        page.section("One message more, at 2,000", append, naive: naive)
        for method in ChunkerLimits.Method.allCases.map(\.rawValue) {
            judge(&page, append, method, target: 0.1, text: "\(method), at most 0.1 ms")
        }
        let lookUps = LookUps(seed: workload.seed).timings(rounds: workload.rounds)
        page.section("Look-ups of 1,000 known keys", lookUps, naive: naive)
        for timing in lookUps.dropFirst() {
            let rate = 1e-6 / timing.median
            page.verdict(
                "\(timing.name), at least 5 M/s", holds: rate >= 5,
                measured: DecimalText.fixed(rate, decimals: 2) + " M/s")
        }
        addDisk(to: &page, workload)
        try addRestart(to: &page, workload)
        return page
    }

    /// Compares the median with a target in milliseconds.
    private static func judge(
        _ page: inout Page, _ timings: [Timing], _ name: String, target: Double, text: String
    ) {
        guard let median = timings.first(where: { $0.name == name })?.median else { return }
        page.verdict(
            text, holds: median * 1e3 <= target,
            measured: DecimalText.fixed(median * 1e3, decimals: 3) + " ms")
    }

    private static func addDisk(to page: inout Page, _ workload: Workload) {
        let disk = RecordsOnDisk(seed: workload.seed).measured(rounds: workload.rounds)
        page.section(
            "300 summaries of 1,800 characters on disk, wall-clock time", disk.timings, naive: [:])
        let sizes = ["plain", "compressed"].map { "\($0) \(disk.sizes[$0] ?? 0)" }
        page.add("Bytes of the file: \(sizes.joined(separator: ", ")).")
    }

    private static func addRestart(to page: inout Page, _ workload: Workload) throws {
        let (first, second) = try Restart.measured(workload)
        page.add("## A second process over the same folder")
        page.add("The first made \(first.misses) of \(first.chunks) chunks.")
        page.verdict(
            "no chunk is condensed again",
            holds: second.misses == 0 && second.fetched == second.chunks && first.misses > 0,
            measured:
                "\(second.misses) misses, \(second.fetched) of \(second.chunks) fetched")
    }
}

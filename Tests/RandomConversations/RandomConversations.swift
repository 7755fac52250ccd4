import CompressionChecks
import CondensationChecks
import ContextModel
import Settings

/// Checks many random conversations, each condensed, compacted and compressed, in one process:
///     swift run -c release RandomConversations COUNT [FIRST-SEED [condense|compact|compress]]
///
/// *condense*: as `winnow condense` does it; *compact*: by a client that keeps its contexts, and compacts them
/// after every message; *compress*: there and back. Prints how many were right; what failed is shrunk where
/// that can be and printed with its seed, and ends with status 1.
@main
struct RandomConversations {
    /// What is done to a conversation.
    private enum Verb: String, CaseIterable {
        case condense, compact, compress

        func failures(_ seed: UInt64) async -> [String] {
            switch self {
            case .condense: await condensation(seed).failures()
            case .compact: await condensation(seed).failures()
            case .compress: RandomCompression(seed: seed).failures()
            }
        }

        /// What is wrong, with the smallest history that is found to show it.
        func report(_ seed: UInt64) async -> [String] {
            guard self != .compress else { return RandomCompression(seed: seed).failures() }
            let (messages, failures) = await condensation(seed).shrunk()
            return failures + messages.map { "  \($0.role): \($0.parts)" }
        }

        private func condensation(_ seed: UInt64) -> RandomCondensation {
            guard self == .condense else {
                return RandomCondensation(
                    seed: seed, management: .compaction, growsStepwise: true)
            }
            return RandomCondensation(
                seed: seed, management: seed.isMultiple(of: 2) ? .full : .chunked)
        }
    }

    /// Enough to keep the processors of a small machine busy.
    private static let tasks: UInt64 = 4

    static func main() async {
        let arguments = CommandLine.arguments.dropFirst()
        let numbers = arguments.prefix(2).compactMap { UInt64($0) }
        let count = numbers.first ?? 100_000
        let first = numbers.dropFirst().first ?? 0
        let verbs = arguments.dropFirst(2).first.map { [Verb(rawValue: $0)] } ?? Verb.allCases
        var failed = 0
        for verb in verbs {
            guard let verb else { return refuse() }
            let seeds = await failing(verb, first, count)
            failed += seeds.count
            print("\(verb): \(count - UInt64(seeds.count)) of \(count) are right")
            for seed in seeds.prefix(5) {
                print("seed \(seed):")
                for line in await verb.report(seed) { print("  \(line)") }
            }
        }
        if failed > 0 { exit(1) }
    }

    private static func refuse() {
        print("expected COUNT [FIRST-SEED [condense|compact|compress]]")
        exit(64)
    }

    private static func failing(_ verb: Verb, _ first: UInt64, _ count: UInt64) async -> [UInt64] {
        await withTaskGroup(of: [UInt64].self) { group in
            for part in 0..<tasks {
                group.addTask {
                    var failed: [UInt64] = []
                    for seed in stride(from: first + part, to: first + count, by: Int(tasks))
                    where await !verb.failures(seed).isEmpty { failed.append(seed) }
                    return failed
                }
            }
            var all: [UInt64] = []
            for await part in group { all += part }
            return all.sorted()
        }
    }
}

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

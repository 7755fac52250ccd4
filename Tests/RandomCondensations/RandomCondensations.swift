import CondensationChecks
import ContextModel
import ContextPipeline

/// Checks many random condensations:
///     swift run -c release RandomCondensations COUNT [FIRST-SEED [full|chunked|compaction]]
///
/// Prints how many were right; what failed is shrunk and printed with its seed, and ends with status 1.
@main
struct RandomCondensations {
    static func main() async {
        let arguments = CommandLine.arguments.dropFirst().compactMap { UInt64($0) }
        let count = arguments.first ?? 1_000_000
        let first = arguments.dropFirst().first ?? 0
        let management = CommandLine.arguments.dropFirst(3).first.flatMap {
            Management(rawValue: $0)
        }
        let failed = await withTaskGroup(of: [UInt64].self) { group in
            for part in 0..<4 as Range<UInt64> {
                group.addTask {
                    var failed: [UInt64] = []
                    for seed in stride(from: first + part, to: first + count, by: 4)
                    where await !RandomCondensation(seed: seed, management: management).failures()
                        .isEmpty
                    {
                        failed.append(seed)
                    }
                    return failed
                }
            }
            var all: [UInt64] = []
            for await part in group { all += part }
            return all
        }
        print("\(count - UInt64(failed.count)) of \(count) random condensations are right")
        for seed in failed.sorted().prefix(5) {
            let (messages, failures) = await RandomCondensation(seed: seed, management: management)
                .shrunk()
            print("seed \(seed): \(failures)")
            for message in messages { print("  \(message.role): \(message.parts)") }
        }
        if !failed.isEmpty { exit(1) }
    }
}

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

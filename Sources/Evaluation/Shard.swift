/// A part of a plan: one of several that share its cells among them.
package struct Shard: Hashable, Sendable {
    /// Which one, from 1.
    package let index: Int
    /// Of how many.
    package let count: Int

    /// The most parts that a plan is cut into.
    package static let most = 100_000

    /// A part; nil if there is none of that number.
    package init?(_ index: Int, of count: Int) {
        guard (1...Self.most).contains(count), (1...count).contains(index) else { return nil }
        self.index = index
        self.count = count
    }
}

/// A shard that nothing says which it is: what was given, what was expected.
package struct ShardError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One line: what is wrong, what was expected.
    package let description: String
}

extension Shard {
    /// Reads `I/N`, or `env/N`, whose I is the number that a scheduler has put into the environment:
    /// of a Slurm array, which also knows N (`env` alone), of GNU parallel, or of an indexed Kubernetes
    /// job.
    package init(_ text: String, environment: [String: String]) throws(ShardError) {
        let sides = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard let first = sides.first, sides.count <= 2, sides.count == 2 || first == "env" else {
            throw Self.malformed(text)
        }
        let given: Numbers? =
            first == "env" ? Self.numbers(in: environment) : Numbers(index: Int(first))
        guard let given else {
            throw ShardError(
                description: "shard '\(text)': no scheduler has set SLURM_ARRAY_TASK_ID, "
                    + "PARALLEL_SEQ or JOB_COMPLETION_INDEX: expected one of them, or I/N")
        }
        guard let index = given.index,
            let count = sides.count == 2 ? Int(sides[1]) : given.count,
            let shard = Shard(index, of: count)
        else { throw Self.malformed(text) }
        self = shard
    }

    private struct Numbers {
        var index: Int?
        var count: Int?
    }

    private static func malformed(_ text: String) -> ShardError {
        ShardError(
            description: "shard '\(text)': expected I/N with I from 1 to N and N up to \(most), "
                + "for example 2/4, or env/N with the scheduler's number")
    }

    /// What the schedulers call the number of a task, and from where they count.
    private static func numbers(in environment: [String: String]) -> Numbers? {
        if let id = environment["SLURM_ARRAY_TASK_ID"] {
            let first = environment["SLURM_ARRAY_TASK_MIN"].flatMap(Int.init) ?? 1
            let step = max(environment["SLURM_ARRAY_TASK_STEP"].flatMap(Int.init) ?? 1, 1)
            return Numbers(
                index: Int(id).map { ($0 - first) / step + 1 },
                count: environment["SLURM_ARRAY_TASK_COUNT"].flatMap(Int.init))
        }
        if let number = environment["PARALLEL_SEQ"] { return Numbers(index: Int(number)) }
        return environment["JOB_COMPLETION_INDEX"].map {
            Numbers(index: Int($0).map { $0 + 1 })
        }
    }
}

extension Plan {
    /// The cells of a shard, in the plan's order: assigned round robin, so that every shard gets
    /// its share of each corpus. O(cells).
    package func cells(of shard: Shard) -> [Cell] {
        cells.enumerated().filter { $0.offset % shard.count == shard.index - 1 }.map(\.element)
    }
}

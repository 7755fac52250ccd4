import ThreadTime

/// Samples of one contender, in seconds of the thread's CPU time for one operation.
struct Timing {
    let name: String
    private(set) var samples: [Double] = []

    init(_ name: String) { self.name = name }

    var least: Double { samples.min() ?? 0 }

    var median: Double {
        let sorted = samples.sorted()
        guard !sorted.isEmpty else { return 0 }
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }

    mutating func add(_ seconds: Double) { samples.append(seconds) }
}

/// What is timed: how many operations a call of it does, and the call, which says how long they took.
struct Contender {
    let name: String
    let operations: Int
    /// Does the operations of a round; returns the seconds they took.
    let run: (_ round: Int) -> Double

    /// Something that is timed as a whole.
    init(_ name: String, operations: Int = 1, _ body: @escaping () -> Void) {
        self.init(name, operations: operations) { _ in cpuSeconds(body) }
    }

    /// Something that prepares itself before each round and times its own work.
    init(_ name: String, operations: Int, timed run: @escaping (_ round: Int) -> Double) {
        self.name = name
        self.operations = operations
        self.run = run
    }
}

/// Rounds in which each contender has its turn, after one that does not count.
func interleaved(_ contenders: [Contender], rounds: Int) -> [Timing] {
    var timings = contenders.map { Timing($0.name) }
    for round in 0...rounds {
        for (index, contender) in contenders.enumerated() {
            let seconds = contender.run(round)
            if round > 0 { timings[index].add(seconds / Double(contender.operations)) }
        }
    }
    return timings
}

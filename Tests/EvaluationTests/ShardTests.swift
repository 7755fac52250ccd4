import Evaluation
import Testing

@Suite struct ShardTests {
    private func shard(_ text: String, _ environment: [String: String] = [:]) throws -> Shard {
        try Shard(text, environment: environment)
    }

    @Test func `a shard is given by number or by a scheduler`() throws {
        #expect(try shard("2/4") == Shard(2, of: 4))
        let slurm = [
            "SLURM_ARRAY_TASK_ID": "7", "SLURM_ARRAY_TASK_MIN": "5", "SLURM_ARRAY_TASK_COUNT": "3",
        ]
        #expect(try shard("env", slurm) == Shard(3, of: 3))
        #expect(try shard("env/8", slurm) == Shard(3, of: 8))
        let stepped = [
            "SLURM_ARRAY_TASK_ID": "4", "SLURM_ARRAY_TASK_MIN": "0", "SLURM_ARRAY_TASK_STEP": "2",
        ]
        #expect(try shard("env/3", stepped) == Shard(3, of: 3))
        #expect(try shard("env/4", ["PARALLEL_SEQ": "4"]) == Shard(4, of: 4))
        #expect(try shard("env/4", ["JOB_COMPLETION_INDEX": "0"]) == Shard(1, of: 4))
    }

    @Test(arguments: [
        "", "1", "0/4", "5/4", "1/0", "a/4", "1/2/3", "1/", "/4", "-1/4", "env", "env/4",
        "1/100001",
    ])
    func `what is no shard is refused, saying what was expected`(_ text: String) {
        #expect {
            try shard(text)
        } throws: { error in
            "\(error)".hasPrefix("shard '\(text)': ") && "\(error)".contains("expected")
        }
        #expect(throws: ShardError.self) { try shard("env/4", ["PARALLEL_SEQ": "x"]) }
        #expect(throws: ShardError.self) { try shard("env/2", ["PARALLEL_SEQ": "3"]) }
    }

    private func plan(repetitions: Int) throws -> Plan {
        let yaml = """
            name: x
            repetitions: \(repetitions)
            axes:
              counter: [cl100k_base, o200k_base]
              context.limit: [8k, 30%]

            """
        return try Plan(matrix(yaml), corpora: corpora("a", "b", "c"))
    }

    @Test(arguments: [1, 3], [1, 2, 4, 5, 16, 100])
    func `shards share out all cells, each once`(repetitions: Int, count: Int) throws {
        let plan = try plan(repetitions: repetitions)
        let parts = (1...count).compactMap { Shard($0, of: count) }.map(plan.cells)
        #expect(parts.count == count)
        #expect(parts.map(\.count).reduce(0, +) == plan.cells.count)
        #expect(Set(parts.joined()) == Set(plan.cells))
    }

    @Test func `cells are assigned evenly`() throws {
        let plan = try plan(repetitions: 1)
        let counts = (1...5).compactMap { Shard($0, of: 5) }.map { plan.cells(of: $0).count }
        #expect((counts.max() ?? 0) - (counts.min() ?? 0) <= 1)
    }
}

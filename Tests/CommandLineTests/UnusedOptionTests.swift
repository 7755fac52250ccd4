import Testing

/// Options that would change nothing where they stand: refused, since who writes one expects something.
@Suite struct UnusedOptionTests {
    private static let refusals: [(command: [String], message: String)] = [
        (["report", "--format", "json", "--out", "there"], "--report goes with markdown and html"),
        (["report", "--list", "--out", "there"], "--report goes with markdown and html"),
        (["prices", "--out", "there.json"], "--out goes with --refresh."),
        (
            ["submit", "--engine", "slurm", "small.yaml", "--shards", "2", "--jobs", "3"],
            "--jobs goes with --engine parallel"
        ),
        (
            ["run", "small.yaml", "--corpora", "corpora", "--model", "m"],
            "--model: nothing looks at it; condensation.summarizer has to be http"
        ),
        (
            ["condense", "corpora/tools/calls.jsonl", "--limit", "50%", "--cassette", "c.jsonl"],
            "--cassette: nothing looks at it; condensation.summarizer has to be recorded"
        ),
    ]

    @Test(arguments: refusals.indices)
    func `an option without effect is refused`(index: Int) throws {
        let scratch = try Scratch()
        let winnow = try Program(in: scratch)
        try Recordings.write(to: scratch)
        let before = try scratch.contents()
        let refusal = Self.refusals[index]
        let run = try winnow(refusal.command)
        #expect(run.status == 64)
        #expect(run.messages.contains(refusal.message), "\(run.messages)")
        #expect(run.text.isEmpty)
        #expect(try scratch.contents() == before)
    }
}

import Foundation
import Testing

/// How the work of commands grows with their input: by the instructions that valgrind counts, which no
/// load of the machine changes.
@Suite struct GrowthTests {
    let winnow: Program

    init() throws { winnow = try Program(in: Scratch()) }

    private static let isInstalled = ["/usr/bin/valgrind", "/usr/bin/strip"]
        .allSatisfy(FileManager.default.isExecutableFile)

    /// The instructions of a command on a file.
    private func instructions(_ command: [String], _ file: String) throws -> Int {
        let run = try winnow.other(
            ["/usr/bin/valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", "./bare"]
                + command + [file])
        #expect(run.status == 0, "\(run.messages)")
        let line = run.messages.split(separator: "\n").first { $0.contains("Collected :") }
        return try #require(line?.split(separator: " ").last.flatMap { Int($0) })
    }

    /// A conversation with so many members or parts, or a matrix with so many values of an axis.
    private func input(_ count: Int, _ kind: String) -> String {
        if kind == "values" {
            let values = (1...count).map(String.init).joined(separator: ", ")
            return "name: x\nmodes: [stateless]\naxes:\n  context.limit: [\(values)]\n"
        }
        if kind == "members" {
            let members = (0..<count).map { ",\"k\($0)\":\($0)" }.joined()
            return "[{\"role\":\"user\",\"content\":\"x\"\(members)}]"
        }
        let parts = (0..<count).map {
            "{\"type\":\"text\",\"text\":\"the quick brown fox number \($0 % 50) jumps over\"}"
        }
        return "[{\"role\":\"user\",\"content\":[\(parts.joined(separator: ","))]}]"
    }

    @Test(
        .enabled(if: GrowthTests.isInstalled, "valgrind or strip is not installed"),
        arguments: [
            (["condense", "--json"], "members"), (["compress"], "parts"),
            (["run", "--corpora", "corpora", "--dry-run", "--quiet"], "values"),
        ])
    func `twice as much input is twice as much work`(_ command: [String], _ kind: String) throws {
        _ = try winnow.other(["/usr/bin/strip", "-o", "bare", winnow.path])
        try Recordings.write(to: winnow.scratch)
        // What every call does besides goes out of the differences. A square would be four times.
        let counts = try [1_000, 2_000, 4_000].map { count in
            let file = "\(kind)-\(count).json"
            try winnow.scratch.file(file, input(count, kind))
            return try instructions(command, file)
        }
        let growth = Double(counts[2] - counts[1]) / Double(counts[1] - counts[0])
        #expect(growth < 2.5, "\(command) \(kind): \(counts)")
    }
}

import Foundation
import Testing

@Suite struct InstructionTests {
    let scratch: Scratch
    let winnow: Program

    init() throws {
        scratch = try Scratch()
        winnow = try Program(in: scratch)
        try Recordings.write(to: scratch)
        try scratch.file(
            "m.yaml", "name: m\nmodes: [stateless]\naxes:\n  management: [\"off\"]\n")
    }

    private static let isInstalled = ["/usr/bin/valgrind", "/usr/bin/strip"]
        .allSatisfy(FileManager.default.isExecutableFile)

    private func count(_ database: String) throws -> Program.Finished {
        try winnow(
            "run", "m.yaml", "--corpora", "corpora", "--quiet", "--instructions", "--db", database)
    }

    /// The instructions of all cells.
    private func instructions(_ database: String) throws -> [Double] {
        try winnow("dump", "--class", "K", database).text.split(separator: "\n")
            .filter { $0.contains("\tinstructions\t") }
            .compactMap { $0.split(separator: "\t").last.flatMap { Double($0) } }
    }

    @Test(.enabled(if: InstructionTests.isInstalled, "valgrind or strip is not installed"))
    func `instructions are counted, the same again, and times are not taken`() throws {
        let first = try count("first.sqlite")
        #expect(first.status == 0)
        #expect(first.tellsReport)
        #expect(try count("second.sqlite").status == 0)
        let (base, again) = (try instructions("first.sqlite"), try instructions("second.sqlite"))
        #expect(!base.isEmpty && base.count == again.count)
        #expect(zip(base, again).allSatisfy { abs($0 - $1) <= 0.02 * $0 })
        #expect(base.allSatisfy { $0 > 1000 })
        #expect(try winnow("dump", "--class", "C", "first.sqlite").text.isEmpty)
        #expect(try winnow("dump", "--class", "W", "first.sqlite").text.isEmpty)
    }

    @Test func `what counting needs and cannot do is said`() throws {
        let missing = try winnow(
            ["run", "m.yaml", "--corpora", "corpora", "--instructions"],
            environment: ["PATH": "/nowhere"])
        #expect(missing.status == 6)
        #expect(missing.messages.contains("--instructions needs 'valgrind'"))
        let workers = try winnow("run", "m.yaml", "--instructions", "--workers", "2")
        #expect(workers.status == 64)
        let settings = try winnow(
            "compare", "management=off", "management=legacy", "--instructions")
        #expect(settings.status == 64)
    }
}

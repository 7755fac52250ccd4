import Foundation
import Testing

@Suite struct ComparedNamesTests {
    let scratch: Scratch
    let winnow: Program

    init() throws {
        scratch = try Scratch()
        winnow = try Program(in: scratch)
        try Recordings.write(to: scratch)
    }

    private let run = "20260101-081530-3f9c"

    /// Compares two names, which is refused and leaves nothing.
    private func refused(
        _ program: Program, _ base: String, _ head: String, _ more: String...
    ) throws -> Program.Finished {
        let before = try scratch.contents()
        let found = try program(["compare", base, head] + more)
        #expect(found.text.isEmpty)
        #expect(try scratch.contents() == before)
        return found
    }

    @Test func `runs without a database are told that it is missing`() throws {
        let part = "shards-0123456789ab"
        for (base, head) in [(run, run), ("baseline", run), (run, "main"), (part, run)] {
            let found = try refused(winnow, base, head)
            #expect(found.status == 66)
            #expect(found.messages.contains("'\(base)' is a run, and there is no database "))
            #expect(found.messages.contains(".winnow/results.sqlite: name the one that has it"))
        }
        let other = try refused(winnow, run, run, "--db", "elsewhere.sqlite")
        #expect(other.messages.contains("there is no database elsewhere.sqlite"))
    }

    @Test func `runs that the database does not have are told where the names are`() throws {
        let done = try winnow(
            "run", "small.yaml", "--corpora", "corpora", "--quiet", "--db", "db.sqlite",
            "--filter", "cache.count=on,counter=cl100k_base")
        #expect(done.status == 0, "\(done.messages)")
        let found = try refused(winnow, run, run, "--db", "db.sqlite")
        #expect(found.status == 64)
        #expect(found.messages.contains("'\(run)': db.sqlite has no run of that name; "))
        #expect(found.messages.contains("`winnow report --list --db db.sqlite` names its runs"))
        let pinned = try refused(winnow, "baseline", "HEAD", "--db", "db.sqlite")
        #expect(pinned.status == 64)
        #expect(pinned.messages.contains("db.sqlite"))
    }

    @Test func `revisions outside a working copy are told that there is none`() throws {
        let moved = try winnow.copied(to: "bin/winnow")
        for (base, head) in [("main", "HEAD"), (".", "v1.2")] {
            let found = try refused(moved, base, head, "--corpora", "corpora")
            #expect(found.status == 66)
            let name = base == "." ? head : base
            #expect(found.messages.contains("'\(name)' is no run, as there is no "))
            #expect(found.messages.contains("there is no working copy here, nor around the"))
        }
    }

    @Test func `a revision that a working copy does not have is told which copy that is`() throws {
        try scratch.file("copy/Package.swift", "")
        try scratch.file("copy/Benchmarks/Matrices/default.yaml", "")
        let moved = try winnow.copied(to: "copy/bin/winnow")
        let bare = try refused(moved, ".", "no-such-thing", "--corpora", "corpora")
        #expect(bare.status == 64)
        #expect(bare.messages.contains("copy is no repository that has revisions"))
        _ = try winnow.other("/usr/bin/git", "init", "-q", scratch.path + "/copy")
        let found = try refused(moved, ".", "no-such-thing", "--corpora", "corpora")
        #expect(found.status == 64)
        #expect(found.messages.contains("copy has none of that name"))
    }

    @Test func `a setting is not compared with anything else`() throws {
        for names in [["counter=cl100k_base", "main"], [run, "counter=cl100k_base"]] {
            let found = try refused(winnow, names[0], names[1])
            #expect(found.status == 64)
            #expect(found.messages.contains("settings are compared with settings (axis=value,…)"))
        }
    }

    @Test func `settings outside a working copy are told what to name`() throws {
        let moved = try winnow.copied(to: "bin/winnow")
        let settings = ["counter=cl100k_base", "counter=o200k_base"]
        let corpora = try refused(moved, settings[0], settings[1])
        #expect(corpora.status == 66)
        #expect(corpora.messages.contains("Corpora: not found in a working copy around this"))
        #expect(corpora.messages.contains("or name your own: --corpora <dir>"))
        let matrix = try refused(moved, settings[0], settings[1], "--corpora", "corpora")
        #expect(matrix.status == 66)
        #expect(matrix.messages.contains("settings.yaml: not found in a working copy around this"))
        #expect(matrix.messages.contains("or name your own: --matrix <matrix>"))
    }

    @Test func `instructions are not counted of stored runs`() throws {
        let found = try refused(winnow, run, run, "--instructions")
        #expect(found.status == 64)
        #expect(found.messages.contains("'\(run)' is a run: --instructions compares revisions"))
    }
}

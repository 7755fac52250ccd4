import Foundation
import Testing

/// The script of a nightly run, around a program that gives the verdicts it is asked for.
@Suite struct NightlyTests {
    let scratch: Scratch
    let winnow: Program

    init() throws {
        scratch = try Scratch()
        winnow = try Program(in: scratch)
        let stub = try scratch.file("winnow", Self.stub)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: stub.path)
    }

    /// Prints the verdict that the environment has for a part, or ends as it says there.
    private static let stub = """
        #!/bin/bash
        echo "$*" >>"$LOG"
        part=$1
        if [[ "$1 $2" == "compare baseline" ]]; then part=exact
        elif [[ "$1 $*" == "compare "*" --instructions "* ]]; then part=instructions
        elif [[ $1 == compare ]]; then part=times
        elif [[ "$1 $2" == "night cache" ]]; then part=cache
        fi
        if [[ " $KILL " == *" $part "* ]]; then kill -KILL $PPID; exit 0; fi
        if [[ " $STOP " == *" $part "* ]]; then exit 75; fi
        if [[ " $SILENT " == *" $part "* ]]; then exit 6; fi
        verdict=unchanged complete=true
        if [[ " $WORSE " == *" $part "* ]]; then verdict=worse; fi
        if [[ " $GAPS " == *" $part "* ]]; then complete=false; fi
        case "$1 $2" in
        "run "*) touch "$6" ;;
        "report --list") printf 'r1\\tnightly\\n' ;;
        "merge "*) ;;
        "night verdict") exec "$REAL" "$@" ;;
        *) printf '{"verdict":"%s","complete":%s,"headline":"%s found"}\\n' $verdict $complete $part ;;
        esac
        if [[ $verdict == worse ]]; then exit 2; fi

        """

    private static let script = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Benchmarks/nightly").path

    private func nightlyRun(
        _ arguments: String..., environment: [String: String] = [:]
    ) throws -> Program.Finished {
        try? FileManager.default.removeItem(atPath: scratch.path + "/log")
        return try winnow.other(
            "/bin/bash", "-c", "\"$0\" \(arguments.joined(separator: " "))", Self.script,
            environment: environment.merging([
                "WINNOW": scratch.path + "/winnow", "REAL": winnow.path,
                "WINNOW_NIGHTLY": scratch.path + "/night", "LOG": scratch.path + "/log",
            ]) { given, _ in given })
    }

    private var page: String { get throws { try scratch.text("night/report/nightly.md") } }
    private var record: String { get throws { try scratch.text("night/report/nightly.json") } }

    @Test func `the first run is pinned, the next one is compared with it`() throws {
        let first = try nightlyRun()
        #expect(first.status == 0, "\(first.messages)")
        #expect(first.text.hasPrefix("no change for the worse: "))
        #expect(try page.contains("This run is the baseline of later ones."))
        #expect(scratch.exists("night/winnow-baseline"))
        #expect(scratch.exists("night/claims-baseline.json"))
        #expect(try scratch.text("log").contains("--pin nightly-"))
        let second = try nightlyRun("--threshold", "4")
        #expect(second.status == 0)
        let parts = ["exact", "instructions", "times", "history", "cache", "claims"]
        for part in parts { #expect(try page.contains("\(part): "), "\(part)") }
        #expect(try page.contains("claims: as before (claims found)"))
        let log = try scratch.text("log")
        #expect(log.contains("/winnow-baseline . --matrix Benchmarks/Matrices/nightly-times.yaml"))
        #expect(log.contains("--quiet --threshold 4 --json\n"))
        #expect(!log.contains("--pin"))
        #expect(try record.hasPrefix("{\"verdict\":\"unchanged\","))
    }

    @Test func `a nightly run that is killed leaves no old verdict`() throws {
        #expect(try nightlyRun().status == 0)
        #expect(try page.contains("no change for the worse"))
        for (part, during) in [
            ("run", "measuring"), ("times", "judging times"), ("claims", "judging claims"),
        ] {
            let killed = try nightlyRun(environment: ["KILL": part])
            #expect([9, 137].contains(killed.status))
            #expect(try page.hasPrefix("# Nightly run: interrupted or unfinished\n\nStarted at 2"))
            #expect(try page.contains("the last thing begun: \(during)."))
            #expect(try !page.contains("no change for the worse"))
            #expect(try record.hasPrefix("{\"verdict\":\"interrupted\","))
        }
        // The parts that were not reached have no verdict left from before.
        #expect(try nightlyRun(environment: ["KILL": "exact"]).status != 0)
        #expect(!scratch.exists("night/report/times/verdict.json"))
        let stopped = try nightlyRun(environment: ["STOP": "instructions"])
        #expect(stopped.status == 75)
        #expect(try record.contains("\"during\":\"judging instructions\""))
        #expect(try nightlyRun().status == 0)
        #expect(try page.contains("no change for the worse"))
    }

    @Test func `a nightly run that cannot go on has failed`() throws {
        #expect(try nightlyRun().status == 0)
        let failed = try nightlyRun(environment: ["SILENT": "run"])
        #expect(failed.status == 6)
        #expect(try page.hasPrefix("# Nightly run: failed\n\nStarted at 2"))
        #expect(try page.contains("the last thing begun: measuring. It ended with status 6."))
        #expect(try record.hasPrefix("{\"verdict\":\"failed\","))
    }

    @Test func `the worst part is the status`() throws {
        #expect(try nightlyRun().status == 0)
        #expect(try nightlyRun(environment: ["WORSE": "exact"]).status == 2)
        #expect(try page.contains("- exact: WORSE: exact found\n"))
        #expect(try nightlyRun(environment: ["GAPS": "history"]).status == 6)
        #expect(try page.contains("not everything could be compared"))
        #expect(try nightlyRun(environment: ["GAPS": "exact", "WORSE": "times"]).status == 2)
        let silent = try nightlyRun(environment: ["SILENT": "instructions"])
        #expect(silent.status == 6)
        #expect(try page.contains("instructions: came to no verdict"))
        let without = try nightlyRun(
            "--without", "instructions", environment: ["SILENT": "instructions"])
        #expect(without.status == 0)
        #expect(try page.contains("instructions: left out on purpose"))
        #expect(try !scratch.text("log").contains("--instructions"))
    }

    @Test func `a verdict that stands nowhere is a gap`() throws {
        try scratch.file("r/exact/verdict.json", "{}")
        let found = try winnow("night", "verdict", "--report", "r", "--run", "r1", "exact")
        #expect(found.status == 6)
        #expect(found.text == "not everything could be compared: r/nightly.md\n")
        try scratch.file("claims.json", "")
        let refused = try winnow(
            "night", "verdict", "--report", "r", "--run", "r1", "--claims-before", "claims.json",
            "exact")
        #expect(refused.status == 65)
    }

    @Test func `a second process finds what the first one kept`() throws {
        try scratch.file("corpora/long/long.jsonl", Recordings.long(turns: 60))
        let found = try winnow("night", "cache", "--corpora", "corpora")
        #expect(found.status == 0, "\(found.messages)")
        let lines = found.text.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.allSatisfy { $0.hasPrefix("fine\tlong ") && !$0.contains("\t0 written") })
        let json = try winnow("night", "cache", "--corpora", "corpora", "--json")
        #expect(json.text.hasPrefix("{\"verdict\":\"unchanged\",\"complete\":true,"))
        try scratch.file("short/chat/talk.jsonl", Recordings.chat)
        #expect(try winnow("night", "cache", "--corpora", "short").status == 6)
    }
}

import Evaluation
import Reporting
import Testing

@Suite struct RobustnessTests {
    @Test func `an empty run has a header and how to do it again`() {
        let report = Report(TinyRun.record([]))
        #expect(report.files.map(\.path) == ["report.md"])
        let text = report.files[0].text
        #expect(TinyRun.headings(of: text) == ["What was run", "How to reproduce"])
        #expect(text.contains("No cell was done"))
    }

    @Test func `a run of failures alone says why they failed`() {
        let failure = CellFailure(cell: TinyRun.cell([("counter", "x")]), error: "a\n|b")
        let text = TinyRun.markdown(TinyRun.record([], failures: [failure]))
        #expect(
            TinyRun.headings(of: text) == ["What was run", "Cells that failed", "How to reproduce"])
        #expect(text.contains("| c | `counter=x` | stateless | a \\|b |"))
        #expect(text.contains("**1 cell failed**"))
    }

    @Test func `a setting of one value has no table`() {
        let cell = TinyRun.result(
            TinyRun.cell([("counter", "x")]), [Measurement(.tokensSent, .integer(1))])
        let headings = TinyRun.headings(of: TinyRun.markdown(TinyRun.record([cell])))
        #expect(headings == ["What was run", "How to reproduce"])
    }

    @Test func `an axis nobody has heard of is one like the others`() {
        let cells = ["1", "2"].map {
            TinyRun.result(
                TinyRun.cell([("new.axis", $0)]), [Measurement(.tokensSent, .integer(1))])
        }
        let section = TinyRun.section(
            "What each setting changes", of: TinyRun.markdown(TinyRun.record(cells)))
        #expect(section.contains("<summary>new.axis: 1, 2</summary>"))
    }

    @Test func `cells that lack an axis of others are compared too`() {
        let cells = [[("k", "1")], []].map {
            TinyRun.result(TinyRun.cell($0), [Measurement(.tokensSent, .integer(2))])
        }
        let section = TinyRun.section(
            "What each setting changes", of: TinyRun.markdown(TinyRun.record(cells)))
        #expect(section.contains("| (not set) | 1 pair | ×1 | 0 of 0 |"))
    }

    @Test func `names from recordings cannot break tables or pictures`() {
        let name = "a|b\n<script>&\u{1}`*"
        let cell = TinyRun.result(
            TinyRun.cell([("context.limit", "9")], corpus: name),
            [Measurement(.risk, label: "safe", .integer(1)), Measurement(.requests, .integer(1))])
        let files = Report(TinyRun.record([cell])).files
        #expect(files[0].text.contains("| 9 tokens | a\\|b \\<script\\>\\& \\`\\* | 1 | 1 |"))
        #expect(files.count == 2)
        #expect(files[1].text.contains("a|b &lt;script&gt;&amp;\u{FFFD}`*"))
        #expect(!files[1].text.contains("<script>"))
    }

    @Test func `a long table is cut and says how much is missing`() {
        let cells = (0..<250).map {
            TinyRun.result(TinyRun.cell([("k", "\($0)")]), [Measurement(.tokensSent, .integer(1))])
        }
        let section = TinyRun.section(
            "What each setting changes", of: TinyRun.markdown(TinyRun.record(cells)))
        #expect(section.count { $0.hasPrefix("| ") } == 202)
        #expect(section.contains("50 of 250 rows left out here; `winnow dump` has all."))
    }

    @Test func `a report never grows beyond its bound`() {
        let long = String(repeating: "文", count: 200)
        // Each of twenty axes is varied alone, so that each has a table of 130 long rows.
        let cells = (0..<20).flatMap { axis in
            (axis == 0 ? 0..<130 : 1..<130).map { number in
                let settings = (0..<20).map { ("axis\($0)", "\($0 == axis ? number : 0)\(long)") }
                return TinyRun.result(
                    TinyRun.cell(settings), [Measurement(.tokensSent, .integer(1))])
            }
        }
        let text = TinyRun.markdown(TinyRun.record(cells))
        let size = text.utf8.count
        #expect(size <= Report.longest)
        #expect(size > Report.longest - 65_536)
        let ending = String(text.suffix(40))
        #expect(ending.hasSuffix("cut here; `winnow dump` has all.)\n"))
    }

    @Test func `fences in a matrix do not end its block`() {
        let text = TinyRun.markdown(TinyRun.record([], matrix: "a\n```\nb"))
        #expect(text.hasSuffix("````text\na\n```\nb\n````\n"))
    }

    @Test func `a narrowed command is reproduced by one filter`() {
        var record = TinyRun.record([TinyRun.result(TinyRun.cell([("k", "a b")]), [])])
        record.description.command = "winnow run --filter k=1,2 --shard 1/2 --db x.sqlite --resume"
        let text = TinyRun.markdown(record)
        #expect(
            text.contains(
                "\nwinnow run --db x.sqlite --filter 'corpus=c,k=a b,mode=stateless'\n"
            ))
        #expect(text.contains("\nwinnow dump --class D --run r1 x.sqlite\n"))
    }

    @Test(arguments: ["'my x.sqlite'", "'it'\\''s x.sqlite'", "$'tab\\011 \\' x.sqlite'"])
    func `a quoted word of a command stays one word`(database: String) {
        var record = TinyRun.record([TinyRun.result(TinyRun.cell([("k", "a b")]), [])])
        record.description.command =
            "winnow run --filter 'k=1, 2' --report 'my report' --db \(database) --seed 7"
        let text = TinyRun.markdown(record)
        #expect(
            text.contains(
                "\nwinnow run --db \(database) --seed 7 --filter 'corpus=c,k=a b,mode=stateless'\n")
        )
        #expect(text.contains("\nwinnow dump --class D --run r1 \(database)\n"))
    }

    @Test func `a run's name is a word of a command, whoever gave it`() {
        var record = TinyRun.record([TinyRun.result(TinyRun.cell([("k", "a b")]), [])])
        record.description.id = "$(touch x) y"
        #expect(
            TinyRun.markdown(record).contains("winnow dump --class D --run '$(touch x) y' "))
    }
}

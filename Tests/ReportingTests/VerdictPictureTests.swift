import Reporting
import Testing
import Verdicts

@Suite struct VerdictPictureTests {
    /// The pictures among files, by path.
    private func pictures(_ files: [ReportFile]) -> [String: String] {
        Dictionary(
            uniqueKeysWithValues: files.filter { $0.path.hasSuffix(".svg") }
                .map { ($0.path, $0.text) })
    }

    /// Every number in the attributes that place something.
    private func places(in svg: String) -> [Double] {
        ["x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "width", "height"].flatMap { name in
            svg.split(separator: " \(name)=\"").dropFirst().compactMap {
                $0.split(separator: "\"").first.flatMap { Double($0) }
            }
        }
    }

    private func height(of svg: String) throws -> Double {
        let box = try #require(
            svg.split(separator: "viewBox=\"").last?.split(separator: "\"").first)
        return try #require(box.split(separator: " ").last.flatMap { Double($0) })
    }

    private var samples: [(String, [ReportFile])] {
        get throws {
            [
                ("c", ComparisonReport(VerdictSamples.comparison([0.08, 0, -0.1, 30])).files),
                ("h", HistoryReport([regressed], command: "winnow history").files),
                (
                    "l",
                    ClaimsReport(
                        try [0, 61, 30, 90].map { try VerdictSamples.claim(saved: $0) },
                        command: "winnow claims"
                    ).files
                ),
            ]
        }
    }

    private var regressed: SeriesHistory {
        let values = (0..<45).map { run -> Double in
            let level: Double = run < 30 ? 100 : 112
            return level + Double(run * 7 % 5) / 2
        }
        return VerdictSamples.history(values)
    }

    @Test func `a picture is well-formed, the same each time, and all of it within its frame`()
        throws
    {
        let again = try samples
        for (sample, other) in zip(try samples, again) {
            #expect(sample.1 == other.1)
            #expect(!pictures(sample.1).isEmpty)
            for (path, svg) in pictures(sample.1) {
                #expect(XMLCheck.texts(of: "text", in: svg)?.isEmpty == false, "\(path)")
                let height = try height(of: svg)
                #expect(places(in: svg).allSatisfy { $0 >= 0 && $0 <= max(height, 820) })
                #expect(svg.contains("@media (prefers-color-scheme: dark)"))
            }
        }
    }

    @Test func `a name from elsewhere is text`() throws {
        let name = VerdictSamples.hostile
        let files = [
            ComparisonReport(VerdictSamples.comparison([0.1], name: name)).files,
            HistoryReport([VerdictSamples.history([1, 2, 3], name: name)], command: "x").files,
            ClaimsReport([try VerdictSamples.claim(saved: 61, id: name)], command: "x").files,
        ]
        for svg in files.flatMap({ pictures($0).values }) {
            let texts = try #require(XMLCheck.texts(of: "text", in: svg))
            #expect(texts.contains { $0.hasPrefix("</text><script>alert(1)</script>&\"'") })
        }
        for page in files.map({ $0[1].text }) {
            #expect(!page.contains("<script>alert"))
            #expect(!page.contains("<b>"))
        }
    }

    @Test func `of many series the largest changes are plotted, the slowest first`() throws {
        let changes = (0..<60).map { Double($0 - 30) / 100 }
        let subject = VerdictSamples.comparison(changes)
        let files = ComparisonReport(subject).files
        #expect(files[0].text.contains("The 40 largest changes; 20 smaller ones are in the table."))
        let texts = try #require(
            XMLCheck.texts(of: "text", in: pictures(files)["comparison-times.svg"] ?? ""))
        let rows = texts.filter { $0.hasPrefix("series-") }
        #expect(rows.count == 40)
        #expect(rows.first == "series-59")
        #expect(rows.last == "series-0")
        #expect(texts.contains("+29.0 % regressed"))
        #expect(texts.contains("-30.0 % improved"))
    }

    @Test func `a very wide interval does not squeeze the others`() throws {
        let subject = VerdictSamples.comparison([0.01, 0], wild: 1)
        let widest = try #require(subject.times.compactMap(\.interval).map(\.upperBound).max())
        #expect(widest > 2)
        let files = ComparisonReport(subject).files
        let texts = try #require(
            XMLCheck.texts(of: "text", in: pictures(files)["comparison-times.svg"] ?? ""))
        let ticks = texts.compactMap { $0.hasPrefix("+") ? Double($0.dropFirst()) : nil }
        #expect(ticks.count > 1)
        #expect(ticks.allSatisfy { $0 <= 50 })
        #expect(texts.contains { $0.hasSuffix("line: 99 % interval, open where it goes on") })
    }

    @Test func `where no times were compared there is no plot`() {
        var subject = VerdictSamples.comparison([0.1])
        subject.times = []
        #expect(
            ComparisonReport(subject).files.map(\.path) == ["comparison.md", "comparison.html"])
    }

    @Test func `nightly runs are charted with fence, level and latest run`() throws {
        let history = HistoryReport([regressed], command: "winnow history").files
        #expect(history.map(\.path).suffix(2) == ["history-news.svg", "history-times.svg"])
        let svg = try #require(pictures(history)["history-news.svg"])
        let texts = try #require(XMLCheck.texts(of: "text", in: svg))
        #expect(texts.contains("regressed: 114 ms"))
        #expect(texts.contains("run-0") && texts.contains("run-44"))
        // One change: its line, and one in the legend.
        #expect(svg.ranges(of: "stroke-dasharray").count == 2)
        // The fence, the ground, and one in the legend.
        #expect(svg.ranges(of: "<rect class=\"band\"").count == 2)
    }

    @Test func `what is not news is charted if it is a time, and never more than fit`() throws {
        let steady = (0..<30).map {
            VerdictSamples.history(
                Array(repeating: 100, count: 12), name: "desk series-\($0) cpu.time")
        }
        let files = HistoryReport(steady, command: "winnow history").files
        #expect(files.map(\.path) == ["history.md", "history.html", "history-times.svg"])
        let texts = try #require(XMLCheck.texts(of: "text", in: files[2].text))
        #expect(texts.count { $0.hasPrefix("series-") } == 24)
        #expect(texts.contains("all: desk cpu.time"))
        #expect(files[0].text.contains("6 more series are in the table only."))
        let nothing = HistoryReport([VerdictSamples.history([0, 0])], command: "x").files
        #expect(XMLCheck.texts(of: "text", in: nothing[2].text)?.contains("new: 0 ns") == true)
        let single = HistoryReport([VerdictSamples.history([1])], command: "winnow history").files
        #expect(single.count == 2)
    }

    @Test func `claims are told apart by mark and word`() throws {
        let judgements = try [
            VerdictSamples.claim(saved: 90, id: "above"),
            VerdictSamples.claim(saved: 30, id: "below"),
            VerdictSamples.claim(saved: 50, predicate: "<= 0.8", id: "under"),
            VerdictSamples.claim(saved: 0, id: "nothing"),
        ]
        #expect(judgements.map(\.verdict) == [.holds, .fails, .holds, .fails])
        let files = ClaimsReport(judgements, command: "winnow claims").files
        #expect(files.map(\.path) == ["claims.md", "claims.html", "claims.svg"])
        let svg = files[2].text
        let texts = try #require(XMLCheck.texts(of: "text", in: svg))
        #expect(texts.contains("holds: 90.0 % (at least 60.0 %)"))
        #expect(texts.contains("fails: 30.0 % (at least 60.0 %)"))
        #expect(!texts.contains("nothing"))
        #expect(files[0].text.contains("1 claim with a value but without a place on this axis"))
        #expect(
            XMLCheck.texts(of: "title", in: svg)?.contains("above: holds: 90.0 % (at least 60.0 %)")
                == true)
    }
}

import Evaluation
import Reporting
import Testing

@Suite struct PictureTests {
    private let pictures = Report(SampleRun.record).files.dropFirst()

    @Test func `a picture follows light and dark and stands on its own ground`() {
        for picture in pictures {
            #expect(
                picture.text.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 "))
            #expect(picture.text.contains("@media (prefers-color-scheme: dark)"))
            #expect(picture.text.contains("<rect class=\"ground\""))
            #expect(picture.text.contains("<title>"))
        }
    }

    @Test func `a coordinate has two decimals at most`() {
        for picture in pictures {
            for attribute in ["x", "y", "x1", "x2", "y1", "y2", "width", "height"] {
                for value in values(of: attribute, in: picture.text) {
                    let parts = value.split(separator: ".", omittingEmptySubsequences: false)
                    #expect(Double(value) != nil && parts.count <= 2, "\(attribute)=\(value)")
                    #expect((parts.count == 1 || (1...2).contains(parts[1].count)), "\(value)")
                }
            }
        }
    }

    @Test func `every tag that opens closes`() {
        for picture in pictures {
            for tag in ["svg", "g", "text", "title", "style"] {
                let opened =
                    picture.text.ranges(of: "<\(tag)>").count
                    + picture.text.ranges(of: "<\(tag) ").count
                #expect(opened == picture.text.ranges(of: "</\(tag)>").count, "\(tag)")
            }
        }
    }

    @Test func `the bars of one corpus fill the width by their shares`() throws {
        let cell = TinyRun.result(
            TinyRun.cell([("context.limit", "9")]),
            [
                Measurement(.requests, .integer(4)), Measurement(.risk, label: "safe", .integer(3)),
                Measurement(.risk, label: "overflow", .integer(1)),
            ])
        let risk = try #require(Report(TinyRun.record([cell])).files.last)
        let bars = risk.text.split(separator: "\n").filter {
            $0.hasPrefix("<rect class=\"s") && $0.contains("height=\"16\"")
        }
        #expect(bars.flatMap { values(of: "x", in: String($0)) } == ["250", "535"])
        #expect(bars.flatMap { values(of: "width", in: String($0)) } == ["285", "95"])
    }

    @Test func `a picture of very many bars is cut, and the report says so`() {
        let cells = (0..<70).map {
            TinyRun.result(
                TinyRun.cell([("context.limit", String($0))]),
                [Measurement(.risk, label: "safe", .integer(1))])
        }
        let files = Report(TinyRun.record(cells)).files
        #expect(files[0].text.contains("The first 60 rows of the table; 10 more are there."))
        #expect(files[1].text.ranges(of: "<g>").count == 60)
    }

    @Test(arguments: [
        (47.2, ["0", "10", "20", "30", "40", "50"]), (1.0, ["0", "0.200", "0.400", "0.600"]),
        (12_000.0, ["0", "2,500", "5,000", "7,500"]),
    ])
    func `an axis has round numbers`(longest: Double, expected: [String]) throws {
        let cell = TinyRun.result(
            TinyRun.cell([("counter", "x")]),
            [
                Measurement(.tokensRecorded, .integer(Int64(longest * 1_000_000))),
                Measurement(.cpuTime, .integer(1_000_000_000)),
            ])
        let speed = try #require(Report(TinyRun.record([cell])).files.last)
        let ticks = speed.text.split(separator: "\n").filter { $0.hasPrefix("<line") }
            .compactMap { $0.split(separator: ">").dropFirst(2).first?.split(separator: "<").first }
        #expect(Array(ticks.map(String.init).prefix(expected.count)) == expected)
    }

    private func values(of attribute: String, in text: String) -> [String] {
        text.split(separator: " \(attribute)=\"").dropFirst().compactMap {
            $0.split(separator: "\"").first.map(String.init)
        }
    }
}

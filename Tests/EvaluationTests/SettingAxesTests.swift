import Evaluation
import Settings
import Testing

@Suite struct SettingAxesTests {
    private let axes = SettingAxes()

    @Test func `every setting is an axis, in the order of the table`() {
        #expect(axes.axes == SettingTable.rows.map(\.name))
        #expect(Set(axes.axes).count == axes.axes.count)
    }

    @Test(arguments: SettingTable.rows.map(\.name))
    func `the default of a setting is accepted as it is`(name: String) throws {
        let standard = try PipelineConfiguration.standard.value(of: name)
        #expect(axes.verdict(on: standard, of: name) == .accepted(standard))
    }

    @Test(arguments: SettingTable.rows.map(\.name))
    func `what makes no sense is refused with the range of the table`(name: String) throws {
        let range = try #require(SettingTable[name]?.range)
        #expect(axes.verdict(on: "no such value,", of: name) == .refused(expected: range))
        #expect(axes.verdict(on: "", of: name) == .refused(expected: range))
    }

    @Test func `spellings of one value have one text`() {
        #expect(axes.verdict(on: "true", of: "image.rule") == .accepted("dynamic"))
        #expect(axes.verdict(on: "false", of: "image.rule") == .accepted("fixed"))
        #expect(axes.verdict(on: "0.50", of: "risk.caution") == .accepted("0.5"))
        let on = axes.verdict(on: "true", of: "cache.count")
        #expect(on == axes.verdict(on: "on", of: "cache.count"))
    }

    @Test(arguments: ["risk.caution", "risk.warning", "risk.critical"])
    func `a threshold may be any share that other thresholds leave room for`(axis: String) {
        for value in ["0.05", "0.75", "0.95"] {
            #expect(axes.verdict(on: value, of: axis) == .accepted(value))
        }
        for value in ["0", "1.1", "-0.5"] {
            guard case .refused = axes.verdict(on: value, of: axis) else {
                Issue.record("\(axis) \(value) was accepted")
                continue
            }
        }
    }

    @Test func `an axis that does not exist is refused`() {
        #expect(axes.verdict(on: "1", of: "colour") == .refused(expected: "a setting"))
    }
}

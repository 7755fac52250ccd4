import Evaluation
import Reporting
import Testing

@Suite struct NoiseTests {
    /// A cell of so many milliseconds of CPU and of wall time, with the noise around it.
    private func result(
        _ name: String, cpu: Int64, wall: Int64, steal: Double? = nil
    ) -> CellResult {
        var measurements = [
            Measurement(.cpuTime, .integer(cpu * 1_000_000)),
            Measurement(.wallTime, .integer(wall * 1_000_000)),
        ]
        if let steal {
            measurements += [
                Measurement(.stealShare, .real(steal)), Measurement(.pressureShare, .real(0.5)),
                Measurement(.involuntarySwitches, .integer(12)),
            ]
        }
        return TinyRun.result(
            TinyRun.cell([("counter", name)]), measurements)
    }

    private func section(_ results: [CellResult]) -> [String] {
        TinyRun.section("Noise", of: TinyRun.markdown(TinyRun.record(results)))
    }

    @Test func `cells are told by their middle and their worst`() {
        let results = [0.0, 0.1, 0.4].enumerated().map { place, steal in
            result("c\(place)", cpu: 300, wall: 400, steal: steal)
        }
        let lines = section(results)
        #expect(lines.contains("| per cell | median | nine in ten | most |"))
        #expect(
            lines.contains("| time stolen by other machines | 10.0 % | 34.0 % | 40.0 % |"))
        #expect(lines.contains("| time waited for a processor | 50.0 % | 50.0 % | 50.0 % |"))
        #expect(lines.contains("| wall time beyond CPU time | 25.0 % | 25.0 % | 25.0 % |"))
        #expect(lines.contains("| involuntary switches | 12 | 12 | 12 |"))
        #expect(
            lines.contains {
                $0.contains("Of 3 cells, 1 had more than 30.0 % of their time stolen")
            })
        #expect(lines.contains { $0.hasPrefix("All times of this run are advisory") })
    }

    @Test func `of cells too short to tell, what was stolen is not told`() {
        let lines = section([
            result("a", cpu: 10, wall: 20, steal: 1), result("b", cpu: 300, wall: 400, steal: 0),
        ])
        #expect(lines.contains("| time stolen by other machines | 0 % | 0 % | 0 % |"))
        #expect(
            lines.contains {
                $0.hasSuffix("1 cell shorter than 0.2 s cannot be judged by what was stolen.")
            })
    }

    @Test func `repetitions of a cell are told by their quartiles`() {
        let results = ["a", "b"].map { name in
            var whole = result(name, cpu: 100, wall: 200)
            whole.timings = [100, 110, 120, 130, 140].flatMap { time in
                result(name, cpu: name == "a" ? 100 : Int64(time), wall: 200).timings
            }
            return whole
        }
        let lines = section(results)
        #expect(
            lines.contains("| CPU time, spread of a cell's repetitions | 8.3 % | 15.0 % | 16.7 % |")
        )
        #expect(!lines.contains { $0.contains("stolen by other") })
        let once = ["a", "b"].map { result($0, cpu: 100, wall: 200) }
        #expect(!section(once).contains { $0.contains("| CPU time, spread") })
    }

    @Test func `without times there is no noise`() {
        let cell = TinyRun.cell([("counter", "x")])
        #expect(section([TinyRun.result(cell, [Measurement(.requests, .integer(1))])]).isEmpty)
    }
}

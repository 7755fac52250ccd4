import Evaluation
import Reporting
import Testing

@Suite struct DecisionTests {
    /// A way of shortening under one limit, with what each of its conversations saves of 1000 tokens.
    private func way(
        _ name: String, saved: [Int64], visible: Int64, illegal: Int64 = 0,
        mode: ReplayMode = .stateless
    ) -> CellResult {
        let tokens = Int64(saved.count) * 1000
        var result = TinyRun.result(
            TinyRun.cell([("management", name), ("context.limit", "8000")], mode: mode),
            [
                Measurement(.requests, .integer(100)), Measurement(.tokensIn, .integer(tokens)),
                Measurement(.actedShare, .real(0.5)),
                Measurement(.tokensSavedNet, .integer(saved.reduce(0, +))),
                Measurement(.illegalViews, .integer(illegal)),
                Measurement(.viewsJudged, .integer(50)),
                Measurement(.survival, label: "visible", .integer(visible)),
                Measurement(.survival, label: "lost", .integer(100 - visible)),
            ], latency: Array(repeating: 1000, count: 100))
        result.samples[.tokensSavedNet] = saved
        result.samples[.tokensIn] = saved.map { _ in 1000 }
        return result
    }

    private func section(_ results: [CellResult]) -> [String] {
        TinyRun.section("What to use", of: TinyRun.markdown(TinyRun.record(results)))
    }

    private func row(_ name: String, of lines: [String]) -> String {
        lines.last { $0.hasPrefix("| \(name) ") } ?? ""
    }

    @Test func `the legal way that saves most is the one to use`() {
        let lines = section([
            way("full", saved: Array(repeating: 300, count: 30), visible: 80),
            way("chunked", saved: Array(repeating: 400, count: 30), visible: 70),
            way("legacy", saved: Array(repeating: 900, count: 30), visible: 90, illegal: 3),
        ])
        #expect(lines.contains { $0.hasPrefix("| 8,000 tokens, stateless | **chunked** | 40.0 %") })
        #expect(row("chunked", of: lines).contains("**use**"))
        #expect(row("full", of: lines).contains("on the front"))
        #expect(row("legacy", of: lines).contains("illegal views"))
        #expect(lines.contains { $0.contains("full: hides 20.0 %, saves 10 points less") })
    }

    @Test func `a way that saves less and hides more is no better`() {
        let lines = section([
            way("full", saved: Array(repeating: 300, count: 30), visible: 60),
            way("chunked", saved: Array(repeating: 400, count: 30), visible: 70),
        ])
        #expect(row("full", of: lines).contains("no better than the first"))
        #expect(lines.contains { $0.hasSuffix("| 30.0 % | nothing |") })
    }

    @Test func `a difference that every conversation shows is sure`() {
        let lines = section([
            way("full", saved: (0..<30).map { 300 + $0 }, visible: 80),
            way("chunked", saved: (0..<30).map { 400 + $0 * 2 }, visible: 80),
        ])
        #expect(
            lines.contains { $0.contains("sure: +11 points") || $0.contains("sure: +11 (") })
        #expect(row("full", of: lines).contains("0 / 0 / 30"))
    }

    @Test
    func `where the interval spans nothing either will do, and the report says what was seen`() {
        let lines = section([
            way("full", saved: (0..<30).map { $0 % 2 == 0 ? 100 : 500 }, visible: 80),
            way("chunked", saved: (0..<30).map { $0 % 2 == 0 ? 505 : 100 }, visible: 80),
        ])
        #expect(
            lines.contains { $0.contains("either will do") && $0.contains("would have been seen") })
    }

    @Test func `few conversations decide nothing`() {
        let lines = section([
            way("full", saved: [300, 310], visible: 80),
            way("chunked", saved: [400, 410], visible: 80),
        ])
        #expect(lines.contains { $0.contains("too few conversations to say") })
    }

    @Test func `every way with illegal views leaves none to use`() {
        let lines = section([way("legacy", saved: [900], visible: 90, illegal: 1)])
        #expect(lines.contains { $0.contains("none: every way makes illegal views") })
    }

    @Test func `ways of the same figures are one row`() {
        let lines = section([
            way("full", saved: [300, 300], visible: 80),
            way("chunked", saved: [300, 300], visible: 80),
        ])
        #expect(lines.contains { $0.contains("the only way that may be used") })
    }

    @Test func `each mode of the client is a task of its own`() {
        let lines = section([
            way("full", saved: [300], visible: 80),
            way("full", saved: [10], visible: 70, mode: .stateful),
        ])
        #expect(lines.contains { $0.hasPrefix("| 8,000 tokens, stateful | **full** | 1.0 %") })
        #expect(!lines.contains { $0.contains("mode=") })
    }
}

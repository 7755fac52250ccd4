/// A bar with rate and time left on a terminal; silent elsewhere.
struct ProgressBar {
    private let total: Int
    private let start: UInt64
    private let isShown: Bool
    private var drawn: UInt64 = 0

    init(total: Int, isQuiet: Bool) {
        self.total = total
        start = Clocks.wallNanoseconds()
        isShown = !isQuiet && Output.isTerminal
    }

    /// Draws the state, at most ten times a second, and always the last.
    mutating func show(done: Int, doing: String) {
        let now = Clocks.wallNanoseconds()
        guard isShown, done == total || now - drawn > 100_000_000 else { return }
        drawn = now
        Output.progress("\r\u{1B}[K" + Self.line(done, total, Double(now - start) / 1e9, doing))
    }

    /// Leaves an empty line behind.
    func finish() {
        if isShown { Output.progress("\r\u{1B}[K") }
    }

    /// The text of the bar: 30 columns, done of total, rate, time left.
    static func line(_ done: Int, _ total: Int, _ seconds: Double, _ doing: String) -> String {
        let filled = total == 0 ? 30 : 30 * done / total
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
        guard done > 0, seconds > 0 else { return "\(bar) \(done)/\(total)  \(doing)" }
        let rate = Double(done) / seconds
        let left = Int((Double(total - done) / rate).rounded(.up))
        let perSecond = (rate * 10).rounded() / 10
        return "\(bar) \(done)/\(total)  \(perSecond)/s  \(left) s left  \(doing)"
    }
}

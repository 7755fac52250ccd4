/// How far a command is, as text: a bar for a terminal, and elsewhere a line at least every so often, so
/// that a log shows that something is still going on.
///
/// A value without a clock: it is given the time since any fixed moment, so that tests need not wait.
package struct ProgressLog: Sendable {
    /// The longest silence without a terminal: who sees nothing for longer asks whether it hangs, and
    /// build servers end what says nothing for minutes.
    package static let standardSilence = Duration.seconds(10)

    private let unit: String
    private let silence: Duration
    private let lookEvery: Duration
    private let start: Duration
    private var lastLine: Duration
    private var work: Work?
    private var activity = ""

    /// The part of the work that is counted.
    private struct Work {
        let total: Int
        /// How many were done before, in an earlier process.
        let before: Int
        let start: Duration
        var done: Int
    }

    /// Begins at a moment, with nothing planned yet.
    ///
    /// - Parameters:
    ///   - unit: the plural of what is counted (`cells`).
    ///   - silence: the longest time between two lines.
    ///   - lookEvery: how often `line` is asked for at the latest. A line comes that much early, since
    ///     the next question would come too late.
    package init(
        unit: String, silence: Duration = Self.standardSilence,
        lookEvery: Duration = .seconds(1), at start: Duration
    ) {
        self.unit = unit
        self.silence = silence
        self.lookEvery = lookEvery
        self.start = start
        lastLine = start
    }

    /// Says how much there is to do, and how much of it an earlier process has done.
    package mutating func plan(_ total: Int, doneBefore before: Int = 0, at now: Duration) {
        work = Work(total: total, before: before, start: now, done: before)
    }

    /// Says what is being done; `done` counts what was finished since `plan`.
    package mutating func update(done: Int = 0, doing activity: String) {
        self.activity = activity
        if let before = work?.before { work?.done = before + done }
    }

    /// A line for a log, if it is time for one.
    package mutating func line(at now: Duration) -> String? {
        guard now - lastLine > silence - lookEvery else { return nil }
        lastLine = now
        let seconds = "\((now - start).components.seconds) s"
        guard let work else { return "\(activity), \(seconds)" }
        let left = timeLeft(work, now).map { ", about \($0) s left" } ?? ""
        return "\(work.done) of \(work.total) \(unit) done after \(seconds)\(left): \(activity)"
    }

    /// The text of a bar: 30 columns, done of total, rate, time left.
    package func bar(at now: Duration) -> String {
        guard let work else { return activity }
        let filled = work.total == 0 ? 30 : 30 * work.done / work.total
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
        let count = "\(bar) \(work.done)/\(work.total)"
        guard let left = timeLeft(work, now) else { return "\(count)  \(activity)" }
        let rate = Double(work.done - work.before) / Self.seconds(now - work.start)
        return "\(count)  \((rate * 10).rounded() / 10)/s  \(left) s left  \(activity)"
    }

    /// The seconds left at the rate so far; nil before anything is done.
    private func timeLeft(_ work: Work, _ now: Duration) -> Int? {
        let (done, seconds) = (work.done - work.before, Self.seconds(now - work.start))
        guard done > 0, seconds > 0 else { return nil }
        return Int((Double(work.total - work.done) * seconds / Double(done)).rounded(.up))
    }

    private static func seconds(_ duration: Duration) -> Double { duration / .seconds(1) }
}

import Dispatch
import Evaluation
import Synchronization

/// How far a command is, on standard error: a bar on a terminal, elsewhere a line at least every ten
/// seconds, also while a single cell takes longer; nothing if it is to be quiet.
final class ProgressBar {
    private let state: State
    private var timer: (any DispatchSourceTimer)?

    /// Begins to tell of so many of a unit; of an activity alone where that is not known yet.
    init(
        unit: String, total: Int? = nil, isQuiet: Bool,
        silence: Duration = ProgressLog.standardSilence
    ) {
        // A thread that waits for a timer does not survive instruments (`valgrind`).
        let isShown = !isQuiet && !InstructionCount.isUnderway
        state = State(isShown: isShown, unit: unit, silence: silence)
        if let total { plan(total) }
        guard isShown, silence > .zero else { return }
        let timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "winnow.progress"))
        timer.schedule(deadline: .now() + .seconds(1), repeating: .seconds(1))
        timer.setEventHandler { [state] in state.show() }
        timer.activate()
        self.timer = timer
    }

    deinit { timer?.cancel() }

    /// Says how much there is to do, and how much an earlier process has done of it.
    func plan(_ total: Int, doneBefore: Int = 0) { state.plan(total, doneBefore) }

    /// Says what is being done, and how much was done before it.
    func show(done: Int = 0, doing: String) { state.show(done: done, doing: doing) }

    /// Says nothing more, and leaves an empty line behind on a terminal.
    func finish() {
        timer?.cancel()
        timer = nil
        state.finish()
    }
}

/// What the timer and the command share.
private final class State: Sendable {
    private struct Shown {
        var log: ProgressLog
        /// When the bar was drawn last.
        var drawn = Duration.zero
        var isFinished: Bool
    }

    private let shown: Mutex<Shown>
    private let isTerminal = Output.isTerminal

    init(isShown: Bool, unit: String, silence: Duration) {
        let log = ProgressLog(unit: unit, silence: silence, at: Self.now)
        shown = Mutex(Shown(log: log, isFinished: !isShown))
    }

    func plan(_ total: Int, _ doneBefore: Int) {
        shown.withLock { $0.log.plan(total, doneBefore: doneBefore, at: Self.now) }
    }

    func show(done: Int, doing: String) {
        shown.withLock { shown in
            shown.log.update(done: done, doing: doing)
            write(&shown)
        }
    }

    func show() { shown.withLock { write(&$0) } }

    func finish() {
        shown.withLock { shown in
            if isTerminal, !shown.isFinished { Output.progress("\r\u{1B}[K") }
            shown.isFinished = true
        }
    }

    private func write(_ shown: inout Shown) {
        let now = Self.now
        guard !shown.isFinished else { return }
        guard isTerminal else {
            if let line = shown.log.line(at: now) { Output.note("winnow: " + line) }
            return
        }
        // A terminal is drawn at most ten times a second: more cannot be read.
        guard now - shown.drawn > .milliseconds(100) else { return }
        shown.drawn = now
        Output.progress("\r\u{1B}[K" + shown.log.bar(at: now).visible)
    }

    private static var now: Duration { .nanoseconds(Int64(clamping: Clocks.wallNanoseconds())) }
}

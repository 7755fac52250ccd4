internal import ContextModel
internal import Corpus
internal import Statistics

/// What decides when requests are made (`replay.arrivals`).
package enum ArrivalProcess: Hashable, Sendable {
    /// A closed loop: each request follows when the one before it is done, at recorded times where
    /// there are any. Its latencies are service times.
    case closed
    /// An open loop of independent requests, so many a second on average.
    case poisson(perSecond: Double)
    /// An open loop at the times of a recorded trace, by its path below the corpora's folder.
    case trace(String)

    /// What a text must be to read as one.
    static let expected = """
        closed, poisson:RATE with requests a second from 0.001 to 1000000, or trace:PATH with a \
        trace's path in the corpora's folder
        """

    /// Reads `closed`, `poisson:2.5` or `trace:mooncake/conversation_trace.jsonl`; nil for anything
    /// else.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        switch (parts.count, parts.first) {
        case (1, "closed") where text == "closed": self = .closed
        case (2, "poisson"):
            guard let rate = Double(parts[1]), (0.001...1_000_000).contains(rate) else {
                return nil
            }
            self = .poisson(perSecond: rate)
        case (2, "trace"): self = .trace(parts[1])
        default: return nil
        }
    }
}

extension ArrivalProcess: CustomStringConvertible {
    /// The spelling in cells and results.
    package var description: String {
        switch self {
        case .closed: "closed"
        case .poisson(let rate):
            rate.rounded() == rate ? "poisson:\(Int(rate))" : "poisson:\(rate)"
        case .trace(let path): "trace:\(path)"
        }
    }
}

/// The intended times of the requests of an open loop, one after the other, from its start.
struct ArrivalSchedule {
    private enum Source {
        case poisson(perSecond: Double, SeededGenerator, seconds: Double)
        case trace([Int64], next: Int, offset: Int64)
    }

    private var source: Source

    /// A schedule of independent requests: exponential times between them, the first one included.
    init(poisson rate: Double, seed: UInt64) {
        source = .poisson(perSecond: rate, SeededGenerator(seed: seed), seconds: 0)
    }

    /// The times of a trace; one that is too short begins again, a mean time between its requests after
    /// its end. Nil for a trace without requests.
    init?(_ trace: ArrivalTrace) {
        guard !trace.arrivals.isEmpty else { return nil }
        source = .trace(trace.arrivals.map(\.milliseconds), next: 0, offset: 0)
    }

    /// The time of the next request, never before the last one's.
    mutating func next() -> Duration {
        switch source {
        case .poisson(let rate, var generator, var seconds):
            // 53 random bits make a number above 0 and up to 1.
            let share = (Double(generator.next() >> 11) + 1) * 0x1p-53
            seconds -= ElementaryFunctions.logarithm(share) / rate
            source = .poisson(perSecond: rate, generator, seconds: seconds)
            return .microseconds(Int64((seconds * 1e6).rounded()))
        case .trace(let times, var next, var offset):
            if next == times.count {
                let span = times[times.count - 1]
                offset += span + (times.count > 1 ? span / Int64(times.count - 1) : 1000)
                next = 0
            }
            source = .trace(times, next: next + 1, offset: offset)
            return .milliseconds(offset + times[next])
        }
    }
}

/// The queue of an open loop: one server, requests served in the order of their intended times.
///
/// Nobody waits for an answer before making a request, so a request that is slow delays those after it:
/// that delay is what a closed loop leaves out of its latencies (Tene, "coordinated omission").
/// Intended times are the schedule's, service times are measured, and the rest is computed: nothing
/// waits.
struct OpenLoop {
    /// How long each request waited for those before it, in nanoseconds.
    private(set) var lags: [Int64] = []
    /// How long after its intended time each request was answered, in nanoseconds.
    private(set) var latencies: [Int64] = []
    /// When the server is free again, in nanoseconds from the start.
    private var free: Int64 = 0

    /// Adds a request with its intended time and the nanoseconds of its service.
    mutating func add(at intended: Duration, service: Int64) {
        let intended = intended.wholeNanoseconds
        let start = max(intended, free)
        free = start + service
        lags.append(start - intended)
        latencies.append(free - intended)
    }
}

/// Hands the requests of a schedule to the open conversations in turn; a finished one gives its
/// slot to the next. No time decides who gets a request.
struct RoundRobin {
    /// How many conversations are open at once.
    static let slots = 16

    private var waiting: Range<Int>
    private var open: [Int] = []
    private var turn = 0

    /// A round robin over so many conversations.
    init(conversations: Int) { waiting = 0..<conversations }

    /// The conversation that the next request is of, by its position; nil when all are finished.
    /// `isFinished` says which have no request left.
    mutating func next(_ isFinished: (Int) -> Bool) -> Int? {
        while true {
            if open.count < Self.slots, let first = waiting.first {
                waiting = waiting.dropFirst()
                if !isFinished(first) { open.append(first) }
                continue
            }
            guard !open.isEmpty else { return nil }
            turn %= open.count
            guard isFinished(open[turn]) else {
                defer { turn += 1 }
                return open[turn]
            }
            open.remove(at: turn)
        }
    }
}

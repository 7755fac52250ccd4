internal import ContextModel

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

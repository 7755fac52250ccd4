internal import Corpus
internal import Statistics

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

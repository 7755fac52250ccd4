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

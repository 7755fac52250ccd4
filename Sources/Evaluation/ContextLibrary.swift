internal import ContextModel

/// What a policy's steps make of a recording at each of its requests, if the client keeps nothing of
/// it: the lists of messages that are sent, by number.
struct RecordedContexts: Sendable {
    /// The recording's messages.
    let recorded: [Message]
    /// The messages that are not the recording's; their numbers begin where its end.
    let others: [Message]
    /// The numbers of each request's messages.
    let requests: [[Int32]]

    /// How many numbers are held.
    var size: Int { requests.reduce(0) { $0 + $1.count } }

    /// What is sent at a request.
    func messages(ofRequest index: Int) -> ArraySlice<Message> {
        requests[index].map { number in
            let other = Int(number) - recorded.count
            return other < 0 ? recorded[Int(number)] : others[other]
        }[...]
    }
}

/// The contexts that cells have made of a corpus' recordings, for other cells that differ only in what
/// the client keeps and in prices.
struct ContextLibrary {
    /// What decides the contexts.
    struct Key: Hashable {
        private let settings: [AxisValue]
        private let seed: UInt64

        /// The key of a cell's contexts.
        init(_ cell: Cell) {
            settings = cell.configuration.filter { !ReplayAxes.prices.contains($0.axis) }
            seed = cell.seed
        }
    }

    /// How many numbers are kept at most: 128 MB. What does not fit is made again where it is needed.
    private static let most = 1 << 25

    private var known: [Key: [RecordedContexts]] = [:]
    private var size = 0

    /// The contexts of a cell, by conversation, if a cell before made the same.
    subscript(cell: Cell) -> [RecordedContexts]? { known[Key(cell)] }

    /// Keeps the contexts that a cell made.
    mutating func keep(_ contexts: [RecordedContexts], of cell: Cell) {
        let own = contexts.reduce(0) { $0 + $1.size }
        guard size + own <= Self.most, known[Key(cell)] == nil else { return }
        size += own
        known[Key(cell)] = contexts
    }
}

/// How the client of a replay behaves.
package enum ReplayMode: String, Hashable, Sendable, CaseIterable {
    /// The client sends the whole history with every request, as to a proxy.
    case stateless
    /// The client keeps what the pipeline returned, as an agent does.
    case stateful
}

/// One setting of a configuration: an axis and its value, both as canonical text.
package struct AxisValue: Hashable, Sendable {
    /// The axis, for example `counter`.
    package var axis: String
    /// The value, for example `exact-cl100k`.
    package var value: String

    /// An axis with its value.
    package init(axis: String, value: String) {
        self.axis = axis
        self.value = value
    }
}

/// A corpus as the results know it.
package struct CorpusIdentity: Hashable, Sendable {
    /// The folder's name.
    package var name: String
    /// SHA-256 over the names and contents of its files.
    package var hash: String

    /// A corpus of that name and content.
    package init(name: String, hash: String) {
        self.name = name
        self.hash = hash
    }
}

/// The unit of work and of resumption: one corpus replayed once under one configuration.
package struct Cell: Hashable, Sendable {
    /// The corpus.
    package var corpus: CorpusIdentity
    /// One value per axis, in the matrix's axis order.
    package var configuration: [AxisValue]
    /// How the client behaves.
    package var mode: ReplayMode
    /// The seed of everything random.
    package var seed: UInt64
    /// The repetition, from 0.
    package var repetition: Int

    /// A cell.
    package init(
        corpus: CorpusIdentity, configuration: [AxisValue], mode: ReplayMode, seed: UInt64,
        repetition: Int
    ) {
        self.corpus = corpus
        self.configuration = configuration
        self.mode = mode
        self.seed = seed
        self.repetition = repetition
    }

    /// The configuration as one line, `axis=value` joined by commas, axes sorted: what its hash covers.
    package var configurationText: String {
        configuration.sorted { $0.axis < $1.axis }
            .map { "\($0.axis)=\($0.value)" }.joined(separator: ",")
    }
}

/// What a finished cell left behind.
package struct CellResult: Sendable {
    /// The cell.
    package var cell: Cell
    /// SHA-256 of corpus hash, configuration hash, build fingerprint, benchmark version, mode, seed and
    /// repetition: two results of one key are interchangeable.
    package var key: String
    /// All values, in metric order.
    package var measurements: [Measurement]
    /// Raw samples in the order taken, by metric: nanoseconds a request; of deterministic metrics, what
    /// each conversation adds to the sum.
    package var samples: [Metric: [Int64]]
    /// What each conversation did, in the order of the corpus.
    package var conversations: [ConversationResult]

    /// A result.
    package init(
        cell: Cell, key: String, measurements: [Measurement], samples: [Metric: [Int64]],
        conversations: [ConversationResult] = []
    ) {
        self.cell = cell
        self.key = key
        self.measurements = measurements
        self.samples = samples
        self.conversations = conversations
    }
}

/// Where finished cells go; a result that `record` returned from survives a crash.
package protocol ResultSink: Sendable {
    /// Stores a finished cell, once; the same key again changes nothing.
    func record(_ result: CellResult) throws
    /// Stores that a cell failed, with the reason.
    func recordFailure(_ cell: Cell, key: String, error: String) throws
}

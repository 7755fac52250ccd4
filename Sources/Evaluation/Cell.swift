package import ContextModel

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

    /// The name among corpora of the same name.
    package var distinctName: String { "\(name) (\(hash.prefix(8)))" }

    /// The name of one of its conversations among those of all corpora.
    package func name(of conversation: ConversationResult) -> String {
        "\(name)/\(conversation.name)"
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

    /// A cell.
    package init(
        corpus: CorpusIdentity, configuration: [AxisValue], mode: ReplayMode, seed: UInt64
    ) {
        self.corpus = corpus
        self.configuration = configuration
        self.mode = mode
        self.seed = seed
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
    /// SHA-256 of corpus hash, configuration hash, build fingerprint, benchmark version, mode and seed:
    /// two results of one key are interchangeable.
    package var key: String
    /// The exact values (classes D and K), in metric order; the same whenever the cell is replayed.
    package var measurements: [Measurement]
    /// What each conversation did, in the order of the corpus; the sums of their figures are
    /// measurements.
    package var conversations: [ConversationResult]
    /// What each repetition took (classes C and W).
    package var timings: [CellTiming]

    /// A result.
    package init(
        cell: Cell, key: String, measurements: [Measurement],
        conversations: [ConversationResult] = [], timings: [CellTiming] = []
    ) {
        self.cell = cell
        self.key = key
        self.measurements = measurements
        self.conversations = conversations
        self.timings = timings
    }

    /// The samples of a metric over all repetitions, in the order taken.
    package func samples(of metric: Metric) -> [Int64] {
        timings.flatMap { $0.samples[metric] ?? [] }
    }

    /// The exact values, and of each timed value the median of the repetitions (of an even number the
    /// lower of the middle two, so that it is a value that was measured), in the order of the first.
    package var figures: [Measurement] {
        guard let first = timings.first else { return measurements }
        guard timings.count > 1 else { return measurements + first.measurements }
        var values: [String: [MeasuredValue]] = [:]
        for measurement in timings.lazy.flatMap(\.measurements) {
            values[measurement.name, default: []].append(measurement.value)
        }
        return measurements
            + first.measurements.map { measurement in
                var median = measurement
                let all = (values[measurement.name] ?? []).sorted {
                    ($0.number ?? 0) < ($1.number ?? 0)
                }
                if !all.isEmpty { median.value = all[(all.count - 1) / 2] }
                return median
            }
    }
}

/// What one repetition of a cell took.
package struct CellTiming: Hashable, Sendable {
    /// Times and whatever else depends on the machine's day (classes C and W), in metric order.
    package var measurements: [Measurement]
    /// Raw samples in the order taken, by metric: nanoseconds a request, of CPU time a conversation.
    package var samples: [Metric: [Int64]]

    /// A timing.
    package init(measurements: [Measurement], samples: [Metric: [Int64]] = [:]) {
        self.measurements = measurements
        self.samples = samples
    }
}

/// Where finished cells go; a result that `record` returned from survives a crash.
package protocol ResultSink: Sendable {
    /// Stores a finished cell, once; the same key again changes nothing.
    func record(_ result: CellResult) throws
    /// Stores that a cell failed, with the reason.
    func recordFailure(_ cell: Cell, key: String, error: String) throws
}

extension Cell {
    /// Names what a measurement of the cell depends on: results of equal keys are interchangeable.
    ///
    /// The key is the SHA-256 of `keyText`. The build fingerprint stands for the measuring program, the
    /// benchmark version for the meaning of what it measures.
    package func key(
        buildFingerprint: String, benchmarkVersion: Int, hasher: any ContentHasher
    ) -> String {
        let text = keyText(buildFingerprint: buildFingerprint, benchmarkVersion: benchmarkVersion)
        return hasher.sha256(Array(text.utf8))
    }

    /// The text whose hash is the key: a line `name=value` for each thing the results depend on.
    package func keyText(buildFingerprint: String, benchmarkVersion: Int) -> String {
        StoredCell(
            configuration: configurationText, corpus: corpus.hash, mode: mode.rawValue,
            seed: String(seed)
        ).keyText(buildFingerprint: buildFingerprint, benchmarkVersion: benchmarkVersion)
    }
}

/// A cell in the texts that a database keeps of it.
package struct StoredCell: Hashable, Sendable {
    /// The configuration's text.
    package let configuration: String
    /// The hash of the corpus.
    package let corpus: String
    /// How the client behaves.
    package let mode: String
    /// The seed.
    package let seed: String

    /// A cell of these texts.
    package init(configuration: String, corpus: String, mode: String, seed: String) {
        self.configuration = configuration
        self.corpus = corpus
        self.mode = mode
        self.seed = seed
    }

    /// The text whose hash is the cell's key.
    package func keyText(buildFingerprint: String, benchmarkVersion: Int) -> String {
        """
        benchmark=\(benchmarkVersion)
        build=\(buildFingerprint)
        configuration=\(configuration)
        corpus=\(corpus)
        mode=\(mode)
        seed=\(seed)

        """
    }
}

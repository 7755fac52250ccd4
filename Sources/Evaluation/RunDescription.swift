/// What is known about a run before its first cell.
package struct RunDescription: Hashable, Sendable {
    /// The run's identifier: unique, sortable by time.
    package var id: String
    /// When it started, in milliseconds since 1970.
    package var startedAt: Int64
    /// The command line that started it, without paths of the machine.
    package var command: String
    /// What was measured, and where.
    package var program: MeasuredProgram
    /// What it had to do.
    package var work: PlannedWork

    /// A description.
    package init(
        id: String, startedAt: Int64, command: String, program: MeasuredProgram, work: PlannedWork
    ) {
        self.id = id
        self.startedAt = startedAt
        self.command = command
        self.program = program
        self.work = work
    }
}

/// A program, and the machine that it was measured on.
package struct MeasuredProgram: Hashable, Sendable {
    /// The version-control revision of the working copy, or `unknown`; `+` appended when it had changes.
    package var revision: String
    /// SHA-256 of the running executable.
    package var buildFingerprint: String
    /// Facts about the machine (processor, cores, memory, system, toolchain), sorted by name.
    package var environment: [AxisValue]

    /// A program on a machine.
    package init(revision: String, buildFingerprint: String, environment: [AxisValue]) {
        self.revision = revision
        self.buildFingerprint = buildFingerprint
        self.environment = environment
    }
}

/// What a run replays: a matrix on corpora.
package struct PlannedWork: Hashable, Sendable {
    /// The matrix's name.
    package var name: String
    /// The matrix as it was written, and the filter of its cells.
    package var matrix: MatrixText
    /// The seed.
    package var seed: UInt64
    /// The corpora with their statistics.
    package var corpora: [CorpusSummary]
    /// How many cells the plan has.
    package var cells: Int

    /// The work of a plan.
    package init(
        name: String, matrix: MatrixText, seed: UInt64, corpora: [CorpusSummary], cells: Int
    ) {
        self.name = name
        self.matrix = matrix
        self.seed = seed
        self.corpora = corpora
        self.cells = cells
    }

    /// Whether other work has the same cells of the same recordings. How the file of the matrix is
    /// written does not matter.
    package func isSame(as other: Self) -> Bool {
        name == other.name && seed == other.seed && cells == other.cells
            && Set(corpora.map(\.identity)) == Set(other.corpora.map(\.identity))
            && (matrix == other.matrix || canonicalMatrix == other.canonicalMatrix)
    }

    /// Whether all cells of a matrix were planned, and no others: the file may since have changed in its
    /// comments alone.
    package func isAll(of yaml: String) -> Bool {
        canonicalMatrix == MatrixText(yaml: yaml).canonicalText(seed: seed)
    }

    private var canonicalMatrix: String { matrix.canonicalText(seed: seed) }
}

extension RunDescription {
    /// Whether another run does the same: the same cells of the same recordings by the same program.
    package func isSameWork(as other: Self) -> Bool {
        program.buildFingerprint == other.program.buildFingerprint && work.isSame(as: other.work)
    }
}

/// A corpus in numbers.
package struct CorpusSummary: Hashable, Sendable {
    /// Name and hash.
    package var identity: CorpusIdentity
    /// How many conversations it has.
    package var conversations: Int
    /// How many of them have a request, if that was counted.
    package var conversationsWithRequests: Int?
    /// How many messages.
    package var messages: Int
    /// How many requests a replay makes.
    package var requests: Int
    /// Tokens of the content, cl100k_base, images 0.
    package var contentTokens: Int
    /// Files of no known format.
    package var unknownFiles: Int
    /// Records that were refused.
    package var refusedRecords: Int

    /// A summary.
    package init(
        identity: CorpusIdentity, conversations: Int, replayed: Int? = nil, messages: Int,
        requests: Int, contentTokens: Int, unknownFiles: Int, refusedRecords: Int
    ) {
        self.identity = identity
        self.conversations = conversations
        conversationsWithRequests = replayed
        self.messages = messages
        self.requests = requests
        self.contentTokens = contentTokens
        self.unknownFiles = unknownFiles
        self.refusedRecords = refusedRecords
    }
}

extension CorpusSummary {
    /// How many conversations a run replays: those with a request. Where that was not counted, as in
    /// runs stored before, all of them, or none if there is no request at all.
    package var replayed: Int {
        conversationsWithRequests ?? (requests == 0 ? 0 : conversations)
    }
}

/// A run as the results database holds it: all that a report is made of.
package struct RunRecord: Sendable {
    /// What was run, where, from what.
    package var description: RunDescription
    /// The cells that were done, by corpus, configuration and mode.
    package var results: [CellResult]
    /// The cells that failed.
    package var failures: [CellFailure]

    /// A record of a run.
    package init(
        description: RunDescription, results: [CellResult], failures: [CellFailure] = []
    ) {
        self.description = description
        self.results = results
        self.failures = failures
    }
}

/// A cell that could not be done.
package struct CellFailure: Hashable, Sendable {
    /// The cell.
    package var cell: Cell
    /// Why, for people.
    package var error: String

    /// A failure.
    package init(cell: Cell, error: String) {
        self.cell = cell
        self.error = error
    }
}

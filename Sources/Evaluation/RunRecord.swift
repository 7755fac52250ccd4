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

internal import ContextModel
package import Corpus
internal import Settings
private import Synchronization
internal import TokenAccounting

/// A corpus in memory with what its cells share: the exact counts that they are judged by.
package final class CorpusReplayer: Sendable {
    /// The conversations.
    package let transcripts: [Transcript]
    private let environment: MeasurementEnvironment
    private let known = Mutex(Known())

    private struct RecordedKey: Hashable {
        let counter: String
        let images: ImageSettings
    }

    private struct Known {
        var recorded: [RecordedKey: RecordedCorpus] = [:]
        var errors: [String: EstimateErrors] = [:]
        var contexts = ContextLibrary()
    }

    /// A replayer of the conversations of a corpus.
    package init(_ transcripts: [Transcript], environment: MeasurementEnvironment) {
        self.transcripts = transcripts
        self.environment = environment
    }

    /// Replays a cell of this corpus and returns what was measured. Throws `TrialError` for axes that
    /// cannot be replayed. An executor that is given is the one that the caller's task prefers.
    package func run(
        _ cell: Cell, key: String, repetitions: Int = 1, on executor: (any TaskExecutor)? = nil
    ) async throws(TrialError) -> CellResult {
        let settings = try CellConfiguration(cell.configuration)
        let counter = try counter(of: settings)
        if environment.instructions != nil {
            // What the process keeps of earlier cells must not count for this one.
            var warmUp = try trial(of: cell, settings, counter, executor)
            try await warmUp.run()
        }
        var trial = try trial(of: cell, settings, counter, executor)
        try await trial.run()
        let contexts = trial.contexts
        if !contexts.isEmpty { known.withLock { $0.contexts.keep(contexts, of: cell) } }
        // An exact counter of another vocabulary differs from the reference, too: that is what counting
        // with the wrong one costs. It is no estimate, so it has no section among them.
        let errors = counter.name == environment.reference.name ? nil : errors(of: counter)
        var result = CellResult(
            cell: cell, key: key,
            measurements: trial.measurements(errors: counter.isExact ? nil : errors),
            conversations: trial.results(errors: errors), timings: [trial.timing])
        for _ in 1..<max(repetitions, 1) {
            var again = try self.trial(of: cell, settings, counter, executor)
            try await again.run()
            guard again.outputHash == trial.outputHash else {
                throw TrialError(
                    "was replayed twice with different outputs: it is not reproducible")
            }
            result.timings.append(again.timing)
        }
        return result
    }

    /// Replays one conversation of a cell alone, by its place in the corpus, with everything that happens
    /// to its requests. Throws `TrialError` for a conversation that is not there, for axes that cannot be
    /// replayed, and for cells whose conversations cannot be replayed alone.
    package func inspect(
        _ cell: Cell, conversation index: Int
    ) async throws(TrialError) -> Inspection {
        let settings = try CellConfiguration(cell.configuration)
        guard case .closed = settings.arrivals else {
            throw TrialError(
                "replay.arrivals: conversations run among each other here, so none can be replayed alone"
            )
        }
        guard transcripts.indices.contains(index) else {
            throw TrialError("there is no conversation \(index + 1) among \(transcripts.count)")
        }
        // In a thread of its own, as in a run: there, too, one step comes after the other.
        let thread = WorkerThread()
        defer { thread.stop() }
        let trial = try trial(of: cell, settings, try counter(of: settings), thread)
        return try await withTaskExecutorPreference(thread) { () async throws(TrialError) in
            try await trial.inspection(of: index)
        }
    }

    private func counter(of settings: CellConfiguration) throws(TrialError) -> any TokenCounter {
        let name = settings.pipeline.counter.rawValue
        guard let counter = environment.counter(name) else {
            throw TrialError("there is no counter '\(name)'")
        }
        return counter
    }

    private func trial(
        of cell: Cell, _ settings: CellConfiguration, _ counter: any TokenCounter,
        _ executor: (any TaskExecutor)?
    ) throws(TrialError) -> Trial {
        var environment = environment
        environment.executor = executor
        let material = Trial.Material(
            transcripts: transcripts, recorded: recorded(counter, settings.pipeline.images),
            contexts: known.withLock { $0.contexts[cell] })
        return try Trial(
            cell, settings: settings, of: material, in: environment, counter: counter)
    }

    /// The corpus counted by the cell's own encoding, or by the reference where the cell estimates.
    private func recorded(_ counter: any TokenCounter, _ images: ImageSettings) -> RecordedCorpus {
        let exact = counter.isExact ? counter : environment.reference
        let key = RecordedKey(counter: exact.name, images: images)
        return known.withLock { known in
            if let recorded = known.recorded[key] { return recorded }
            let recorded = RecordedCorpus(
                transcripts, MessageCosts(counter: exact, images: images.imageRule),
                environment.hasher)
            known.recorded[key] = recorded
            return recorded
        }
    }

    private func errors(of counter: any TokenCounter) -> EstimateErrors {
        known.withLock { known in
            if let errors = known.errors[counter.name] { return errors }
            let errors = EstimateErrors(
                transcripts, estimate: counter, exact: environment.reference)
            known.errors[counter.name] = errors
            return errors
        }
    }
}

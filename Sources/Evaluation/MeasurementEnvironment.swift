package import ContextModel
package import ContextPipeline
package import Corpus
package import Settings

/// The clocks, counters and summarisers that a trial measures with; the shell passes them in, since
/// nothing here reads a clock.
package struct MeasurementEnvironment: Sendable {
    /// The counter of a name in the setting table; nil if there is none.
    package var counter: @Sendable (String) -> (any TokenCounter)?
    /// The exact counter that others are compared with, and that sizes of conversations are told in.
    package var reference: any TokenCounter
    /// The summariser that a configuration names, nil for the embedded extract; throws what is missing.
    package var makeSummarizer:
        @Sendable (PipelineConfiguration, _ seed: UInt64) throws -> (any Summarizer)? = { _, _ in
            nil
        }
    /// The trace at a path below the corpora's folder; throws why it cannot be read.
    package var trace: @Sendable (String) throws -> ArrivalTrace = { path in
        throw TrialError("\(path): there is no folder of traces")
    }
    /// The time and the waiting of the pipeline itself.
    package var clock = PipelineClock.stopped
    /// Hashes outputs.
    package var hasher: any ContentHasher
    /// Nanoseconds of a clock that never goes back.
    package var wall: @Sendable () -> UInt64
    /// CPU nanoseconds of the calling thread: each worker has one of its own.
    package var cpu: @Sendable () -> UInt64
    /// Counts instructions; nil where nothing does.
    package var instructions: InstructionMeter?
    /// Regressions that a self-test must find; none otherwise.
    package var injected = InjectedRegression()
    /// What runs the tasks that a step starts, where the worker has a thread of its own; nil for any.
    var executor: (any TaskExecutor)?
    /// The largest memory the process has had, in bytes.
    package var peakMemory: @Sendable () -> Int64
    /// Starts to watch the noise around the process; the function returned reports the noise so
    /// far.
    package var watch: @Sendable () -> @Sendable () -> ProcessNoise = { { ProcessNoise() } }

    /// An environment without faults, whose own clock stands still.
    package init(
        counter: @escaping @Sendable (String) -> (any TokenCounter)?,
        reference: any TokenCounter, hasher: any ContentHasher,
        wall: @escaping @Sendable () -> UInt64, cpu: @escaping @Sendable () -> UInt64,
        peakMemory: @escaping @Sendable () -> Int64
    ) {
        self.counter = counter
        self.reference = reference
        self.hasher = hasher
        self.wall = wall
        self.cpu = cpu
        self.peakMemory = peakMemory
    }

    /// The times at which an open loop makes its requests; nil for a closed one.
    func schedule(
        _ arrivals: ArrivalProcess, seed: UInt64
    ) throws(TrialError) -> ArrivalSchedule? {
        switch arrivals {
        case .closed: return nil
        case .poisson(let rate): return ArrivalSchedule(poisson: rate, seed: seed)
        case .trace(let path):
            let trace: ArrivalTrace
            do { trace = try self.trace(path) } catch {
                throw TrialError("replay.arrivals: \(error)")
            }
            guard let schedule = ArrivalSchedule(trace) else {
                throw TrialError("replay.arrivals: \(path): holds no request")
            }
            return schedule
        }
    }

    /// The summariser of a configuration; an error names what is missing.
    func summarizer(
        _ configuration: PipelineConfiguration, seed: UInt64
    ) throws(TrialError) -> (any Summarizer)? {
        do { return try makeSummarizer(configuration, seed) } catch { throw TrialError("\(error)") }
    }
}

/// Counts the instructions that the process executes, in all its threads.
package struct InstructionMeter: Sendable {
    /// Begins to count from nothing.
    let begin: @Sendable () -> Void
    /// How many there were since; throws what hinders the reading.
    let end: @Sendable () throws -> Int64

    /// A meter.
    package init(
        begin: @escaping @Sendable () -> Void, end: @escaping @Sendable () throws -> Int64
    ) {
        self.begin = begin
        self.end = end
    }

    /// What was counted since the beginning.
    func count() throws(TrialError) -> Int64 {
        do { return try end() } catch { throw TrialError("instructions: \(error)") }
    }
}

/// Regressions injected into a run to check that they are found.
package struct InjectedRegression: Hashable, Sendable {
    /// CPU time that is burned besides, as a share of what a conversation takes.
    package var slowdown: Double
    /// References that count as lost although they are visible, as a share of those of a conversation.
    package var loss: Double

    /// Nothing, or some.
    package init(slowdown: Double = 0, loss: Double = 0) {
        self.slowdown = slowdown
        self.loss = loss
    }
}

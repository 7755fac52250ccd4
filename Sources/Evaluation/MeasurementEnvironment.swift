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

/// The noise around the process while it replayed a cell, as far as the system reports it.
package struct ProcessNoise: Hashable, Sendable {
    /// Time that other machines had taken from this one, as a share of the processors' time; counted in
    /// ticks of some milliseconds, so that it says little about a short cell.
    package var steal: Double?
    /// Time that runnable work had to wait for a processor, as a share of the wall time.
    package var pressure: Double?
    /// How often the process, all cells that it replays at once included, had to yield a processor.
    package var involuntarySwitches: Int?

    /// Noise; nil for what the system does not report.
    package init(
        steal: Double? = nil, pressure: Double? = nil, involuntarySwitches: Int? = nil
    ) {
        self.steal = steal
        self.pressure = pressure
        self.involuntarySwitches = involuntarySwitches
    }

    /// What is known of it, as measurements.
    var measurements: [Measurement] {
        [
            steal.map { Measurement(.stealShare, .real($0)) },
            pressure.map { Measurement(.pressureShare, .real($0)) },
            involuntarySwitches.map { Measurement(.involuntarySwitches, .integer(Int64($0))) },
        ].compactMap { $0 }
    }
}

/// What a piece of work took.
struct Effort {
    /// CPU time in nanoseconds.
    var cpu: Int64 = 0
    /// Wall time in nanoseconds.
    var wall: Int64 = 0
    /// Instructions; 0 where they are not counted.
    var instructions: Int64 = 0

    static func += (left: inout Self, right: Self) {
        left.cpu += right.cpu
        left.wall += right.wall
        left.instructions += right.instructions
    }
}

/// Measures a piece of work, from its own making on.
struct Stopwatch {
    private let environment: MeasurementEnvironment
    private let wall: UInt64
    private let cpu: UInt64

    init(_ environment: MeasurementEnvironment) {
        self.environment = environment
        environment.instructions?.begin()
        wall = environment.wall()
        cpu = environment.cpu()
    }

    /// What the work took; before that, what a self-test plants is burned.
    func stop() throws(TrialError) -> Effort {
        burn()
        let instructions = try environment.instructions?.count() ?? 0
        return Effort(
            cpu: Int64(environment.cpu() - cpu), wall: Int64(environment.wall() - wall),
            instructions: instructions)
    }

    /// Burns the CPU time that a self-test plants.
    private func burn() {
        guard environment.injected.slowdown > 0 else { return }
        let now = environment.cpu()
        let end = now + UInt64(Double(now - cpu) * environment.injected.slowdown)
        while environment.cpu() < end {}
    }
}

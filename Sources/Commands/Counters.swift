import ContextModel
import Evaluation
import Files
import Results
import Settings
import Tokenization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The counters by the names of the setting table; an exact one is made when first asked for.
enum Counters {
    private static let cl100kBase = Tokenizer(.cl100kBase)
    private static let o200kBase = Tokenizer(.o200kBase)

    /// What conversations are measured in, whatever they are counted with.
    static var reference: any TokenCounter { cl100kBase }

    /// The counter of a name, nil if there is none.
    static func named(_ name: String) -> (any TokenCounter)? {
        switch CounterName(rawValue: name) {
        case .cl100kBase: cl100kBase
        case .o200kBase: o200kBase
        case .characters4: Estimator.fourCharacters
        case .characters3_5: Estimator.threeAndHalfCharacters
        case .characters3_8: Estimator.threeEightTenthsCharacters
        case nil: nil
        }
    }
}

extension MeasurementEnvironment {
    /// This machine's clocks, the counters of the setting table, the summarisers of the command. The
    /// pipeline's own clock stands still, so that no result depends on the speed of the machine: a
    /// model's server has bounds of its own. CPU time is that of the thread, which is a worker's own.
    static func real(_ summarizers: Summarizers) -> MeasurementEnvironment {
        var environment = MeasurementEnvironment(
            counter: Counters.named, reference: Counters.reference, hasher: SHA256Hasher(),
            wall: Clocks.wallNanoseconds, cpu: Clocks.threadNanoseconds,
            peakMemory: ProcessMemory.peak)
        environment.watch = {
            let before = NoiseMeter(at: Clocks.wallNanoseconds(), of: .itself)
            return { ProcessNoise(since: before) }
        }
        environment.makeSummarizer = { try summarizers.summarizer(for: $0, seed: $1) }
        return environment
    }
}

extension ProcessNoise {
    /// The noise around this process since an earlier reading.
    fileprivate init(since before: NoiseMeter) {
        let now = NoiseMeter(at: Clocks.wallNanoseconds(), of: .itself)
        let noise = now.since(before)
        self.init(
            steal: now.tells.steal ? noise.steal : nil,
            pressure: now.tells.pressure ? noise.pressure : nil,
            involuntarySwitches: noise.switches)
    }
}

/// The machine's clocks, read here and handed to whoever measures.
enum Clocks {
    /// Nanoseconds of a clock that never goes back.
    static func wallNanoseconds() -> UInt64 { read(CLOCK_MONOTONIC) }

    /// CPU nanoseconds of the whole process, all threads.
    static func processNanoseconds() -> UInt64 { read(CLOCK_PROCESS_CPUTIME_ID) }

    /// CPU nanoseconds of the calling thread.
    static func threadNanoseconds() -> UInt64 { read(CLOCK_THREAD_CPUTIME_ID) }

    /// Milliseconds since 1970; 0 if the clock says that it is earlier.
    static func millisecondsSince1970() -> Int64 { Int64(read(CLOCK_REALTIME) / 1_000_000) }

    private static func read(_ clock: clockid_t) -> UInt64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return UInt64(clamping: time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}

/// What the process takes of the machine's memory.
enum ProcessMemory {
    /// The largest resident size so far, in bytes.
    static func peak() -> Int64 {
        var usage = rusage()
        #if canImport(Glibc)
            getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
            return Int64(usage.ru_maxrss) * 1024
        #else
            getrusage(RUSAGE_SELF, &usage)
            return Int64(usage.ru_maxrss)
        #endif
    }
}

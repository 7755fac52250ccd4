import Backends
import Corpus
import Evaluation
import Files
import Pricing
import Settings
import Stages
import StrictJSON
import Tokenization
import WireFormats

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Why a command ends, beyond success: the one list of exit statuses. What decides is where the wrong
/// thing stands: on the command line, in the environment, in a file.
enum ExitStatus: Int32 {
    /// Something is worse than what it was compared with.
    case regression = 2
    /// Something is better and nothing worse, where that was asked.
    case improvement = 4
    /// A comparison could not decide, where that was asked.
    case inconclusive = 5
    /// A variable of the environment has an impossible value, an installation lacks something, or a
    /// finished run has failed cells.
    case invalidEnvironmentOrResults = 6
    /// A documented claim fails, where that was asked.
    case claimFailed = 7
    /// The command line cannot be: an unknown option, or an option or `--set` with an impossible
    /// value, the name of a run or conversation that is not there included.
    case usage = 64
    /// A file's contents are not what they have to be; the message names the line and the field.
    case badData = 65
    /// A file or folder that is to be read is not there, or is none of ours.
    case inputMissing = 66
    /// Something cannot be written.
    case outputFailed = 74
    /// Stopped by a signal; what is done is kept, `--resume` goes on.
    case interrupted = 75
}

/// A command's failure: what is printed to standard error, and the exit status.
struct CommandFailure: Error {
    let status: ExitStatus
    let message: String

    init(_ status: ExitStatus, _ message: String) {
        self.status = status
        self.message = message
    }

    /// Ends the process, saying why.
    func exit() -> Never {
        if !message.isEmpty { Output.note("winnow: " + message.readable) }
        #if canImport(Glibc)
            Glibc.exit(status.rawValue)
        #else
            Darwin.exit(status.rawValue)
        #endif
    }
}

extension String {
    /// The most characters of an argument, a path or a line that are told.
    private static let mostQuoted = 200

    /// A message that can be read: what it quotes, and words without end, are cut in their middle.
    var readable: String {
        let quoted = partsAtQuotes.enumerated()
        let short = quoted.map { $0 % 2 == 1 ? $1.cut(to: Self.mostQuoted) : String($1) }
        return short.joined(separator: "'").split(separator: " ", omittingEmptySubsequences: false)
            .map { $0.cut(to: Self.mostQuoted) }.joined(separator: " ")
    }

    /// What stands between single quotes; an apostrophe inside a word is none.
    private var partsAtQuotes: [Substring] {
        var parts: [Substring] = []
        var start = startIndex
        var before: Character = " "
        for place in indices {
            let next = index(after: place)
            if self[place] == "'", !before.isWordPart || next == endIndex || !self[next].isWordPart
            {
                parts.append(self[start..<place])
                start = next
            }
            before = self[place]
        }
        return parts + [self[start...]]
    }
}

extension Character {
    fileprivate var isWordPart: Bool { isLetter || isNumber }
}

extension Substring {
    /// The beginning and the end, if it is longer.
    fileprivate func cut(to most: Int) -> String {
        count <= most ? String(self) : prefix(most / 2) + "…" + suffix(most / 2)
    }
}

extension CommandFailure {
    /// What an error says to the user.
    static func message(of error: any Error) -> String {
        CommandFailure(reporting: error)?.message ?? "\(error)"
    }

    /// The failure that an error of a module means to the user; nil for an error of the command line
    /// itself, which the argument parser explains.
    init?(reporting error: any Error) {
        switch error {
        case let failure as CommandFailure: self = failure
        case let error as StorageError: self.init(error.status, error.description)
        case let error as TranscriptError: self.init(.badData, error.description)
        case let error as MatrixError: self.init(.badData, error.description)
        case let error as TrialError: self.init(.badData, error.description)
        case let error as SettingError: self.init(error.status, error.description)
        case let error as PriceError: self.init(.badData, error.description)
        case let error as TaskRouterError: self.init(.badData, error.description)
        case let error as JSONError: self.init(.badData, error.description)
        case let error as EndpointError: self.init(.usage, error.description)
        case let error as ShardError: self.init(.usage, error.description)
        case let error as PlanError: self.init(error.status, error.description)
        case let error as UnknownToken: self.init(.badData, error.description)
        default: return nil
        }
    }

    /// Does something that writes; where that cannot be, the failure is one of output.
    static func writing(_ body: () throws -> Void) throws {
        do { try body() } catch let error as StorageError {
            throw CommandFailure(.outputFailed, error.description)
        }
    }
}

extension StorageError {
    fileprivate var status: ExitStatus {
        switch kind {
        case .inaccessible: .inputMissing
        case .badContents: .badData
        case .unwritable: .outputFailed
        }
    }
}

extension PlanError {
    /// How much a matrix stands for is its own fault; what a filter leaves is the command line's.
    fileprivate var status: ExitStatus {
        switch self {
        case .tooManyCells, .tooManyCombinations: .badData
        case .malformed, .unknownAxis, .unknownValue, .missingCorpus, .noCells: .usage
        }
    }
}

extension SettingError {
    /// By where the setting was given; what was given nowhere else stands in an option.
    fileprivate var status: ExitStatus {
        guard case .refused(_, let source) = self else { return .usage }
        return switch source {
        case .file, .environmentFile: .badData
        case .environment: .invalidEnvironmentOrResults
        case .commandLine, .preset, .standard: .usage
        }
    }
}

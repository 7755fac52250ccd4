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

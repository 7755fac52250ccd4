import Corpus
import Storage
import Tokenization

extension CommandFailure {
    /// The failure that an error of a module means to the user; nil for an error of the command line
    /// itself, which the argument parser explains.
    init?(reporting error: any Error) {
        switch error {
        case let failure as CommandFailure: self = failure
        case let error as StorageError: self.init(.inputMissing, error.description)
        case let error as TranscriptError: self.init(.badData, error.description)
        case let error as UnknownToken: self.init(.badData, error.description)
        default: return nil
        }
    }
}

public import StrictJSON

/// Something that says in words what a picture shows: a model behind HTTP, a recording, a script.
///
/// A describer may fail, be slow, or answer nonsense; whoever asks bounds its time and does without.
public protocol ImageDescriber: Sendable {
    /// Everything besides the picture that shapes an answer (kind, model, prompt version), as one line:
    /// part of every cache key.
    var identity: String { get }

    /// What a picture shows, in a few sentences. Whatever goes wrong is thrown.
    func describe(_ picture: ImagePart) async throws(ImageDescriberError) -> String
}

/// Why there is no description of a picture.
public enum ImageDescriberError: Error, Hashable, Sendable {
    /// It took too long.
    case timedOut
    /// A recording has no description of this picture.
    case notRecorded
    /// An answer that is empty or too long to be one.
    case unusable
    /// Anything else, in words without secrets.
    case failed(String)
}

extension ImageDescriberError: CustomStringConvertible {
    /// A few words for a log.
    public var description: String {
        switch self {
        case .timedOut: "timed out"
        case .notRecorded: "not recorded"
        case .unusable: "empty, or too long for a description"
        case .failed(let reason): reason
        }
    }
}

/// Descriptions that were recorded, found by the picture's part as it was written.
public struct RecordedDescriber: ImageDescriber {
    /// Part of every cache key: other recordings are other describers.
    public let identity: String
    private let descriptions: [String: String]

    /// A describer that knows some pictures; of two descriptions of one picture the later holds.
    public init(_ recorded: [(source: JSONValue, description: String)], identity: String) {
        self.identity = identity
        descriptions = Dictionary(
            recorded.map { ($0.source.compactText, $0.description) }, uniquingKeysWith: { $1 })
    }

    /// The recorded description. O(bytes of the part).
    public func describe(_ picture: ImagePart) async throws(ImageDescriberError) -> String {
        guard let description = descriptions[picture.source.compactText] else {
            throw .notRecorded
        }
        return description
    }
}

public import StrictJSON

/// Something that says in words what a picture shows: a model behind HTTP, a recording, a script.
///
/// A describer may fail, be slow, or answer nonsense; whoever asks bounds its time and does without.
public protocol ImageDescriber: Sendable {
    /// Everything besides the picture that shapes an answer (kind, model, prompt version), as one line:
    /// part of every cache key.
    var identity: String { get }

    /// Whose description of this picture it would be, where that is not the same for all pictures.
    func identity(for picture: ImagePart) -> String

    /// The description of a picture that is known without asking anybody: it outranks one that was kept
    /// from an earlier call. Nil for most describers.
    func known(_ picture: ImagePart) -> String?

    /// What a picture shows, in a few sentences. Whatever goes wrong is thrown. The answer depends on
    /// which picture it is (`PictureReference`), not on how the part is written.
    func describe(_ picture: ImagePart) async throws(ImageDescriberError) -> String
}

extension ImageDescriber {
    /// The describer's own.
    public func identity(for picture: ImagePart) -> String { identity }

    /// Nothing.
    public func known(_ picture: ImagePart) -> String? { nil }
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

/// Descriptions that were recorded, found by the picture; with somebody to ask, others are asked for and
/// recorded.
public struct RecordedDescriber: ImageDescriber {
    /// Keeps a description that was asked for.
    public typealias Record = @Sendable (_ picture: ImagePart, _ description: String) -> Void

    /// Of whom recorded descriptions are: whoever recorded them. It is the same for all recordings, so
    /// that what is kept of a picture is found again whatever else a recording holds.
    public static let recordedIdentity = "recorded"

    private let descriptions: [PictureReference: String]
    private let upstream: (any ImageDescriber)?
    private let record: Record

    /// A describer that knows some pictures; of two descriptions of one picture the later holds. Others
    /// it asks somebody else for, if there is anybody, and has the answers recorded.
    public init(
        _ recorded: [(picture: PictureReference, description: String)],
        asking upstream: (any ImageDescriber)? = nil, record: @escaping Record = { _, _ in }
    ) {
        descriptions = Dictionary(
            recorded.map { ($0.picture, $0.description) }, uniquingKeysWith: { $1 })
        self.upstream = upstream
        self.record = record
    }

    /// That of whoever is asked, if there is anybody.
    public var identity: String { upstream?.identity ?? Self.recordedIdentity }

    /// A recorded description is of whoever recorded it.
    public func identity(for picture: ImagePart) -> String {
        known(picture) == nil ? identity : Self.recordedIdentity
    }

    /// The recorded description. O(bytes of the part).
    public func known(_ picture: ImagePart) -> String? {
        descriptions[PictureReference(picture.source)]
    }

    /// The recorded description, or a new one. O(bytes of the part) where nobody is asked.
    public func describe(_ picture: ImagePart) async throws(ImageDescriberError) -> String {
        if let description = known(picture) { return description }
        guard let upstream else { throw .notRecorded }
        let description = try await upstream.describe(picture)
        record(picture, description)
        return description
    }
}

/// Which picture a part shows, whatever the wire format it is written in.
///
/// The same picture written by another provider's rules, with another level of detail or with a mark for
/// the prompt cache, is the same picture: what was said of it holds.
public enum PictureReference: Hashable, Sendable {
    /// A picture at an address.
    case address(String)
    /// The picture's own bytes, in base64.
    case bytes(mediaType: String, base64: String)
    /// Anything else, as it is written: a file that a provider keeps, a part of a kind unknown to us.
    case other(JSONValue)

    /// What a part shows: `image_url` of Chat Completions, `input_image` of Responses, and the sources
    /// of Anthropic Messages. O(bytes of the part).
    public init(_ part: JSONValue) {
        if let source = part["source"] {
            self = Self(anthropic: source) ?? .other(part)
            return
        }
        let member = part["image_url"] ?? part["image"]
        guard let url = (member?["url"] ?? member)?.string else {
            self = .other(part)
            return
        }
        self = Self(dataURL: url) ?? .address(url)
    }

    private init?(anthropic source: JSONValue) {
        if let data = source["data"]?.string, let type = source["media_type"]?.string {
            self = .bytes(mediaType: type, base64: data)
        } else if let url = source["url"]?.string {
            self = Self(dataURL: url) ?? .address(url)
        } else {
            return nil
        }
    }

    /// RFC 2397, as providers take it: the data in base64.
    private init?(dataURL url: String) {
        guard url.hasPrefix("data:"), let comma = url.firstIndex(of: ",") else { return nil }
        let head = url[..<comma].dropFirst("data:".count)
        guard head.hasSuffix(";base64") else { return nil }
        self = .bytes(
            mediaType: String(head.dropLast(";base64".count)),
            base64: String(url[url.index(after: comma)...]))
    }
}

extension CanonicalBytes {
    /// Adds which picture is meant. O(bytes).
    public mutating func add(_ picture: PictureReference) {
        switch picture {
        case .address(let address):
            add(1)
            add(address)
        case .bytes(let type, let base64):
            add(2)
            add(type)
            add(base64)
        case .other(let part):
            add(3)
            add(part)
        }
    }
}

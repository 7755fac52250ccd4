public import StrictJSON

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

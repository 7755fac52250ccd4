package import ContextModel
package import StrictJSON

/// Pictures as the wire formats write them.
///
/// Chat Completions: `{type: "image_url", image_url: {url}}`, the URL may be a data URL. Anthropic:
/// `{type: "image", source: {type: "base64", media_type, data} | {type: "url", url}}`.
package enum WireImage {
    private static let types: Set = ["image_url", "image", "input_image"]

    /// The picture, if the part is one in either format; the part is kept as written.
    package static func part(_ fields: JSONObject) -> ImagePart? {
        guard let type = fields["type"]?.string, types.contains(type) else { return nil }
        let description = ["description", "alt", "alt_text"].lazy.compactMap { fields[$0]?.string }
        return ImagePart(
            source: .object(fields), description: description.first,
            size: base64(in: fields).flatMap { PixelSize(base64: $0) })
    }

    private static func base64(in fields: JSONObject) -> Substring? {
        if let data = fields["source"]?["data"]?.string { return Substring(data) }
        let image = fields["image_url"] ?? fields["image"]
        return (image?["url"] ?? image)?.string.flatMap(DataURL.init)?.data
    }

    /// The picture as a part of Chat Completions; one that cannot be told stays as it is.
    package static func chatCompletions(_ image: ImagePart) -> JSONValue {
        guard let source = image.source["source"] else { return image.source }
        let url: String
        if let data = source["data"]?.string, let type = source["media_type"]?.string {
            url = "data:\(type);base64,\(data)"
        } else if let address = source["url"]?.string {
            url = address
        } else {
            return image.source
        }
        return .object(
            JSONObject([
                ("type", .string("image_url")),
                ("image_url", .object(JSONObject([("url", .string(url))]))),
            ]))
    }

    /// The picture as a block of Anthropic Messages; one that cannot be told stays as it is.
    package static func anthropicMessages(_ image: ImagePart) -> JSONValue {
        guard image.source["source"] == nil, let member = image.source["image_url"],
            let url = (member["url"] ?? member).string
        else { return image.source }
        let source =
            if let data = DataURL(url) {
                JSONObject([
                    ("type", .string("base64")), ("media_type", .string(data.mediaType)),
                    ("data", .string(String(data.data))),
                ])
            } else {
                JSONObject([("type", .string("url")), ("url", .string(url))])
            }
        return .object(JSONObject([("type", .string("image")), ("source", .object(source))]))
    }
}

/// The parts of a URL that holds its data in base64.
package struct DataURL {
    let mediaType: String
    let data: Substring

    init?(_ url: String) {
        guard url.hasPrefix("data:"), let comma = url.utf8.firstIndex(of: UInt8(ascii: ",")) else {
            return nil
        }
        let head = url[..<comma].dropFirst("data:".count)
        guard head.hasSuffix(";base64") else { return nil }
        mediaType = String(head.dropLast(";base64".count))
        data = url[url.utf8.index(after: comma)...]
    }
}

import ContextModel
import Evaluation

/// Some axes of the pipeline, for tests.
struct FewAxes: AxisCheck {
    let axes = ["counter", "image.rule", "cache.count", "context.limit"]

    func verdict(on value: String, of axis: String) -> AxisVerdict {
        let words = [
            "counter": ["cl100k_base", "o200k_base", "characters/4"],
            "image.rule": ["dynamic", "fixed"], "cache.count": ["on", "off"],
        ]
        if let known = words[axis] {
            if axis == "cache.count", value == "true" { return .accepted("on") }
            return known.contains(value)
                ? .accepted(value) : .refused(expected: known.joined(separator: " or "))
        }
        guard let tokens = Int(value), tokens >= 100 else { return .refused(expected: "100 up") }
        return .accepted(value)
    }
}

/// A matrix of a text, checked against few axes and the corpora a, b and c.
func matrix(
    _ yaml: String, corpora: [String] = ["a", "b", "c"]
) throws(MatrixError) -> Matrix {
    try Matrix(yaml: Array(yaml.utf8), file: "m.yaml", corpora: corpora, check: FewAxes())
}

/// The message with which a matrix is refused, or nil if it is not.
func refusal(_ yaml: String, corpora: [String] = ["a", "b", "c"]) -> String? {
    do {
        _ = try matrix(yaml, corpora: corpora)
        return nil
    } catch {
        return "\(error)"
    }
}

/// Corpora of some names.
func corpora(_ names: String...) -> [CorpusIdentity] {
    names.map { CorpusIdentity(name: $0, hash: "hash-of-\($0)") }
}

/// A hasher that shows what it was given.
struct PlainHasher: ContentHasher {
    func sha256(_ bytes: [UInt8]) -> String { "<" + String(decoding: bytes, as: UTF8.self) + ">" }

    func digest(_ bytes: UnsafeRawBufferPointer) -> ContentDigest {
        ContentDigest(bytes.reduce(7) { $0 &* 31 &+ UInt64($1) }, UInt64(bytes.count), 0, 0)
    }
}

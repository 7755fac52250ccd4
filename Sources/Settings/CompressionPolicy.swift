public import Compression

/// Whether and how the texts of requests are compressed (doc 001).
///
/// Compression is the last step of a session: it works on the context that the policy's steps leave, and
/// what it makes is what is sent. The steps decide by the context alone, as if nothing were
/// compressed; whether a request fits is decided by what is sent.
public struct CompressionPolicy: Hashable, Sendable {
    /// How dictionaries are kept.
    public enum Mode: String, Hashable, Sendable, CaseIterable {
        /// Nothing is compressed.
        case off
        /// A dictionary for each conversation, which only grows.
        case conversation
        /// A dictionary for each request, made anew: the documents' "traditional" method.
        case request
    }

    /// Which texts may be touched.
    public enum Contents: String, Hashable, Sendable, CaseIterable {
        /// Prose, code, JSON and tools' answers.
        case standard
        /// Prose alone.
        case prose
        /// Code between fences alone.
        case code
        /// Texts that are one JSON object or array alone.
        case json
        /// Tools' answers alone.
        case toolOutput = "tool_output"
        /// Everything, system messages and arguments of calls that are written as text, too.
        case everything

        /// The kinds of texts.
        public var kinds: Set<TextKind> {
            switch self {
            case .standard: CompressionSettings().contents
            case .prose: [.prose]
            case .code: [.code]
            case .json: [.json]
            case .toolOutput: [.toolOutput]
            case .everything: Set(TextKind.allCases)
            }
        }
    }

    /// How dictionaries are kept.
    public var mode = Mode.off
    /// What may be touched.
    public var contents = Contents.standard
    /// The settings of a conversation, what may be touched apart.
    public var conversation = CompressionSettings()

    /// The settings of a conversation.
    public var settings: CompressionSettings {
        var settings = conversation
        settings.contents = contents.kinds
        return settings
    }

    /// Off, and the documented defaults.
    public init() {}
}

extension CompressionPolicy {
    /// Why compression is refused with a counter that estimates.
    package func refusal(with counter: String) -> SettingError {
        .invalid(
            name: "compression.mode", value: mode.rawValue,
            range: "off with the counter \(counter): what a symbol costs is known for a published "
                + "encoding alone, cl100k_base or o200k_base")
    }
}

import ContextModel
import Statistics

/// A corpus made from a seed: the same bytes on any machine, in any process, on any thread.
package struct SyntheticCorpus: Sendable {
    /// The corpus's name and the name of its folder.
    package let name: String
    /// The seed all its random numbers come from.
    package let seed: UInt64
    /// What it is, in one sentence.
    let summary: String
    /// How it is made and what to know about it, in Markdown.
    package let making: String
    private let conversations: @Sendable (UInt64) -> [TranscriptDraft]

    init(
        _ name: String, summary: String, making: String, seed: UInt64 = 20_260_101,
        conversations: @escaping @Sendable (UInt64) -> [TranscriptDraft]
    ) {
        self.name = name
        self.summary = summary
        self.making = making
        self.seed = seed
        self.conversations = conversations
    }

    /// The corpora that ship with the project.
    package static let all: [SyntheticCorpus] = [
        supportChat, codingAgent, longDialogue, vision, multilingual, pathological,
    ]

    /// The same corpus from another seed.
    package func reseeded(_ seed: UInt64) -> SyntheticCorpus {
        SyntheticCorpus(
            name, summary: summary, making: making, seed: seed, conversations: conversations)
    }

    /// The conversations, made anew. O(bytes).
    func drafts() -> [TranscriptDraft] { conversations(seed) }

    /// The corpus's data files, made anew: paths relative to the corpora folder, with their bytes.
    /// O(bytes).
    package func files() -> [CorpusFile] { [Self.file(name, drafts())] }

    static func file(_ name: String, _ drafts: [TranscriptDraft]) -> CorpusFile {
        var bytes: [UInt8] = []
        for (record, draft) in drafts.enumerated() {
            bytes += draft.line(record: record).utf8
            bytes.append(UInt8(ascii: "\n"))
        }
        return CorpusFile(path: name + "/conversations.jsonl", bytes: bytes)
    }
}

/// A file of a corpus.
package struct CorpusFile: Hashable, Sendable {
    /// The path relative to the corpora folder, with slashes.
    package let path: String
    /// The content.
    package let bytes: [UInt8]

    /// A file.
    package init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }
}

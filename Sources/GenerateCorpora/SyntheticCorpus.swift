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

    /// A corpus of the same name and making, with other content, from another seed.
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

extension SyntheticCorpus {
    /// All files of all corpora: the data, a README.md each, one for the folder, and SHA256SUMS in
    /// the form that `sha256sum -c` reads. The counter should be that of cl100k_base, which the
    /// recordings were measured with. O(bytes).
    package static func allFiles(counter: any TokenCounter, hasher: any ContentHasher)
        -> [CorpusFile]
    {
        var files: [CorpusFile] = []
        var rows: [String] = []
        var sums = ""
        for corpus in all {
            let drafts = corpus.drafts()
            let data = file(corpus.name, drafts)
            let shape = CorpusShape(drafts, counter: counter)
            let hash = hasher.sha256(data.bytes)
            let readme = corpus.readme(shape, drafts.count, data, hash, counter.name)
            files += [
                data, CorpusFile(path: corpus.name + "/README.md", bytes: Array(readme.utf8)),
            ]
            sums += "\(hash)  \(data.path)\n"
            rows.append(
                "| [\(corpus.name)](\(corpus.name)/README.md) | \(drafts.count) | \(shape.messages) "
                    + "| \(shape.requests) | \(shape.tokens) | \(data.bytes.count) |")
        }
        let overview = overviewText(rows, counter.name)
        files.append(CorpusFile(path: "README.md", bytes: Array(overview.utf8)))
        files.append(CorpusFile(path: "SHA256SUMS", bytes: Array(sums.utf8)))
        return files
    }

    private func readme(
        _ shape: CorpusShape, _ conversations: Int, _ data: CorpusFile, _ hash: String,
        _ counter: String
    ) -> String {
        """
        # \(name)

        \(summary)

        | conversations | messages | requests | tokens (\(counter)) | bytes |
        |--:|--:|--:|--:|--:|
        | \(conversations) | \(shape.messages) | \(shape.requests) | \(shape.tokens) \
        | \(data.bytes.count) |

        ## How it is made

        \(making)

        All words are the project's own. `swift run -c release GenerateCorpora Corpora` \
        writes this folder again, byte for byte, from seed \(seed).

            SHA-256 \(hash)  conversations.jsonl

        \(comparison(shape))
        """
    }

    private func comparison(_ shape: CorpusShape) -> String {
        let real = RealShape.all.filter { $0.corpus == name }
        guard !real.isEmpty else { return "There are no recordings to compare this corpus with.\n" }
        let rows = real.map { quantity -> String in
            let values = shape[quantity.quantity]
            let ours = [10, 50, 90].map { percent in
                CorpusShape.quantile(percent, of: values).map(String.init) ?? "none"
            }
            let theirs = [2, 10, 18].map { String(quantity.quantiles[$0]) }
            let distance = values.isEmpty ? "" : (CorpusShape.distance(values, to: quantity)).money
            return
                "| \(quantity.quantity) | \(quantity.samples) | \(theirs.joined(separator: " / ")) "
                + "| \(values.count) | \(ours.joined(separator: " / ")) "
                + "| \(ratio(ours[1], theirs[1])) | \(distance) |"
        }
        return """
            ## Beside recordings

            The recordings are \(Self.recordings(name)). Quantiles are 10 % / 50 % / 90 %; the last \
            column is the Kolmogorov–Smirnov distance, looked for at every twentieth of the \
            recordings' distribution (0 same, 1 disjoint). `Sources/GenerateCorpora/compare-with-real FOLDER` \
            measures both sides anew. A message with tool calls counts as its text; the calls are \
            a row of their own. An identifier's age is the number of texts since it was first seen.

            | quantity | recorded n | recorded | synthetic n | synthetic | ratio of medians | KS |
            |---|--:|--:|--:|--:|--:|--:|
            \(rows.joined(separator: "\n"))

            """
    }

    private func ratio(_ ours: String, _ theirs: String) -> String {
        guard let ours = Int(ours), let theirs = Int(theirs), theirs > 0 else { return "" }
        return ((ours * 100 + theirs / 2) / theirs).money
    }

    private static func recordings(_ name: String) -> String {
        switch name {
        case "support-chat": "314 conversations of tau-bench (airline) and tau2-bench (retail)"
        case "coding-agent": "50 runs of vorflux (one agent), SWE-agent and OpenHands"
        case "long-dialogue": "26 meetings of QMSum"
        case "vision": "the 6 sessions of ScreenAgent"
        default: "450 talks of CrossWOZ and XPersona"
        }
    }

    private static func overviewText(_ rows: [String], _ counter: String) -> String {
        """
        # Corpora

        Conversations made from seeds, which everything in this project can be tried on without \
        any recording. Each folder holds `conversations.jsonl`, one conversation a line in the form \
        of Chat Completions, and a README.md with how it is made and how close it is to recordings.

        | corpus | conversations | messages | requests | tokens (\(counter)) | bytes |
        |---|--:|--:|--:|--:|--:|
        \(rows.joined(separator: "\n"))

        * `swift run -c release GenerateCorpora Corpora` writes all of this again, byte for byte; a \
        test does the same. `sha256sum -c SHA256SUMS` in this folder checks the data.
        * A line is `{"id", "messages", "tools"?, "winnow"}`. `winnow` holds what Chat Completions \
        has no place for: `timestamps` in milliseconds since 1970, one for each message; `requests`, \
        how many messages each request sent (negative: made up, since nobody is a model); `id` \
        and `source`, where the line stands.
        * An image part carries `width`, `height` and, if somebody described it, `alt`.
        * `Sources/GenerateCorpora/compare-with-real FOLDER` measures recordings in public formats \
        and these corpora, and with `--swift` prints the table that the shapes are drawn from. Only numbers of the \
        recordings are here, none of their text.

        """
    }
}

import ArgumentParser
import ContextModel
import Corpus
import Evaluation
import Files
import Reporting
import Summarization

/// `winnow quality`: how good the embedded extract is.
struct QualityCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quality",
        abstract: "Judges the embedded extract on recorded conversations, without a judge.",
        discussion: """
            Two measures, each beside plain methods of the same size: the identifiers that \
            conversations with tool calls use later, and ROUGE against the reference summaries of \
            QMSum meetings. The same recordings give the same report, byte for byte.
            """)

    @OptionGroup var corporaOption: CorporaOption

    @Option(
        help: ArgumentHelp(
            "The most conversations or meetings of each corpus; all if not given.",
            valueName: "count"))
    var limit: Int?

    @Option(
        help: ArgumentHelp(
            "Only every other conversation: `even` to choose weights by, `odd` to confirm them.",
            valueName: "half"))
    var half: Half?

    @Option(help: ArgumentHelp("The file to write to; standard output if not given."))
    var out: String?

    /// Every other conversation of a corpus.
    enum Half: String, ExpressibleByArgument, CaseIterable {
        case even, odd
    }

    func validate() throws {
        guard (limit ?? 1) > 0 else { throw ValidationError("--limit must be at least 1") }
    }

    func run() throws {
        let root = try corporaOption.folder()
        guard Paths.exists(root) else {
            throw CommandFailure(.inputMissing, "\(root): there is no such folder")
        }
        let folder = try CorpusFolder(root)
        var record = SummaryQualityRecord(
            summarizer: ExtractiveSummarizer(counter: Counters.reference).identity)
        for name in folder.names {
            let corpus = try folder.load(name, keepingTranscripts: true)
            corpus.noteWhatWasNotRead(limit: 5)
            try measure(corpus, in: root, into: &record)
        }
        folder.noteWhatIsOutside()
        guard !record.isEmpty else {
            throw CommandFailure(
                .inputMissing,
                "\(root): nothing to judge; expected conversations with tool calls or QMSum "
                    + "meetings with answers to general questions")
        }
        let markdown = SummaryQualityReport(record).markdown
        guard let out else { return Output.write(markdown) }
        try AtomicFile.write(markdown, to: out)
        Output.line(out)
    }

    private func measure(
        _ corpus: LoadedCorpus, in root: String, into record: inout SummaryQualityRecord
    ) throws {
        let talks = chosen(corpus.transcripts.filter(SurvivalRun.isSuitable))
        if !talks.isEmpty {
            Output.note("winnow: \(corpus.identity.name): \(talks.count) conversations")
            let run = SurvivalRun(counter: Counters.reference)
            record.corpora.append(
                SummaryQualityRecord.ToolCorpus(
                    identity: corpus.identity, conversations: talks.count,
                    samples: talks.compactMap(run.sample)))
        }
        let meetings = chosen(corpus.transcripts.filter { $0.source.format == .qmsum })
        guard !meetings.isEmpty else { return }
        Output.note("winnow: \(corpus.identity.name): \(meetings.count) meetings")
        let run = MeetingRun(counter: Counters.reference)
        record.meetingCorpora.append(corpus.identity)
        for meeting in meetings {
            let questions = try questions(about: meeting, in: root)
            if let sample = run.sample(meeting, questions) { record.meetings.append(sample) }
        }
    }

    private func questions(
        about meeting: Transcript, in root: String
    ) throws -> QMSumQuestions {
        let path = meeting.source.path
        let file = try MappedFile(path: root + "/" + path)
        return try withExtendedLifetime(file) { try QMSumQuestions(file.bytes, path: path) }
    }

    private func chosen(_ transcripts: [Transcript]) -> [Transcript] {
        let own = transcripts.enumerated().filter { index, _ in
            half.map { $0 == .even ? index % 2 == 0 : index % 2 == 1 } ?? true
        }.map(\.element)
        return Array(own.prefix(limit ?? .max))
    }
}

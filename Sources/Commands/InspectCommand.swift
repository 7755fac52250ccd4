import ArgumentParser
import Corpus
import Evaluation
import Reporting
import Storage
import Verdicts

/// `winnow inspect`: one conversation of a stored run, request by request.
struct InspectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Shows what a setting did to one conversation, request by request.",
        discussion: """
            Replays the conversation once more and checks that its figures are those of the run. Prints \
            what each request sent, cost and lost, and writes a page with one request before and after: \
            what was removed, what was made in its place, and which of the identifiers that the answer \
            uses were still there. The page's path is the last line.

            Without --filter it shows the setting that the run recommends in its first row. The texts \
            of the recording are on the page only with --with-text.
            """)

    @Argument(help: "The run, or 'latest'. `winnow report --list` names them.")
    var run: String

    @Argument(
        help: ArgumentHelp(
            "The conversation, as the run names it; CORPUS/CONVERSATION where several corpora have one "
                + "of that name."))
    var conversation: String

    @OptionGroup var results: DatabaseOption

    @OptionGroup var corporaOption: CorporaOption

    @OptionGroup var summarizerOptions: SummarizerOptions

    @Option(
        help: ArgumentHelp(
            "The cell: AXIS=VALUE,… as in `winnow run`, `mode` included.", valueName: "filter"))
    var filter: String?

    @Option(
        help: ArgumentHelp(
            "The request that is shown before and after; the one that loses most if not given.",
            valueName: "number"))
    var request: Int?

    @Flag(help: "Show the texts of the recording on the page.")
    var withText = false

    @Option(help: ArgumentHelp("The page.", valueName: "file"))
    var out = ".winnow/inspect.html"

    func run() async throws {
        let store = try ResultStore.reading(results.db)
        let name = run == "latest" ? nil : run
        try store.check(run: name, in: results.db)
        let record = try store.load(run: name)
        let chosen = try choice(in: record)
        let inspection = try await inspection(of: chosen)
        try check(inspection, against: chosen.stored)
        if let request, !inspection.requests.indices.contains(request - 1) {
            throw CommandFailure(
                .usage,
                "--request \(request): the conversation has requests 1 to \(inspection.requests.count)"
            )
        }
        var options = InspectionPage.Options()
        options.request = request
        options.showsText = withText
        options.command = CommandText.current
        let page = InspectionPage(inspection, reference: chosen.everythingSent, options)
        Output.text(page.markdown)
        try CommandFailure.writing { try AtomicFile.write(page.text, to: out) }
        Output.line(out)
    }

    /// A conversation of a cell.
    private struct Chosen {
        let cell: Cell
        let stored: ConversationResult
        /// Its place in the corpus.
        let number: Int
        /// What the conversation did where everything is sent.
        var everythingSent: ConversationResult?
    }

    /// The cell and the conversation that are named.
    private func choice(in record: RunRecord) throws -> Chosen {
        let filter = try filter.map { try CellFilter($0) } ?? .all
        let places = record.results.compactMap { result -> Chosen? in
            let name = result.cell.corpus.name
            guard filter.rule.picks(result.cell) else { return nil }
            return result.conversations.firstIndex {
                $0.name == conversation || "\(name)/\($0.name)" == conversation
            }.map { Chosen(cell: result.cell, stored: result.conversations[$0], number: $0) }
        }
        let corpora = Set(places.map(\.cell.corpus.name)).sorted()
        guard corpora.count <= 1 else {
            throw CommandFailure(
                .usage,
                "'\(conversation)' is in \(corpora.joined(separator: " and ")): write CORPUS/\(conversation)"
            )
        }
        let decisions = Decision.all(of: record).filter { $0.group.scope == .all }
        let recommended = decisions.compactMap(\.recommended).first { one in
            places.contains { one.holds($0.cell) }
        }
        let best = places.first { recommended?.holds($0.cell) == true }
        guard var one = best ?? places.first else { throw missing(in: record, filter) }
        let task = decisions.first { $0.candidates.contains { $0.holds(one.cell) } }
        one.everythingSent =
            task?.reference?.cells.first { $0.cell.corpus == one.cell.corpus }?
            .conversations[one.number]
        return one
    }

    /// What to say where no cell has the conversation.
    private func missing(in record: RunRecord, _ filter: CellFilter) -> CommandFailure {
        let names = record.results.filter { filter.rule.picks($0.cell) }
            .flatMap { result in
                result.conversations.map { "\(result.cell.corpus.name)/\($0.name)" }
            }
        guard let first = names.first else {
            return CommandFailure(
                .usage,
                "the run \(record.description.id) has no cell of --filter \(self.filter ?? "")")
        }
        return CommandFailure(
            .usage,
            "the run \(record.description.id) has no conversation '\(conversation)'; one of its "
                + "\(Set(names).count) is '\(first)' (all: the view v_conversation of \(results.db))"
        )
    }

    private func inspection(of chosen: Chosen) async throws -> Inspection {
        let corpus = chosen.cell.corpus
        let folder = try CorpusFolder(corporaOption.folder())
        let loaded = try folder.load(corpus.name, keepingTranscripts: true)
        guard loaded.identity == corpus else {
            throw CommandFailure(
                .badData,
                "\(folder.root): \(corpus.name) is not the corpus of the run: it was changed")
        }
        let summarizers = try Summarizers(
            summarizerOptions, for: [try chosen.cell.summarizer()])
        let bench = CorpusBench(
            loaded.transcripts, instruments: .real(summarizers))
        let inspection = try await bench.inspect(chosen.cell, conversation: chosen.number)
        try summarizers.finish()
        return inspection
    }

    /// A page that shows something else than the run measured would mislead.
    private func check(_ inspection: Inspection, against stored: ConversationResult) throws {
        let differing = inspection.differences(from: stored)
        guard !differing.isEmpty else { return }
        throw CommandFailure(
            .invalidEnvironmentOrResults,
            "\(conversation): replayed alone it differs from the run in "
                + differing.map(\.rawValue).joined(separator: ", ")
                + "; another program made the run, or its sessions shared memory (cache.scope)")
    }
}

extension Decision.Candidate {
    /// Whether a cell is one of the candidate's.
    fileprivate func holds(_ cell: Cell) -> Bool { cells.contains { $0.cell == cell } }
}

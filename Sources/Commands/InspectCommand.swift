import ArgumentParser
import Corpus
import Evaluation
import Files
import Reporting
import Results
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
            "The conversation, as the run names it, or CORPUS/CONVERSATION; without it all are listed."
        ))
    var conversation: String?

    @OptionGroup var results: DatabaseOption

    @OptionGroup var corporaOption: CorporaOption

    @OptionGroup var summarizerOptions: SummarizerOptions

    @Option(
        help: ArgumentHelp(
            "The cell: AXIS=VALUE,… as in `winnow run`, `mode` included.", valueName: "filter"))
    var filter: String?

    @Option(
        help: ArgumentHelp(
            "The request that is shown before and after; the one that loses most references if not given, or the last that was changed.",
            valueName: "number"))
    var request: Int?

    @Flag(help: "Show the texts of the recording on the page.")
    var withText = false

    @Option(help: ArgumentHelp("The page.", valueName: "file"))
    var out = Places.inspection

    func validate() throws {
        guard !out.isEmpty else { throw ValidationError("--out takes a path.") }
    }

    func run() async throws {
        let store = try ResultStore.reading(results.db)
        let record = try store.record(of: run, in: results.db)
        guard let conversation else { return list(record) }
        try checkOut()
        let chosen = try choice(of: conversation, in: record)
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
        options.run = record.description.id
        options.command = command(of: chosen, in: record)
        let page = InspectionPage(inspection, reference: chosen.everythingSent, options)
        Output.text(page.markdown)
        try CommandFailure.writing { try AtomicFile.write(page.text, to: out) }
        Output.line(out)
    }

    /// The names of all conversations, with how many requests each made.
    private func list(_ record: RunRecord) {
        var seen: Set<String> = []
        for result in record.results where seen.insert(result.cell.corpus.name).inserted {
            for one in result.conversations {
                Output.row([result.cell.corpus.name(of: one), "\(one.requests) requests"])
            }
        }
    }

    /// Refuses to replace what is no page: a slip must not cost a recording.
    private func checkOut() throws {
        guard Paths.exists(out) else { return }
        let file = try MappedFile(path: out)
        let isPage = withExtendedLifetime(file) { file.bytes.starts(with: "<!doctype html>".utf8) }
        guard isPage else {
            throw CommandFailure(
                .usage, "--out \(out): is there, and no page of ours; name another file")
        }
    }

    /// The command that shows the same again, whatever runs follow.
    private func command(of chosen: Chosen, in record: RunRecord) -> String {
        let shown =
            (request.map { ["--request", "\($0)"] } ?? []) + (withText ? ["--with-text"] : [])
        return chosen.cell.inspectCommand(
            chosen.stored, run: record.description.id,
            options: results.words + corporaOption.words + shown)
    }

    /// A conversation of a cell.
    private struct Chosen {
        let cell: Cell
        let stored: ConversationResult
        /// Its place in the corpus.
        let number: Int
        /// What the conversation did where everything is sent.
        var everythingSent: ConversationResult?

        /// The name that tells it from those of other corpora.
        var name: String { cell.corpus.name(of: stored) }
    }

    /// The cell and the conversation that are named.
    private func choice(of wanted: String, in record: RunRecord) throws -> Chosen {
        let filter = try filter.map { try CellFilter($0) } ?? .all
        let all = record.results.flatMap { result in
            result.conversations.enumerated().map {
                Chosen(cell: result.cell, stored: $0.element, number: $0.offset)
            }
        }
        let named = all.filter { $0.name == wanted || $0.stored.name == wanted }
        guard !named.isEmpty else { throw missing(wanted, among: all, in: record) }
        let places = named.filter { filter.rule.picks($0.cell) }
        guard !places.isEmpty else {
            throw CommandFailure(
                .usage,
                "the run \(record.description.id) has no cell of --filter \(self.filter ?? "") with '\(wanted)'"
            )
        }
        let corpora = Set(places.map(\.cell.corpus.name)).sorted()
        guard corpora.count <= 1 else {
            throw CommandFailure(
                .usage,
                "'\(wanted)' is in \(corpora.joined(separator: " and ")): write CORPUS/\(wanted)")
        }
        let decisions = Decision.all(of: record).filter { $0.group.scope == .all }
        let recommended = decisions.compactMap(\.recommended).first { one in
            places.contains { one.holds($0.cell) }
        }
        var one = places.first { recommended?.holds($0.cell) == true } ?? places[0]
        if places.count > 1 {
            Output.note(
                "winnow: \(places.count) cells have it; this is mode=\(one.cell.mode.rawValue), "
                    + "\(one.cell.configurationText); --filter names another")
        }
        let task = decisions.first { $0.isTask(of: one.cell) }
        one.everythingSent =
            task?.reference?.cells.first { $0.cell.corpus == one.cell.corpus }?
            .conversations[one.number]
        return one
    }

    /// What to say where no cell has the conversation.
    private func missing(
        _ wanted: String, among all: [Chosen], in record: RunRecord
    ) -> CommandFailure {
        var alike: [String] = []
        for one in all where one.name.contains(wanted) && !alike.contains(one.name) {
            alike.append(one.name)
        }
        let hint =
            alike.isEmpty
            ? "" : "; there is " + alike.prefix(3).map { "'\($0)'" }.joined(separator: ", ")
        return CommandFailure(
            .usage,
            "the run \(record.description.id) has no conversation '\(wanted)'\(hint); `winnow inspect "
                + "\(run)` lists all")
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
        let inspection = try await loaded.inspection(
            of: chosen.number, named: chosen.name, in: chosen.cell, .real(summarizers))
        try summarizers.finish()
        return inspection
    }

    /// A page that shows something else than the run measured would mislead.
    private func check(_ inspection: Inspection, against stored: ConversationResult) throws {
        let differing = inspection.differences(from: stored)
        guard !differing.isEmpty else { return }
        throw CommandFailure(
            .invalidEnvironmentOrResults,
            "\(inspection.name): replayed alone it differs from the run in "
                + differing.map(\.rawValue).joined(separator: ", ")
                + "; another program made the run, or its sessions shared memory (cache.scope)")
    }
}

extension Decision {
    /// Whether it is about a cell's window, client and prices.
    fileprivate func isTask(of cell: Cell) -> Bool {
        let limit = cell.value(of: "context.limit")
        return group.mode == cell.mode && (limit == nil || limit == group.contextLimit)
            && (cell.value(of: ReplayAxes.priceRule) ?? "") == group.priceRule
            && (cell.value(of: ReplayAxes.priceModel) ?? "") == group.priceModel
    }
}

extension LoadedCorpus {
    /// A conversation of a cell, replayed alone: the others need not be counted for that.
    func inspection(
        of number: Int, named name: String, in cell: Cell, _ environment: MeasurementEnvironment
    ) async throws(TrialError) -> Inspection {
        let own = transcripts.indices.contains(number) ? [transcripts[number]] : []
        var inspection = try await CorpusReplayer(own, environment: environment)
            .inspect(cell, conversation: 0)
        inspection.name = name
        return inspection
    }
}

extension Decision.Candidate {
    /// Whether a cell is one of the candidate's.
    fileprivate func holds(_ cell: Cell) -> Bool { cells.contains { $0.cell == cell } }
}

import Corpus
import Evaluation
import Files
import Foundation
import Reporting
import Results
import Settings
import Verdicts

extension RunCommand {
    /// Everything that is known before the first cell is replayed.
    struct Job {
        let command: RunCommand
        let folder: CorpusFolder
        let plan: Plan
        private let matrix: Matrix
        private let text: MatrixText
        private let summaries: [CorpusSummary]
        private let shard: Shard?
        private let bar: ProgressBar

        init(_ command: RunCommand, _ bar: ProgressBar) throws {
            self.command = command
            self.bar = bar
            shard = try command.shard.map {
                try Shard($0, environment: ProcessInfo.processInfo.environment)
            }
            guard shard == nil || command.results.db != DatabaseOption.standard else {
                throw CommandFailure(
                    .usage,
                    "--shard writes a database of its part alone: name it with --db, and not "
                        + "\(DatabaseOption.standard), where all results are")
            }
            folder = try CorpusFolder(command.corporaOption.folder())
            bar.show(doing: "reading the matrix")
            let file = try MatrixFile(
                command.matrix, standard: Self.defaultMatrix, or: "winnow run <matrix>")
            text = MatrixText(yaml: file.text, filter: command.filter)
            var matrix = try file.matrix(folder.names)
            if let seed = command.seed { matrix.seed = seed }
            matrix.nameDefaults()
            self.matrix = matrix
            if !command.dryRun { try command.handOver(matrix, folder.names) }
            summaries = try Self.survey(folder, matrix.corpora ?? folder.names, command, bar)
            let corpora = summaries.filter { $0.requests > 0 }.map(\.identity)
            guard !corpora.isEmpty else {
                throw CommandFailure(
                    .inputMissing,
                    "\(folder.root): holds no request of a conversation of a known format; `winnow corpus list` "
                        + "says what is there")
            }
            bar.show(doing: "planning")
            plan = try Plan(
                matrix, corpora: corpora,
                filter: command.filter.map { try CellFilter($0) } ?? .all)
            try plan.check()
        }

        private static let defaultMatrix = "Benchmarks/Matrices/default.yaml"

        /// Reads every corpus once, to know what it is before anything is planned.
        private static func survey(
            _ folder: CorpusFolder, _ names: [String], _ command: RunCommand, _ bar: ProgressBar
        ) throws -> [CorpusSummary] {
            var unread = folder.outside.count
            if !command.quiet { folder.noteWhatIsOutside() }
            let summaries = try names.map { name in
                bar.show(doing: "reading \(name)")
                let corpus = try folder.load(name)
                if !command.quiet || command.strict { corpus.noteWhatWasNotRead(limit: 20) }
                let summary = corpus.summary
                unread += summary.unknownFiles + summary.refusedRecords
                return summary
            }
            if command.strict, unread > 0 {
                throw CommandFailure(
                    .badData,
                    "\(unread) files or records cannot be read; without --strict the rest is")
            }
            return withoutCopies(summaries)
        }

        /// The corpora without those that hold the same files as an earlier one: results are kept by
        /// what a corpus holds, so a copy would only be measured twice.
        private static func withoutCopies(_ summaries: [CorpusSummary]) -> [CorpusSummary] {
            var names: [String: String] = [:]
            return summaries.filter { summary in
                let identity = summary.identity
                guard let other = names[identity.hash] else {
                    names[identity.hash] = identity.name
                    return true
                }
                Output.note(
                    "winnow: \(identity.name): holds the same files as \(other), left out")
                return false
            }
        }

        /// Replays what is not done, stores it, reports it.
        func run() async throws {
            // What is missing is said before anything is made.
            let summarizers = try Summarizers(
                command.summarizerOptions, for: try plan.summarizers())
            guard let shard else {
                let store = try ResultStore.writing(command.results.db)
                let description = try description(in: store)
                let folder = ReportFolder(command.report, ofRun: description.id)
                try folder.prepare()
                let (record, decisions) = try await record(
                    plan.cells, of: description, in: store, summarizers)
                // Complete is a run with its report: a process that is killed before goes on with it.
                let previous = try store.predecessor(of: record.description)
                let pages = try await pages(
                    of: decisions, run: record.description.id, summarizers)
                let path = try report(record, decisions, pages, previous: previous, in: folder)
                try store.finish(run: record.description.id)
                return try end(record, path)
            }
            let file = ShardFile(command.results.db)
            if try isDone(file, shard) {
                try file.removeLeftovers()
            } else {
                try await runPart(file, shard, summarizers)
            }
            Output.line(command.results.db)
        }

        /// Whether a part is there already; a file with other work is refused.
        private func isDone(_ file: ShardFile, _ shard: Shard) throws -> Bool {
            guard try file.isThere else { return false }
            try check(shard, in: ResultStore.reading(file.path))
            Output.note("winnow: \(file.path): is done already")
            return true
        }

        /// Replays a part, as far as it is not done, and gives it its name.
        private func runPart(
            _ file: ShardFile, _ shard: Shard, _ summarizers: Summarizers
        ) async throws {
            guard let claim = try file.claim() else {
                throw CommandFailure(
                    .interrupted,
                    "\(file.path): another process is at this part; when it has ended, the same "
                        + "command goes on, or finds it done")
            }
            defer { withExtendedLifetime(claim) {} }
            // Whoever had the claim before may just have finished.
            guard try !isDone(file, shard) else { return }
            let cells = plan.cells(of: shard)
            let store = try ResultStore.writing(file.partialPath)
            let run: String
            if let finished = try store.finishedRun(like: named(try newDescription())) {
                // One that was killed after it had finished has only the name to give.
                run = finished.id
            } else {
                let description = try description(in: store)
                _ = try await record(cells, of: description, in: store, summarizers)
                run = description.id
                try store.finish(run: run)
            }
            try file.publish(store, run: run, cells: cells.count)
        }

        /// Refuses a finished file that holds other work than this part of this run.
        private func check(_ shard: Shard, in store: ResultStore) throws {
            let wanted = named(try newDescription())
            let run = try store.finishedRun(like: wanted)
            let missing = try run.map { run in
                Runner(
                    plan.cells(of: shard), done: try store.recordedKeys(run: run.id),
                    buildFingerprint: wanted.program.buildFingerprint, hasher: SHA256Hasher()
                ).cells.count
            }
            guard missing == 0 else {
                throw CommandFailure(
                    .badData,
                    "\(command.results.db): holds other work than part \(shard.index)/\(shard.count) of this "
                        + "matrix, seed, recordings and program; name another file, or remove it")
            }
        }

        /// How long the plan will take, by what its cells took in earlier runs.
        func estimate() throws -> String {
            guard FileManager.default.fileExists(atPath: command.results.db) else {
                return "how long it takes is not known: \(command.results.db) has no earlier run"
            }
            let means = try ResultStore.reading(command.results.db).meanDurations()
            var seconds = 0.0
            var unknown = 0
            // Naming a million configurations would take longer than the answer is worth.
            let isNamed = plan.cells.count <= 100_000
            for cell in plan.cells {
                let corpus = means[cell.corpus.hash]
                let own = isNamed ? corpus?[cell.configurationText] : nil
                guard let mean = own ?? corpus?[""] else {
                    unknown += 1
                    continue
                }
                seconds += mean / 1e9 / Double(command.workers)
            }
            let time =
                seconds < 90
                ? "\(Int(seconds.rounded(.up))) s" : "\(Int((seconds / 60).rounded(.up))) min"
            let note = unknown == 0 ? "" : ", \(unknown) cells without an earlier run apart"
            return "about \(time) of replaying by earlier runs\(note)"
        }

        /// Replays those of some cells that are not done, and returns all that the run has then, and what
        /// is decided by it. It is not marked as complete.
        private func record(
            _ cells: [Cell], of description: RunDescription, in store: ResultStore,
            _ summarizers: Summarizers
        ) async throws -> (record: RunRecord, decisions: [Decision]) {
            let interruption = Interruption()
            try store.begin(description)
            let runner = Runner(
                cells, done: try store.completedKeys(run: description.id),
                buildFingerprint: description.program.buildFingerprint, hasher: SHA256Hasher(),
                workers: command.workers, repetitions: plan.repetitions)
            var environment = MeasurementEnvironment.real(summarizers)
            environment.trace = { [root = folder.root] path in
                // A matrix may be somebody else's.
                guard !path.hasPrefix("/"), !path.split(separator: "/").contains("..") else {
                    throw StorageError(
                        path: path, problem: "leads out of the corpora's folder",
                        remedy: "name a trace in it", kind: .badContents)
                }
                let file = try MappedFile(path: root + "/" + path)
                return try withExtendedLifetime(file) { try ArrivalTrace(file.bytes, path: path) }
            }
            environment.injected = InjectedRegression(
                slowdown: command.plantSlowdown, loss: command.plantLoss)
            environment.instructions = InstructionCount.meter()
            let isComplete = try await replay(
                runner, of: cells.count, environment, into: store, until: interruption)
            try summarizers.finish()
            guard isComplete else {
                throw CommandFailure(
                    .interrupted,
                    "interrupted; what is done is kept: go on with "
                        + (shard == nil ? "--resume" : "the same command"))
            }
            let record = try store.load(run: description.id)
            let decisions = Decision.all(of: record)
            try store.record(decisions, run: description.id)
            return (record, decisions)
        }

        private func replay(
            _ runner: Runner, of planned: Int, _ environment: MeasurementEnvironment,
            into store: ResultStore,
            until interruption: Interruption
        ) async throws -> Bool {
            bar.plan(planned, doneBefore: planned - runner.cells.count)
            var begun = 0
            return try await runner.run(into: store) { corpus in
                let loaded = try folder.load(corpus.name, keepingTranscripts: true)
                guard loaded.identity == corpus else {
                    throw CommandFailure(
                        .badData, "\(corpus.name): was changed during the run; run again")
                }
                return CorpusReplayer(loaded.transcripts, environment: environment)
            } proceed: { cell in
                // With several workers as many cells are still being replayed.
                bar.show(done: max(0, begun - command.workers + 1), doing: cell.corpus.name)
                begun += 1
                return !interruption.isRequested
            }
        }

        /// The corpora that the report lists: those replayed, and those without a readable record.
        private var described: [CorpusSummary] {
            let planned = Set(plan.cells.map(\.corpus))
            return summaries.filter { planned.contains($0.identity) || $0.requests == 0 }
        }

        /// The run to go on with, or a new one.
        private func description(in store: ResultStore) throws -> RunDescription {
            let new = try newDescription()
            guard command.resume || shard != nil else { return new }
            if let old = try store.resumableRun(like: new) { return old }
            guard shard == nil else { return named(new) }
            Output.note(
                "winnow: there is no unfinished run of the same matrix, seed, filter, corpora and program "
                    + "to go on with; starting a new one")
            return new
        }

        /// This run, as if it began now.
        private func newDescription() throws -> RunDescription {
            let subject = try Subject()
            let now = Clocks.millisecondsSince1970()
            return RunDescription(
                id: command.runName ?? RunName.make(milliseconds: now, salt: UInt64(getpid())),
                startedAt: now,
                command: CommandText.current,
                program: MeasuredProgram(
                    revision: subject.revision, buildFingerprint: subject.buildFingerprint,
                    environment: MachineFacts.read()),
                work: PlannedWork(
                    name: matrix.name, matrix: text, seed: matrix.seed, corpora: described,
                    cells: plan.cells.count))
        }

        /// A run of which this is a part: its name says what work it is, so that all parts agree on it,
        /// whatever the comments of the matrix were when each of them ran. The order counts: by it the
        /// cells are assigned.
        private func named(_ run: RunDescription) -> RunDescription {
            var named = run
            let work =
                [
                    run.program.buildFingerprint, text.orderedText(seed: run.work.seed),
                    String(run.work.seed),
                ] + run.work.corpora.map(\.identity.hash)
            let digest = SHA256.hash(work.joined(separator: "\n")).prefix(12)
            named.id = command.runName ?? "shards-\(digest)"
            return named
        }

        /// The pages of the conversations that stand out, without texts of the recordings. One that cannot be
        /// replayed alone has none, which is said.
        private func pages(
            of decisions: [Decision], run: String, _ summarizers: Summarizers
        ) async throws -> [ReportFile] {
            var pages: [ReportFile] = []
            var corpora: [String: LoadedCorpus] = [:]
            for one in Extremes(decisions)?.conversations ?? [] {
                let (name, corpus) = (one.name, one.cell.corpus.name)
                bar.show(done: plan.cells.count, doing: "looking at \(name)")
                // A model would be asked, and paid, once more.
                guard try one.cell.summarizer() != .http else { continue }
                let loaded =
                    try corpora[corpus] ?? folder.load(corpus, keepingTranscripts: true)
                corpora[corpus] = loaded
                do throws(TrialError) {
                    let inspection = try await loaded.inspection(
                        of: one.number, named: name, in: one.cell, .real(summarizers))
                    let differing = inspection.differences(from: one.result)
                    guard differing.isEmpty else {
                        let names = differing.map(\.rawValue).joined(separator: ", ")
                        Output.note("winnow: no page of \(name): alone it differs in \(names)")
                        continue
                    }
                    var options = InspectionPage.Options()
                    options.run = run
                    let page = InspectionPage(
                        inspection, reference: one.everythingSent, options)
                    pages.append(ReportFile(path: one.path, text: page.text))
                } catch {
                    Output.note("winnow: no page of \(name): \(error)")
                }
            }
            return pages
        }

        /// Writes the report, and returns where it is.
        private func report(
            _ record: RunRecord, _ decisions: [Decision], _ pages: [ReportFile],
            previous: RunRecord?, in folder: ReportFolder
        ) throws -> String {
            bar.show(done: plan.cells.count, doing: "writing the report")
            let path = try folder.write(
                Report(
                    record, decisions: decisions, previous: previous, pages: pages,
                    inspectOptions: command.results.words + command.corporaOption.words))
            bar.finish()
            return path
        }

        /// Says where the report is, and whether cells failed.
        private func end(_ record: RunRecord, _ path: String) throws {
            Output.line(path)
            if !record.failures.isEmpty {
                throw CommandFailure(
                    .invalidEnvironmentOrResults,
                    "\(record.failures.count) cells failed; see \(path)")
            }
        }
    }
}

extension Matrix {
    /// Names the settings that decide on every figure where the matrix leaves them alone, so that a
    /// report says what they were.
    fileprivate mutating func nameDefaults() {
        let settings = ["management", "counter", "image.rule", "cache.count", "context.limit"]
            .compactMap { name in SettingTable[name].map { (name, $0.standard) } }
        for (name, value) in settings + ReplayAxes.standardPrices
        where !axes.contains(where: { $0.name == name }) {
            axes.append(Axis(name: name, values: [value]))
            include = include.map { $0 + [AxisValue(axis: name, value: value)] }
        }
    }
}

extension RunCommand {
    /// Hands over where a model behind HTTP answers in any cell, before the corpora are read and
    /// spoken of: whoever is handed over to does that itself.
    fileprivate func handOver(_ matrix: Matrix, _ corpora: [String]) throws {
        let values =
            matrix.axes.filter { $0.name == summarizerAxis }.flatMap(\.values)
            + matrix.include.joined().filter { $0.axis == summarizerAxis }.map(\.value)
        let names = Set(values.compactMap(SummarizerName.init(rawValue:)))
        guard summarizerOptions.asksModel(names) else { return }
        // Which corpora have conversations is not known yet; what is wrong is said where it is.
        let plan = try? Plan(
            matrix, corpora: corpora.map { CorpusIdentity(name: $0, hash: "") },
            filter: filter.map { try CellFilter($0) } ?? .all)
        guard let plan else { return }
        try summarizerOptions.handOver(for: try plan.summarizers())
    }
}

private let summarizerAxis = "condensation.summarizer"

extension Plan {
    /// What answers requests for summaries in any cell.
    fileprivate func summarizers() throws -> Set<SummarizerName> {
        Set(try cells.map { try $0.summarizer() })
    }
}

extension Cell {
    /// What answers requests for summaries; a cell whose axes cannot be read otherwise fails later.
    func summarizer() throws -> SummarizerName {
        let axis = configuration.last { $0.axis == summarizerAxis }
        var configuration = PipelineConfiguration.standard
        if let axis { try configuration.apply([(axis.axis, axis.value)]) }
        return configuration.condensation.summarizer
    }
}

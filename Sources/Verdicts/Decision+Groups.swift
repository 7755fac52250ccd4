package import Evaluation

extension Decision {
    /// The decisions of a run, by limit, mode, price rule and model in the matrix's order; of each first
    /// over all conversations, then with all weighing the same, then by corpus. O(cells · candidates).
    package static func all(of record: RunRecord) -> [Decision] {
        all(of: record.results, MatrixOrder(record.description))
    }

    /// The decisions of some cells, whose axes a matrix's text orders.
    package static func all(of results: [CellResult], _ order: MatrixOrder) -> [Decision] {
        let axes = DecisionAxes(results, order)
        let entries = results.filter(axes.isEligible).map { DecisionEntry($0, axes) }
            .filter { $0.sums.requests > 0 }.sorted(by: DecisionEntry.isBefore)
        return DecisionTask.all(of: entries, order).flatMap { task in
            DecisionTable(task, entries).decisions
        }
    }
}

/// A cell that can decide something.
struct DecisionEntry {
    let result: CellResult
    let setting: DecisionSetting
    let task: DecisionTask
    let sums: ResultSums
    /// How many settings differ from the usual value, also those that make no difference to the policy.
    private let unusual: Int
    private let configurationText: String

    init(_ result: CellResult, _ axes: DecisionAxes) {
        self.result = result
        let cell = result.cell
        setting = axes.setting(of: cell)
        task = DecisionTask(cell)
        sums = ResultSums(result)
        unusual = axes.settings.count { axis in
            (cell.value(of: axis.name) ?? "") != axis.values.first
        }
        configurationText = cell.configurationText
    }

    var corpus: CorpusIdentity { result.cell.corpus }

    /// The plainest cells first, so that of several cells of one setting the plainest stands for it.
    static func isBefore(_ one: Self, _ other: Self) -> Bool {
        if one.unusual != other.unusual { return one.unusual < other.unusual }
        let texts = [one, other].map { ($0.configurationText, $0.corpus.hash, $0.result.key) }
        return texts[0] < texts[1]
    }
}

/// What a group has in common, its conversations apart.
struct DecisionTask: Hashable {
    let contextLimit: String
    let mode: ReplayMode
    let priceRule: String
    let priceModel: String

    init(_ cell: Cell) {
        contextLimit = cell.value(of: DecisionAxes.limit) ?? DecisionAxes.standardLimit
        mode = cell.mode
        priceRule = cell.value(of: DecisionAxes.rule) ?? ""
        priceModel = cell.value(of: DecisionAxes.model) ?? ""
    }

    /// The tasks of some cells in the matrix's order.
    static func all(of entries: [DecisionEntry], _ order: MatrixOrder) -> [DecisionTask] {
        let tasks = Set(entries.map(\.task))
        func places(_ axis: String, _ values: [String]) -> [String: Int] {
            let sorted = order.sorted(Set(values).sorted(), of: axis)
            return Dictionary(uniqueKeysWithValues: zip(sorted, sorted.indices))
        }
        let limits = places(DecisionAxes.limit, tasks.map(\.contextLimit))
        let rules = places(DecisionAxes.rule, tasks.map(\.priceRule))
        let models = places(DecisionAxes.model, tasks.map(\.priceModel))
        let ranked = tasks.map { task in
            [
                rules[task.priceRule] ?? 0, models[task.priceModel] ?? 0,
                limits[task.contextLimit] ?? 0, task.mode == .stateless ? 0 : 1,
            ]
        }
        return zip(tasks, ranked).sorted { $0.1.lexicographicallyPrecedes($1.1) }.map(\.0)
    }

    /// Whether everything is sent the same for both: a client that keeps what it sends and one that
    /// sends all again differ only where something is shortened.
    func sendsTheSame(as other: Self) -> Bool {
        contextLimit == other.contextLimit && priceRule == other.priceRule
            && priceModel == other.priceModel
    }
}

/// The settings of one task, with the cells that each has.
private struct DecisionTable {
    private let task: DecisionTask
    private var cells: [DecisionSetting: [CorpusIdentity: DecisionEntry]] = [:]
    /// How many conversations each corpus has.
    private var sizes: [CorpusIdentity: Int] = [:]
    private let ambiguousNames: Set<String>

    init(_ task: DecisionTask, _ entries: [DecisionEntry]) {
        self.task = task
        let own = entries.filter { $0.task == task }
        let lent = entries.filter {
            $0.task != task && $0.setting.isOff && $0.task.sendsTheSame(as: task)
        }
        for entry in own + lent where cells[entry.setting]?[entry.corpus] == nil {
            cells[entry.setting, default: [:]][entry.corpus] = entry
            sizes[entry.corpus] = max(sizes[entry.corpus] ?? 0, entry.sums.conversations)
        }
        let names = Dictionary(grouping: sizes.keys, by: \.name)
        ambiguousNames = Set(names.filter { $0.value.count > 1 }.keys)
    }

    /// The decisions over all conversations, with all weighing the same, and by corpus.
    var decisions: [Decision] {
        let corpora = sizes.keys.sorted { ($0.name, $0.hash) < ($1.name, $1.hash) }
        let common = common(of: corpora)
        let whole = [decision(.all, common), decision(.allEqual, common)]
        let parts = corpora.map { decision(.corpus(name(of: $0)), [$0]) }
        return (whole + parts).compactMap(\.self)
    }

    private func name(of corpus: CorpusIdentity) -> String {
        ambiguousNames.contains(corpus.name) ? corpus.distinctName : corpus.name
    }

    /// The corpora that most settings were tried on, so that one setting that was tried on more or on
    /// less than the others does not decide what they are compared on.
    private func common(of corpora: [CorpusIdentity]) -> [CorpusIdentity] {
        var votes: [[CorpusIdentity]: Int] = [:]
        for setting in cells.keys {
            votes[corpora.filter { isWhole(setting, $0) }, default: 0] += 1
        }
        func weight(_ set: [CorpusIdentity]) -> Int { set.compactMap { sizes[$0] }.reduce(0, +) }
        return votes.max { one, other in
            if one.value != other.value { return one.value < other.value }
            if weight(one.key) != weight(other.key) { return weight(one.key) < weight(other.key) }
            return other.key.map(\.hash).lexicographicallyPrecedes(one.key.map(\.hash))
        }?.key ?? []
    }

    private func isWhole(_ setting: DecisionSetting, _ corpus: CorpusIdentity) -> Bool {
        cells[setting]?[corpus]?.sums.conversations == sizes[corpus]
    }

    /// Nil where there is nothing to decide with, or no reference to weigh conversations by.
    private func decision(_ scope: Decision.Scope, _ corpora: [CorpusIdentity]) -> Decision? {
        let whole = cells.keys.filter { setting in corpora.allSatisfy { isWhole(setting, $0) } }
        let off = whole.filter(\.isOff).min {
            ($0.others.count, $0.text) < ($1.others.count, $1.text)
        }
        let weights = off.map { entries($0, corpora) }
        if corpora.isEmpty || (scope == .allEqual && weights == nil) { return nil }
        let isEqual = scope == .allEqual
        let all = whole.map { candidate($0, corpora, weights: isEqual ? weights : nil) }
        let ranking = DecisionRanking(all)
        let sizes = corpora.compactMap { self.sizes[$0] }.reduce(0, +)
        return Decision(
            group: Decision.Group(
                scope: scope, contextLimit: task.contextLimit, mode: task.mode,
                priceRule: task.priceRule, priceModel: task.priceModel),
            candidates: ranking.candidates, incomparable: incomparable(corpora),
            reference: off.flatMap { off in
                ranking.candidates.first { $0.setting == off || $0.same.contains(off) }
            },
            withoutFitting: ranking.withoutFitting,
            leftOut: isEqual || scope == .all ? self.sizes.values.reduce(0, +) - sizes : 0,
            scale: isEqual ? weights.map(EqualWeights.scale) : nil)
    }

    /// The settings that lack conversations of some corpora.
    private func incomparable(_ corpora: [CorpusIdentity]) -> [Decision.Incomparable] {
        cells.keys.compactMap { setting -> Decision.Incomparable? in
            let lacking = corpora.map { corpus in
                (sizes[corpus] ?? 0) - (cells[setting]?[corpus]?.sums.conversations ?? 0)
            }.reduce(0, +)
            return lacking == 0 ? nil : Decision.Incomparable(setting: setting, lacking: lacking)
        }.sorted { ($0.setting.label, $0.setting.text) < ($1.setting.label, $1.setting.text) }
    }

    private func entries(
        _ setting: DecisionSetting, _ corpora: [CorpusIdentity]
    ) -> [DecisionEntry] {
        corpora.compactMap { cells[setting]?[$0] }
    }

    /// The candidate of a setting; with weights its score is the sum of shares of those bills.
    private func candidate(
        _ setting: DecisionSetting, _ corpora: [CorpusIdentity], weights: [DecisionEntry]?
    ) -> Decision.Candidate {
        let entries = entries(setting, corpora)
        let sums = entries.reduce(into: ResultSums()) { $0.merge($1.sums) }
        return Decision.Candidate(
            setting: setting, configurationText: entries.first?.result.cell.configurationText ?? "",
            cells: entries.map(\.result), sums: sums,
            score: weights.map { EqualWeights.score(of: entries, against: $0) }
                ?? sums.expectedBill)
    }
}

/// Conversations that all weigh the same: each one's expected bill as a share of its bill with
/// everything sent, in billionths, so that sums of shares are exact.
enum EqualWeights {
    static let whole: Int128 = 1_000_000_000

    /// The share of one conversation; nil where sending everything costs nothing.
    static func share(of one: ConversationResult, against off: ConversationResult) -> Int128? {
        let bill = Int128(off.bill)
        guard bill > 0, one.requests > 0 else { return nil }
        return (Int128(one.expectedBill) * whole + bill / 2) / bill
    }

    fileprivate static func score(
        of entries: [DecisionEntry], against off: [DecisionEntry]
    ) -> Int128 {
        zip(entries, off).reduce(0) { sum, pair in
            zip(pair.0.result.conversations, pair.1.result.conversations)
                .reduce(sum) { $0 + (share(of: $1.0, against: $1.1) ?? 0) }
        }
    }

    /// The sum of the shares of a setting that costs what sending everything costs.
    fileprivate static func scale(_ off: [DecisionEntry]) -> Int128 {
        let counted = off.lazy.flatMap(\.result.conversations).count {
            $0.bill > 0 && $0.requests > 0
        }
        return Int128(counted) * whole
    }
}

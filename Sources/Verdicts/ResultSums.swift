package import Evaluation

/// Sums of the records of conversations, exact: of a cell, of a candidate, of a group.
package struct ResultSums: Hashable, Sendable {
    /// Conversations that made a request.
    package private(set) var conversations = 0
    /// Requests made.
    package private(set) var requests: Int128 = 0
    /// Requests that were changed before they were sent.
    package private(set) var changed: Int128 = 0
    /// Requests whose final tokens and reserved output exceed the limit.
    package private(set) var notFitting: Int128 = 0
    /// Requests that a provider would refuse although it would not refuse the recorded one.
    package private(set) var rejected: Int128 = 0
    /// Tokens of the requests as the recording makes them.
    package private(set) var recorded: Int128 = 0
    /// Tokens of the requests as they were sent.
    package private(set) var sent: Int128 = 0
    /// Tokens that a summariser model read and wrote.
    package private(set) var summarizer: Int128 = 0
    /// What all prompts cost, in nano-dollars, summariser calls included.
    package private(set) var bill: Int128 = 0
    /// The same without any prompt cache.
    package private(set) var billUncached: Int128 = 0
    /// The least bill in hindsight.
    package private(set) var billHindsight: Int128 = 0
    /// What recalls and refetches would cost.
    package private(set) var refetchBill: Int128 = 0
    /// What the recorded answers cost.
    package private(set) var answers: Int128 = 0
    /// Uses of identifiers that were first seen before the last exchange.
    package private(set) var referencesNeeded: Int128 = 0
    /// Uses whose identifier stands in the context.
    package private(set) var referencesVisible: Int128 = 0
    /// Uses whose identifier a placeholder can bring back.
    package private(set) var referencesRecoverable: Int128 = 0
    /// Uses that are lost and that nothing could fetch again: no tool result held them.
    package private(set) var unfetchable: Int128 = 0
    /// Requests for summaries that were answered anew.
    package private(set) var summaries: Int128 = 0
    /// What the calls for summaries would cost at the price of the summarising tier's model.
    package private(set) var summarizerPriced: Int128 = 0

    /// The references lost as a share of all; 0 where there is none to lose.
    package var lostShare: Double {
        referencesNeeded == 0 ? 0 : Double(referencesLost) / Double(referencesNeeded)
    }

    /// The sums over nothing.
    package init() {}

    /// The sums over the records of a cell. O(conversations).
    package init(_ result: CellResult) {
        for conversation in result.conversations { add(conversation) }
    }

    /// What decides: the bill with the refetch forecast.
    package var expectedBill: Int128 { bill + refetchBill }
    /// Tokens that were not sent.
    package var saved: Int128 { recorded - sent }
    /// Uses whose identifier was neither visible nor recoverable.
    package var referencesLost: Int128 {
        referencesNeeded - referencesVisible - referencesRecoverable
    }
    /// The bill as a multiple of the least one in hindsight; nil where nothing was paid.
    package var competitiveRatio: Double? {
        billHindsight > 0 ? Double(bill) / Double(billHindsight) : nil
    }

    /// Adds a conversation; one without requests adds nothing.
    package mutating func add(_ one: ConversationResult) {
        guard one.requests > 0 else { return }
        conversations += 1
        requests += Int128(one.requests)
        changed += Int128(one.changed)
        notFitting += Int128(one.notFitting)
        rejected += Int128(one.rejected)
        recorded += Int128(one.recorded)
        sent += Int128(one.sent)
        summarizer += Int128(one.summarizer)
        bill += Int128(one.bill)
        billUncached += Int128(one.billUncached)
        billHindsight += Int128(one.billHindsight)
        refetchBill += Int128(one.refetchBill)
        answers += Int128(one.answers)
        referencesNeeded += Int128(one.referencesNeeded)
        referencesVisible += Int128(one.referencesVisible)
        referencesRecoverable += Int128(one.referencesRecoverable)
        unfetchable += Int128(one.unfetchable)
        summaries += Int128(one.counts[.summaries] ?? 0)
        summarizerPriced += Int128(one.counts[.summarizerPriced] ?? 0)
    }

    /// Adds other sums.
    package mutating func merge(_ other: Self) {
        conversations += other.conversations
        requests += other.requests
        changed += other.changed
        unfetchable += other.unfetchable
        notFitting += other.notFitting
        rejected += other.rejected
        recorded += other.recorded
        sent += other.sent
        summarizer += other.summarizer
        bill += other.bill
        billUncached += other.billUncached
        billHindsight += other.billHindsight
        refetchBill += other.refetchBill
        answers += other.answers
        referencesNeeded += other.referencesNeeded
        referencesVisible += other.referencesVisible
        referencesRecoverable += other.referencesRecoverable
        summaries += other.summaries
        summarizerPriced += other.summarizerPriced
    }
}

extension RunRecord {
    /// The first of some records of the same work, each cell with the least value of a metric that any of
    /// them has: noise only adds to a count.
    ///
    /// - Precondition: there is a record.
    package static func least(_ metric: Metric, of records: [RunRecord]) -> RunRecord {
        var least: [CellName: Int64] = [:]
        for result in records.flatMap(\.results) {
            guard let value = result.value(of: metric) else { continue }
            let name = CellName(result.cell)
            least[name] = min(least[name] ?? value, value)
        }
        var record = records[0]
        for index in record.results.indices {
            guard let value = least[CellName(record.results[index].cell)] else { continue }
            record.results[index].set(metric, to: value)
        }
        return record
    }
}

extension CellResult {
    fileprivate func value(of metric: Metric) -> Int64? {
        for measurement in measurements where measurement.metric == metric {
            if case .integer(let value) = measurement.value { return value }
        }
        return nil
    }

    fileprivate mutating func set(_ metric: Metric, to value: Int64) {
        for index in measurements.indices where measurements[index].metric == metric {
            measurements[index].value = .integer(value)
        }
    }
}

/// What a cell is compared by: everything but the program.
struct CellName: Hashable {
    let corpus: String
    let configuration: String
    let mode: ReplayMode
    let seed: UInt64

    init(_ cell: Cell) {
        corpus = cell.corpus.hash
        configuration = cell.configurationText
        mode = cell.mode
        seed = cell.seed
    }
}

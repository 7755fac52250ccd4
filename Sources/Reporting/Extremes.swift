package import Evaluation
package import Verdicts

/// The conversations of a run that stand out under what it recommends first: which saves most, which
/// costs most more than sending everything, which loses most references.
package struct Extremes: Sendable {
    /// One of them.
    package struct Conversation: Sendable {
        /// What stands out about it.
        package let reason: String
        /// The cell that it belongs to.
        package let cell: Cell
        /// Its place in the corpus, from 0.
        package let number: Int
        /// What it did there.
        package let result: ConversationResult
        /// What it does where everything is sent.
        package let everythingSent: ConversationResult
        /// The page that shows it, beside the report's.
        package let path: String

        /// The command that shows it: the axes that vary tell its cell from others.
        func command(run: String, varied: Set<String>) -> String {
            let axes = cell.configuration.filter { varied.contains($0.axis) }
                .map { "\($0.axis)=\($0.value)" }
            let filter = (axes + ["mode=\(cell.mode.rawValue)"]).joined(separator: ",")
            let name = "\(cell.corpus.name)/\(result.name)"
            return
                "winnow inspect \(run) \(ShellWord.quoted(name)) --filter \(ShellWord.quoted(filter))"
        }
    }

    /// The window and the kind of client that they are of.
    let place: String
    /// The recommended setting.
    let setting: String
    /// At most three; one that stands out twice is there once.
    package let conversations: [Conversation]

    /// Those of the first recommendation that shortens anything; nil where there is none to compare with.
    package init?(_ decisions: [Decision]) {
        let choice = Choice.all(of: decisions).first {
            $0.decision.recommended.map { !$0.setting.isOff } ?? false
        }
        guard let decision = choice?.decision, let best = decision.recommended,
            let reference = decision.reference
        else { return nil }
        place = Choice.place(of: decision.group)
        setting = best.setting.label
        typealias Pair = (cell: Cell, number: Int, own: ConversationResult, off: ConversationResult)
        var pairs: [Pair] = []
        for own in best.cells {
            guard let off = reference.cells.first(where: { $0.cell.corpus == own.cell.corpus }),
                off.conversations.count == own.conversations.count
            else { continue }
            pairs += own.conversations.indices.map {
                (own.cell, $0, own.conversations[$0], off.conversations[$0])
            }
        }
        func difference(_ pair: Pair) -> Int64 { pair.own.expectedBill - pair.off.expectedBill }
        let picks: [(String, String, Int?)] = [
            (
                "saves most", "conversation-saves-most.html",
                pairs.indices.min { difference(pairs[$0]) < difference(pairs[$1]) }
                    .flatMap { difference(pairs[$0]) < 0 ? $0 : nil }
            ),
            (
                "costs most more", "conversation-costs-more.html",
                pairs.indices.max { difference(pairs[$0]) < difference(pairs[$1]) }
                    .flatMap { difference(pairs[$0]) > 0 ? $0 : nil }
            ),
            (
                "loses most references", "conversation-loses-most.html",
                pairs.indices.max { pairs[$0].own.referencesLost < pairs[$1].own.referencesLost }
                    .flatMap { pairs[$0].own.referencesLost > 0 ? $0 : nil }
            ),
        ]
        var seen: Set<Int> = []
        conversations = picks.compactMap { reason, path, index in
            guard let index, seen.insert(index).inserted else { return nil }
            let pair = pairs[index]
            return Conversation(
                reason: reason, cell: pair.cell, number: pair.number, result: pair.own,
                everythingSent: pair.off,
                path: path)
        }
    }
}

extension Report {
    /// The conversations that stand out, with where to look at each.
    static func extremes(_ subject: Subject) -> Section? {
        guard let extremes = Extremes(subject.decisions), !extremes.conversations.isEmpty else {
            return nil
        }
        var table = MarkdownTable([
            .text("which"), .text("conversation"), .number("requests"), .number("expected bill"),
            .number("sending everything"), .number("references lost"), .number("of"),
        ])
        let run = subject.record.description.id
        table.rows = extremes.conversations.map { one in
            let name = "\(one.cell.corpus.name)/\(one.result.name)"
            let isThere = subject.isPage && subject.pages.contains(one.path)
            let link =
                isThere ? "[\(Markdown.escaped(name))](\(one.path))" : Markdown.escaped(name)
            return [
                one.reason, link, Figure.count(one.result.requests),
                Figure.dollars(Int128(one.result.expectedBill)),
                Figure.dollars(Int128(one.everythingSent.bill)),
                Figure.count(one.result.referencesLost), Figure.count(one.result.referencesNeeded),
            ]
        }
        let varied = Set(subject.table.variedSettings.map(\.axis.name))
        let commands = extremes.conversations.map { $0.command(run: run, varied: varied) }
        return Section(
            "The conversations that stand out",
            [
                "With **\(Markdown.escaped(extremes.setting))**, \(Markdown.escaped(extremes.place)). What "
                    + "happened to one, request by request, with what was removed and made:",
                table.text,
                Markdown.block(commands.joined(separator: "\n")),
            ])
    }
}

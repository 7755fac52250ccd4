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

        /// The conversation's name among those of all corpora.
        package var name: String { cell.corpus.name(of: result) }
    }

    /// Where the pages of a run's extremes stand, whichever there are.
    package static let paths = [
        "conversation-saves-most.html", "conversation-costs-more.html",
        "conversation-loses-most.html",
    ]

    /// The window and the kind of client that they are of.
    let place: String
    /// The recommended setting.
    let setting: String
    /// How many conversations cost more than where everything is sent, and how many there are.
    let dearer: Int, count: Int
    /// At most three; one that stands out twice is there once.
    package let conversations: [Conversation]

    /// Those of the first recommendation that shortens anything; nil where there is none to compare with.
    package init?(_ decisions: [Decision]) {
        let decision = Recommendation.usual(of: decisions).first {
            $0.recommended.map { !$0.setting.isOff } ?? false
        }
        guard let decision, let best = decision.recommended, decision.reference != nil else {
            return nil
        }
        place = Recommendation.place(of: decision.group)
        setting = best.setting.label
        typealias Pair = (own: Decision.Conversation, off: ConversationResult)
        let pairs = decision.conversations(of: best).compactMap { own in
            own.everythingSent.map { (own: own, off: $0) }
        }
        func difference(_ pair: Pair) -> Int64 {
            pair.own.result.expectedBill - pair.off.expectedBill
        }
        dearer = pairs.count { difference($0) > 0 }
        count = pairs.count
        let measures: [(reason: String, value: (Pair) -> Int64)] = [
            ("saves most", { -difference($0) }),
            ("costs most above sending everything", difference),
            ("loses most references", { Int64($0.own.result.referencesLost) }),
        ]
        let picks = zip(measures, Self.paths).compactMap { measure, path in
            pairs.indices.max { measure.value(pairs[$0]) < measure.value(pairs[$1]) }
                .flatMap { measure.value(pairs[$0]) > 0 ? (measure.reason, path, $0) : nil }
        }
        var order: [Int] = []
        for (_, _, index) in picks where !order.contains(index) { order.append(index) }
        conversations = order.map { index in
            let own = picks.filter { $0.2 == index }
            let pair = pairs[index]
            return Conversation(
                reason: own.map(\.0).joined(separator: "; "), cell: pair.own.cell,
                number: pair.own.number, result: pair.own.result, everythingSent: pair.off,
                path: own[0].1)
        }
    }
}

extension Report {
    /// The conversations that stand out, with where to look at each.
    static func extremes(_ subject: Subject) -> Section? {
        guard let extremes = subject.extremes, !extremes.conversations.isEmpty else { return nil }
        var table = MarkdownTable([
            .text("which"), .text("conversation"), .number("requests"), .number("expected bill"),
            .number("sending everything"), .number("references lost"), .number("of references"),
        ])
        let run = subject.record.description.id
        table.rows = extremes.conversations.map { one in
            let name = Markdown.escaped(one.name)
            let isThere = subject.isPage && subject.pages.contains(one.path)
            return [
                one.reason, isThere ? "[\(name)](\(one.path))" : name,
                Figure.count(one.result.requests),
                Figure.dollars(Int128(one.result.expectedBill)),
                Figure.dollars(Int128(one.everythingSent.bill)),
                Figure.count(one.result.referencesLost), Figure.count(one.result.referencesNeeded),
            ]
        }
        let axes = subject.tellingAxes
        let commands = extremes.conversations.map {
            $0.cell.inspectCommand(
                $0.result, run: run, axes: axes, options: subject.inspectOptions)
        }
        return Section(
            "The conversations that stand out",
            [
                "Of the first row, **\(Markdown.escaped(extremes.setting))** with "
                    + "\(Markdown.escaped(extremes.place)), where \(Figure.count(extremes.dearer)) of "
                    + "\(Figure.count(extremes.count, "conversations")) cost more than sending everything. "
                    + "The commands below show what happened to one, request by request.",
                table.text,
                Markdown.block(commands.joined(separator: "\n")),
            ])
    }
}

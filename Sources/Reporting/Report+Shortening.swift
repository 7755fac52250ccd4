internal import Evaluation
internal import Statistics

extension Report {
    /// What each way of shortening saves, costs and loses: a table for each limit.
    static func shortening(_ subject: Subject) -> Section? {
        let tables = limitTables(subject, shorteningTable) { ways in
            ways.contains { $0.acted > 0 } ? ways : []
        }
        guard !tables.isEmpty else { return nil }
        return Section("What shortening saves and loses", [shorteningNote] + tables)
    }

    /// A table for each context limit, of those of its ways of shortening that are chosen; none where
    /// there are none.
    static func limitTables(
        _ subject: Subject, _ text: ([Shortening]) -> String,
        of choose: ([Shortening]) -> [Shortening]
    ) -> [String] {
        let table = subject.table
        return table.groups(of: table.rows, by: EstimateError.axes.limit).compactMap { group in
            let ways = choose(Shortening.all(of: table, rows: group.rows))
            guard !ways.isEmpty else { return nil }
            let limit = group.value.map { "### Context limit \(limitName($0))" }
            return [limit, text(ways)].compactMap(\.self).joined(separator: "\n\n")
        }
    }

    /// What the plain ways of shortening did under the first limit that made them act, a line each.
    static func shorteningPoints(_ subject: Subject) -> [String] {
        let table = subject.table
        for group in table.groups(of: table.rows, by: EstimateError.axes.limit) {
            let plain = Shortening.all(of: table, rows: group.rows).filter {
                $0.acted > 0 && !$0.label.contains("=")
            }
            guard !plain.isEmpty else { continue }
            let limit = group.value.map { " at \(limitName($0))" } ?? ""
            return plain.map { shorteningPoint($0, limit) }
        }
        return []
    }

    private static func shorteningPoint(_ way: Shortening, _ limit: String) -> String {
        let all = way.made + way.avoided
        let latency = [Quantile.p50, .p99].map {
            "\($0.rawValue) \(Figure.duration(way.latency.value(at: $0)))"
        }
        let parts = [
            "saves \(Figure.percent(way.net, of: way.tokensIn)) of the tokens, net",
            all == 0
                ? nil
                : "makes \(Figure.count(way.made, "summaries")), "
                    + "\(Figure.percent(way.avoided, of: all)) fewer than without memory",
            way.visible(.survival).map { own in
                "shows \(Figure.percent(own)) of later uses (head + tail "
                    + "\(share(way.visible(.survivalHeadTail))), random "
                    + "\(share(way.visible(.survivalRandom))), at the same size)"
            },
            way.judged == 0
                ? nil : "\(Figure.percent(way.illegal, of: way.judged)) of its views are illegal",
            way.latency.count == 0 ? nil : "adds \(latency.joined(separator: ", ")) (advisory)",
        ].compactMap { $0 }
        return "**\(Markdown.escaped(way.label))**\(limit) " + parts.joined(separator: "; ") + "."
    }

    private static let shorteningNote = """
        A row is a way of shortening, over all corpora and modes of a limit; settings that are not \
        named have the first value of their axis. *Net* leaves out what a model read and wrote for \
        summaries. *Summaries avoided* were in memory: without it, the same policy would have made \
        them all anew. *Later uses visible* is the share of identifiers, weighted by how often the \
        recording uses them later, that the view still shows, beside the first and last messages \
        and beside random messages at the same size; *cost* is what all requests cost to read, and \
        summaries to make, at the price of `price.model` (claude-sonnet-4-5 unless varied), *prompt \
        cache* with the provider's, which finds again what was sent before and stayed as it was; *regret* is that cost ÷ the cost of the \
        best schedule in hindsight (the same shortened requests taken over only when it pays, appending \
        to what was sent as long as that fits): 1 is best; a string that is visible need not be recalled \
        by a model. Latency is advisory.
        """

    private static func shorteningTable(_ ways: [Shortening]) -> String {
        var table = MarkdownTable([
            .text("way"), .number("changed (requests)"), .number("tokens saved"), .number("net"),
            .number("cost"), .number("cost, prompt cache"), .number("regret"),
            .number("summaries made"), .number("avoided (share)"), .number("by fallback"),
            .number("quality"), .number("facts kept"), .number("later uses visible"),
            .number("head + tail"), .number("random"), .number("illegal views"),
            .number("does not fit (requests)"), .number("added p50"), .number("added p99"),
        ])
        table.rows = ways.map { way in
            let latency = way.latency
            let all = way.made + way.avoided
            return [
                Markdown.escaped(way.label), Figure.percent(way.acted, of: way.requests),
                Figure.percent(way.saved, of: way.tokensIn),
                Figure.percent(way.net, of: way.tokensIn), dollars(way.cost.plain),
                dollars(way.cost.cached),
                way.regret.map { Figure.significant($0, 3) } ?? Figure.dash, Figure.count(way.made),
                Figure.percent(way.avoided, of: all), Figure.percent(way.degraded, of: all),
                share(way.quality), share(way.preservation), share(way.visible(.survival)),
                share(way.visible(.survivalHeadTail)), share(way.visible(.survivalRandom)),
                way.judged == 0 ? Figure.dash : Figure.percent(way.illegal, of: way.judged),
                Figure.count(way.insufficient),
                latency.count == 0 ? Figure.dash : Figure.duration(latency.value(at: .p50)),
                latency.count == 0 ? Figure.dash : Figure.duration(latency.value(at: .p99)),
            ]
        }
        return table.text
    }

    private static func dollars(_ nanodollars: Int128) -> String {
        nanodollars == 0
            ? Figure.dash : "$" + Figure.significant(Double(nanodollars) / 1e9, 3)
    }

    static func share(_ value: Double?) -> String {
        value.map { Figure.percent($0) } ?? Figure.dash
    }
}

internal import Evaluation
internal import Statistics

extension Report {
    /// Which way to use for each task, how sure that is, and what it loses.
    static func decision(_ subject: Subject) -> Section? {
        let choices = Choice.all(of: subject.table)
        guard !choices.isEmpty else { return nil }
        var overview = MarkdownTable([
            .text("where"), .text("use"), .number("saves, net"), .text("how sure"),
            .number("loses (later uses hidden)"), .text("what hides less"),
        ])
        overview.rows = choices.map { $0.overview }
        var paragraphs = [overview.text, decisionNote]
        var pictures: [ReportFile] = []
        for choice in choices where choice.ranked.count > 1 {
            paragraphs += ["### " + Markdown.escaped(choice.place), choice.table]
            let shown = choice.ranked.count { $0.candidate.isLegal && $0.candidate.visible != nil }
            guard shown > 1 else { continue }
            let path = "decision-\(pictures.count + 1).svg"
            paragraphs.append("![\(Markdown.escaped(choice.chart.title))](\(path))")
            pictures.append(ReportFile(path: path, text: choice.chart.svg))
        }
        return Section("What to use", paragraphs, pictures: pictures)
    }

    private static let decisionNote = """
        *Use*: of the ways all of whose views are legal, the one that saves most. *How sure*: its net \
        saving against that of the next, with the 95 % interval (conversations paired, 10,000 \
        resamples, widened for the number of ways it was chosen from, so that all intervals hold at \
        once); where the interval spans 0, either will do, and what they hide decides. *Later \
        uses hidden*: the share of identifiers of the shortened part, weighted by how often the \
        recording uses them later, that the view no longer shows. *On the front*: no way saves as much \
        and hides as little. *No better*: another saves as much in sum and hides as little; the \
        interval says whether that is more than chance. Times decide nothing here: they are advisory.
        """
}

/// The ways of one task: a context limit and a mode of the client.
private struct Choice {
    let place: String
    let ranked: [(candidate: Candidate, standing: Candidate.Standing)]

    /// The tasks in which at least one way acts.
    static func all(of table: CellTable) -> [Choice] {
        table.groups(of: table.rows, by: EstimateError.axes.limit).flatMap { limit in
            table.groups(of: limit.rows, by: CellTable.mode).compactMap { mode in
                let place = [limit.value.map { Report.limitName($0) }, mode.value]
                let ways = Shortening.all(of: table, rows: mode.rows, unnamed: [CellTable.mode])
                let ranked = Candidate.ranked(ways)
                guard !ranked.isEmpty else { return nil }
                return Choice(
                    place: place.compactMap { $0 }.joined(separator: ", "), ranked: ranked)
            }
        }
    }

    private var best: Candidate? {
        ranked.first.flatMap { $0.standing == .best ? $0.candidate : nil }
    }

    /// The one that saves most after the best, of those that may be used.
    private var next: Candidate? {
        ranked.dropFirst().map(\.candidate).filter(\.isLegal).max { $0.net < $1.net }
    }

    /// How many ways the first one was chosen from, beside itself.
    private var rivals: Int { ranked.count(where: \.candidate.isLegal) - 1 }

    /// The row of the first table.
    var overview: [String] {
        guard let best else {
            return [
                Markdown.escaped(place), "none: every way makes illegal views", Figure.dash,
                Figure.dash, Figure.dash, Figure.dash,
            ]
        }
        return [
            Markdown.escaped(place), "**\(Markdown.escaped(best.label))**",
            Figure.percent(best.net),
            sureness, loss(of: best), gentler,
        ]
    }

    private var sureness: String {
        guard let best, let next else { return "the only way that may be used" }
        let name = Markdown.escaped(next.label)
        return PairedText(best.verdict(against: next, rivals: rivals))?.sentence(against: name)
            ?? "not known: the run holds no figures by conversation"
    }

    private func loss(of candidate: Candidate) -> String {
        let refused = candidate.way.insufficient
        let text = Report.share(candidate.hidden)
        return refused == 0 ? text : text + "; \(Figure.count(refused, "requests")) do not fit"
    }

    /// The way on the front that hides least, with what that costs.
    private var gentler: String {
        let others = ranked.filter { $0.standing == .front }.map(\.candidate)
        guard let best, let other = others.max(by: { ($0.visible ?? 1) < ($1.visible ?? 1) }) else {
            return "nothing"
        }
        let less = Figure.significant((best.net - other.net) * 100, 2)
        return "\(Markdown.escaped(other.label)): hides \(Report.share(other.hidden)), saves "
            + "\(less) points less"
    }

    /// The ways, the one to use first.
    var table: String {
        var table = MarkdownTable([
            .text("way"), .text("standing"), .number("saves, net"),
            .text("against the first (points, 95 % for all)"),
            .text("conversations (more / same / less)"), .number("later uses hidden"),
            .number("head + tail hides"), .number("illegal views"),
            .number("does not fit (requests)"), .number("added p99 (advisory)"),
        ])
        table.rows = ranked.enumerated().map { place, one in
            row(one.candidate, one.standing, isCompared: place > 0 && place <= 16)
        }
        return table.text
    }

    private func row(
        _ one: Candidate, _ standing: Candidate.Standing, isCompared: Bool
    ) -> [String] {
        let pair =
            isCompared ? best.flatMap { PairedText(one.verdict(against: $0, rivals: rivals)) } : nil
        let way = one.way
        return [
            label(of: one), name(standing), Figure.percent(one.net), pair?.interval ?? Figure.dash,
            pair?.conversations ?? Figure.dash, Report.share(one.hidden),
            Report.share(way.visible(.survivalHeadTail).map { 1 - $0 }),
            way.judged == 0 ? Figure.dash : Figure.percent(way.illegal, of: way.judged),
            Figure.count(way.insufficient), Figure.duration(way.latency.value(at: .p99)),
        ]
    }

    private func label(of one: Candidate) -> String {
        let alike = one.alike.map { Markdown.escaped($0) }.joined(separator: "; ")
        return Markdown.escaped(one.label) + (alike.isEmpty ? "" : " (the same: \(alike))")
    }

    private func name(_ standing: Candidate.Standing) -> String {
        switch standing {
        case .best: "**use**"
        case .front: "on the front"
        case .beaten(let other):
            other == best?.label
                ? "no better than the first" : "no better than \(Markdown.escaped(other))"
        case .illegal: "illegal views"
        }
    }

    /// What the ways save and hide, those on the front by name.
    var chart: ScatterChart {
        let shown = ranked.filter { $0.standing != .illegal && $0.candidate.visible != nil }
        return ScatterChart(
            title: "Savings against what stays visible: \(place)", x: "net saving (%)",
            y: "later uses visible (%)",
            points: shown.map { one, standing in
                ScatterChart.Point(
                    label: one.label, x: one.net * 100, y: (one.visible ?? 1) * 100,
                    isMarked: standing == .best || standing == .front)
            })
    }
}

internal import Evaluation
internal import Statistics

extension Report {
    /// Which way to use at each limit, how sure that is, and what it loses.
    static func decision(_ subject: Subject) -> Section? {
        let table = subject.table
        var paragraphs: [String] = []
        var pictures: [ReportFile] = []
        for group in table.groups(of: table.rows, by: EstimateError.axes.limit) {
            for mode in table.groups(of: group.rows, by: CellTable.mode) {
                let candidates = Shortening.all(of: table, rows: mode.rows)
                    .filter { $0.acted > 0 }.map(Candidate.init)
                guard candidates.count > 1 else { continue }
                let place = [group.value.map { limitName($0) }, mode.value.map { name($0) }]
                    .compactMap { $0 }.joined(separator: ", ")
                paragraphs.append("### \(place)")
                paragraphs += decision(candidates)
                let picture = scatter(candidates, place, number: pictures.count + 1)
                paragraphs.append("![\(Markdown.escaped(place))](\(picture.path))")
                pictures.append(picture)
            }
        }
        guard !paragraphs.isEmpty else { return nil }
        return Section("What to use", [decisionNote] + paragraphs, pictures: pictures)
    }

    private static let decisionNote = """
        A way is *on the front* if no other saves more net, shows more of later uses and adds less at \
        p99, all at once; ways with illegal views are never on it. Among those on the front the one that \
        saves most is named first, with the difference to the next and its 95 % interval (paired over \
        conversations, 10,000 resamples): where that spans 0, either will do, and what they lose decides.
        """

    /// A way with what decides.
    struct Candidate {
        let label: String
        let net: Double
        let visible: Double?
        let p99: Int64?
        let illegal: Int128
        /// Each conversation's net saving and tokens, by corpus and number.
        let conversations: [String: RatioOfSums]

        init(_ way: Shortening) {
            label = way.label
            net = way.tokensIn == 0 ? 0 : Double(way.net) / Double(way.tokensIn)
            visible = way.visible(.survival)
            p99 = way.latency.value(at: .p99).value
            illegal = way.illegal
            var conversations: [String: RatioOfSums] = [:]
            for row in way.rows {
                let samples = row.result.samples
                guard let saved = samples[.tokensSavedNet], let all = samples[.tokensIn] else {
                    continue
                }
                for (number, (saved, all)) in zip(saved, all).enumerated() {
                    let key = "\(row.result.cell.corpus.hash)#\(number)"
                    conversations[key, default: RatioOfSums()].add(Int(saved), of: Int(all))
                }
            }
            self.conversations = conversations
        }

        /// Whether it is better in one thing and worse in none.
        func dominates(_ other: Self) -> Bool {
            guard illegal == 0 else { return false }
            if other.illegal > 0 { return true }
            let mine = (visible ?? 1, p99 ?? 0)
            let others = (other.visible ?? 1, other.p99 ?? 0)
            guard net >= other.net, mine.0 >= others.0, mine.1 <= others.1 else { return false }
            return net > other.net || mine.0 > others.0 || mine.1 < others.1
        }

        /// By how much it saves more, over the conversations that both have.
        func difference(to other: Self) -> RatioDifference? {
            let keys = conversations.keys.filter { other.conversations[$0] != nil }.sorted()
            return PairedClusterBootstrap(seed: 0).difference(
                over: keys.compactMap { key in
                    guard let head = conversations[key], let base = other.conversations[key]
                    else { return nil }
                    return PairedClusterBootstrap.Cluster(head: head, base: base)
                })
        }
    }

    private static func front(_ candidates: [Candidate]) -> [Candidate] {
        candidates.filter { one in
            one.illegal == 0 && !candidates.contains { $0.dominates(one) }
        }.sorted { ($0.net, $1.label) > ($1.net, $0.label) }
    }

    private static func decision(_ candidates: [Candidate]) -> [String] {
        let front = front(candidates)
        guard let best = front.first else { return ["No way is without illegal views."] }
        var text = "**\(Markdown.escaped(best.label))** saves \(Figure.percent(best.net)) net"
        if let next = front.dropFirst().first {
            text += ", " + comparison(best, next) + "."
        } else {
            text += " and is better than every other way, or as good, in all that is asked."
        }
        var table = MarkdownTable([
            .text("on the front"), .number("net saving"), .number("later uses visible"),
            .number("added p99 (advisory)"), .text("against the first"),
        ])
        table.rows = front.enumerated().map { place, one in
            [
                Markdown.escaped(one.label), Figure.percent(one.net), share(one.visible),
                one.p99.map { Figure.duration(Double($0)) } ?? Figure.dash,
                place == 0 || place > 8 ? Figure.dash : comparison(one, best),
            ]
        }
        return [text, table.text]
    }

    private static func comparison(_ one: Candidate, _ other: Candidate) -> String {
        guard let difference = one.difference(to: other) else { return "not compared" }
        let points = { (value: Double) in
            (value > 0 ? "+" : "") + Figure.significant(value * 100, 2)
        }
        let interval = difference.interval.map {
            " (\(points($0.lowerBound)) to \(points($0.upperBound)))"
        }
        return "\(points(difference.value)) points\(interval ?? "") against "
            + "\(Markdown.escaped(other.label)), more in \(Figure.count(difference.higher)), the same "
            + "in \(Figure.count(difference.equal)), less in \(Figure.count(difference.lower)) "
            + "conversations"
    }

    private static func scatter(
        _ candidates: [Candidate], _ place: String, number: Int
    ) -> ReportFile {
        let front = Set(front(candidates).map(\.label))
        let chart = ScatterChart(
            title: place, x: "net saving (%)", y: "later uses visible (%)",
            points: candidates.map { one in
                ScatterChart.Point(
                    label: one.label, x: one.net * 100, y: (one.visible ?? 1) * 100,
                    isMarked: front.contains(one.label))
            })
        return ReportFile(path: "decision-\(number).svg", text: chart.svg)
    }
}

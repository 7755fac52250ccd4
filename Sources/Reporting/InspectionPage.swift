internal import ContextModel
package import Evaluation

/// One conversation under one setting, as a page: what each request sent and cost, where it stopped
/// beginning as the one before, and one request before and after.
///
/// Texts of the recording are left out unless they are asked for. A pure function of the inspection.
package struct InspectionPage: Sendable {
    /// What is shown.
    package struct Options: Sendable {
        /// The request that is shown before and after; nil for the one that loses most references, or
        /// else the last that a step changed.
        package var request: Int?
        /// Whether the texts of messages are shown.
        package var showsText = false
        /// The run that it is of.
        package var run = ""
        /// The command that makes the page again.
        package var command = ""

        /// What is shown unless something else is asked for.
        package init() {}
    }

    /// The page's content as Markdown, for a terminal or another document.
    package let markdown: String
    /// The page.
    package let text: String

    /// The page of an inspection.
    ///
    /// - Parameters:
    ///   - reference: what the conversation did where everything is sent, if that is known.
    package init(
        _ inspection: Inspection, reference: ConversationResult? = nil,
        _ options: Options = Options()
    ) {
        let shown = inspection.shown(options.request)
        let strip = RequestStrip(inspection)
        let parts = [
            "# \(Markdown.escaped(inspection.name))",
            (options.run.isEmpty ? "" : "Run \(Markdown.code(options.run)). ") + inspection.setting,
            inspection.verdict(beside: reference),
            strip.legend, "![Tokens of each request](requests.svg)", "## Requests",
            inspection.requestTable,
        ]
        let command =
            options.command.isEmpty ? [] : ["## How to reproduce", Markdown.block(options.command)]
        markdown = (parts + command).joined(separator: "\n\n") + "\n"
        let picture = ReportFile(path: "requests.svg", text: strip.svg)
        let before = shown.map {
            BeforeAndAfter(inspection, $0, showsText: options.showsText)
        }
        text =
            HTMLPage(
                markdown, pictures: [picture],
                sections: [before.map { ($0.title, $0.html) }].compactMap(\.self)
            ).text
    }
}

extension Inspection {
    /// The request to show before and after; nil if there is none.
    fileprivate func shown(_ number: Int?) -> Request? {
        if let number { return requests.first { $0.number == number } }
        let worst = requests.max { ($0.count(.lost), $1.number) < ($1.count(.lost), $0.number) }
        if let worst, worst.count(.lost) > 0 { return worst }
        return requests.last { !$0.steps.isEmpty } ?? requests.last
    }

    fileprivate var setting: String {
        let axes = cell.configuration.map { Markdown.code("\($0.axis)=\($0.value)") }
        return "\(cell.mode == .stateless ? "Stateless" : "Stateful") client; corpus "
            + "\(Markdown.escaped(cell.corpus.name)); limit \(Figure.count(limit, "tokens")); "
            + axes.joined(separator: ", ") + "."
    }

    /// What it came to, in a few sentences.
    fileprivate func verdict(beside reference: ConversationResult?) -> String {
        let saved = Figure.percent(Int128(result.saved), of: Int128(result.recorded))
        let instead = reference.map {
            " instead of \(Figure.dollars(Int128($0.bill))) for sending everything"
                + ($0.notFitting > 0
                    ? " (\(Figure.count($0.notFitting, "requests")) of it too long)" : "")
        }
        let breaks = requests.compactMap(\.prefixBreak)
        let parts = [
            "**\(Figure.count(requests.count, "requests"))** sent "
                + "\(Figure.count(result.sent)) of \(Figure.count(result.recorded, "tokens")) "
                + "(\(saved) fewer) for **\(Figure.dollars(Int128(result.expectedBill)))**"
                + "\(instead ?? ""); of it \(Figure.dollars(Int128(result.refetchBill))) is the forecast "
                + "of fetching lost things again.",
            "Answers take \(Figure.count(result.referencesNeeded, "identifiers")) from earlier messages: "
                + "**\(Figure.count(count(.lost)))** were lost, \(Figure.count(count(.recoverable))) could be "
                + "recalled, \(Figure.count(count(.visible))) were visible.",
            "\(Figure.count(breaks.count, "requests")) did not begin with the whole of the request before, so "
                + "\(Figure.count(breaks.reduce(0) { $0 + $1.tokens }, "tokens")) behind those places could "
                + "not come from the cache (nor can any below the least that the price rule caches, which "
                + "`winnow prices` shows); \(Figure.count(result.notFitting)) were too long, a provider "
                + "would refuse \(Figure.count(result.rejected)) for their form.",
        ]
        return parts.joined(separator: " ")
    }

    /// A row for each request.
    fileprivate var requestTable: String {
        var table = MarkdownTable([
            .number("request"), .number("tokens as recorded"), .number("sent"),
            .number("read from the cache"), .number("written to it"), .number("uncached"),
            .number("bill"), .text("what changed it"), .text("prefix broken"),
            .number("references lost"), .number("of"),
        ])
        table.rows = requests.map { request in
            [
                "\(request.number)", Figure.count(request.recorded),
                Figure.count(request.tokens) + (request.isTooLong ? " (too long)" : "")
                    + (request.isRejected ? " (refused)" : ""),
                Figure.count(request.cacheRead), Figure.count(request.cacheWritten),
                Figure.count(request.uncached), Figure.dollars(Int128(request.bill)),
                Markdown.escaped(request.work), Markdown.escaped(request.breakText),
                Figure.count(request.count(.lost)), Figure.count(request.references.count),
            ]
        }
        return table.text
    }
}

extension Inspection.Request {
    /// The steps that changed it, with what each made of how many tokens.
    var work: String {
        steps.isEmpty
            ? Figure.dash
            : steps.map {
                "\($0.stage): \(Figure.count($0.before)) → \(Figure.count($0.after))"
            }.joined(separator: "; ")
    }

    /// Where the prefix broke, and by what.
    var breakText: String {
        guard let prefixBreak else { return Figure.dash }
        let cause =
            prefixBreak.stages.isEmpty ? "the client" : prefixBreak.stages.joined(separator: ", ")
        return "after \(Figure.count(prefixBreak.kept, "messages")), by \(cause)"
    }
}

/// The requests of a conversation as bars beside each other: what each read from the provider's cache,
/// wrote to it and paid in full, and a mark where it no longer began as the one before.
struct RequestStrip {
    private let inspection: Inspection

    /// The most bars: more would be thinner than a pixel.
    static let mostBars = 450

    private static let size = (width: 960.0, height: 260.0)
    private static let frame = (left: 64.0, right: 944.0, top: 44.0, bottom: 200.0)

    init(_ inspection: Inspection) { self.inspection = inspection }

    /// What the colours and marks mean.
    var legend: String {
        let left = inspection.requests.count - shown.count
        return
            "A bar is a request: grey was read from the provider's cache, blue written to it, black neither. "
            + "A triangle: the request no longer begins as the one before (the pointer says by what). A "
            + "cross: its answer uses what it no longer showed."
            + (left > 0 ? " The first \(Figure.count(shown.count)) are shown." : "")
    }

    private var shown: ArraySlice<Inspection.Request> {
        inspection.requests.prefix(Self.mostBars)
    }

    /// The picture.
    var svg: String {
        var picture = SVGPicture(
            "Tokens sent with each request", width: Self.size.width, height: Self.size.height)
        let frame = Self.frame
        let most = shown.map(\.tokens).max() ?? 0
        let scale = ChartScale([0, Double(max(most, 1))], atLeast: 1, isAmount: true)
        func top(_ tokens: Int) -> Double {
            frame.bottom - scale.share(of: Double(tokens)) * (frame.bottom - frame.top)
        }
        for tick in scale.ticks {
            let height = top(Int(tick))
            picture.line(
                .init(x: frame.left, y: height), .init(x: frame.right, y: height))
            picture.text(
                Figure.count(Int(tick)), at: .init(x: frame.left - 6, y: height + 4), .end,
                isSmall: true)
        }
        let pitch = (frame.right - frame.left) / Double(max(shown.count, 1))
        // Bars keep a gap where there is room for one.
        let width = min(pitch > 3 ? pitch - 1 : pitch, 40)
        for (place, request) in shown.enumerated() {
            let x = frame.left + Double(place) * pitch
            var below = 0
            let parts: [(Int, SVGPicture.Ink)] = [
                (request.cacheRead, .other), (request.cacheWritten, .front),
                (request.uncached, .ink),
            ]
            for (tokens, ink) in parts where tokens > 0 {
                picture.rectangle(
                    .init(x: x, y: top(below + tokens)),
                    .init(x: width, y: top(below) - top(below + tokens)), ink)
                below += tokens
            }
            let middle = x + width / 2
            if request.prefixBreak != nil {
                picture.mark(
                    .left, at: .init(x: middle, y: frame.bottom + 12), .front,
                    "request \(request.number): prefix broken \(request.breakText)")
            }
            if request.count(.lost) > 0 {
                picture.mark(
                    .cross, at: .init(x: middle, y: frame.bottom + 28), .ink,
                    "request \(request.number): \(request.count(.lost)) references lost")
            }
        }
        picture.text(
            "1", at: .init(x: frame.left, y: frame.bottom + 50), isSmall: true)
        picture.text(
            "request \(Figure.count(shown.count))", at: .init(x: frame.right, y: frame.bottom + 50),
            .end, isSmall: true)
        return picture.svg
    }
}

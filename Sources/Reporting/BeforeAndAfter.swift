internal import ContextModel
internal import Evaluation

/// A request as it was recorded beside what was sent in its place, message by message, with the
/// identifiers that its answer uses marked by what became of them.
struct BeforeAndAfter {
    /// The heading.
    let title: String
    /// The content, as HTML.
    let html: String

    /// The most characters of a stretch between two marked identifiers; of a longer one the beginning and
    /// the end are shown.
    private static let longestStretch = 600

    init(_ inspection: Inspection, _ request: Inspection.Request, showsText: Bool) {
        title = "Request \(request.number), before and after"
        let kept = Set(request.places.compactMap(\.self))
        let left = (0..<request.recordedMessages).map { place in
            Self.message(
                inspection.messages[place], request, showsText: showsText,
                head: "\(place + 1) · \(inspection.messages[place].role.rawValue) · "
                    + Figure.count(inspection.tokens[place], "tokens"),
                state: kept.contains(place) ? "kept" : "removed")
        }
        let right = request.sent.indices.map { index in
            let origin = request.places[index].map { "as recorded \($0 + 1)" } ?? "made"
            return Self.message(
                request.sent[index], request, showsText: showsText,
                head: "\(origin) · \(request.sent[index].role.rawValue) · "
                    + Figure.count(request.sentTokens[index], "tokens"),
                state: request.places[index] == nil ? "made" : "kept")
        }
        html = """
            <p>\(PageText.escaped(Self.sentence(request, kept: kept.count))) \(showsText ? Self.key : Self.noText)</p>
            <p>\(Self.references(request, showsText: showsText))</p>
            <div class="sides">
            <div><h3>As recorded: \(Figure.count(request.recorded, "tokens"))</h3>
            \(left.joined(separator: "\n"))</div>
            <div><h3>Sent: \(Figure.count(request.tokens, "tokens"))</h3>
            \(right.joined(separator: "\n"))</div>
            </div>
            """
    }

    private static let key = """
        In the texts: <mark class="visible">visible</mark> \
        <mark class="recoverable">can be recalled</mark> <mark class="lost">lost</mark>.
        """

    private static let noText =
        "The texts are not shown: <code>winnow inspect --with-text</code> shows them."

    private static func sentence(_ request: Inspection.Request, kept: Int) -> String {
        let removed = request.recordedMessages - kept
        let made = request.places.count { $0 == nil }
        return
            "\(Figure.count(removed, "messages")) of \(Figure.count(request.recordedMessages)) are not "
            + "sent as they were; made in their place: \(Figure.count(made)). "
            + (request.steps.isEmpty
                ? "Nothing was done to this request itself."
                : request.steps.map { "\($0.stage): \($0.reason)." }.joined(separator: " "))
    }

    /// The identifiers that the answer uses, each with what became of it.
    private static func references(_ request: Inspection.Request, showsText: Bool) -> String {
        guard !request.references.isEmpty else {
            return "Its answer uses no identifier of earlier messages."
        }
        let sorted = request.references.sorted { $0.outcome.rawValue > $1.outcome.rawValue }
        guard showsText else {
            let counts = ReferenceTally.Outcome.allCases.map {
                "\(Figure.count(request.count($0))) \(name($0))"
            }
            return "Of the identifiers that its answer uses: \(counts.joined(separator: ", "))."
        }
        return "Its answer uses "
            + sorted.map { mark($0.identifier.text, $0.outcome) }.joined(separator: " ")
    }

    private static func name(_ outcome: ReferenceTally.Outcome) -> String {
        switch outcome {
        case .visible: "visible"
        case .recoverable: "can be recalled"
        case .lost: "lost"
        }
    }

    /// An identifier that is marked by what became of it.
    private static func mark(_ identifier: String, _ outcome: ReferenceTally.Outcome) -> String {
        "<mark class=\"\(outcome)\">\(PageText.escaped(identifier))</mark>"
    }

    private static func message(
        _ message: Message, _ request: Inspection.Request, showsText: Bool, head: String,
        state: String
    ) -> String {
        let texts = message.texts.map { request.pieces(of: $0) }
        let marks = texts.joined().count { $0.outcome != nil }
        let found = marks > 0 ? " · \(Figure.count(marks)) used by the answer" : ""
        let title = PageText.escaped(head + found)
        guard showsText else { return "<div class=\"turn \(state)\">\(title)</div>" }
        let body = texts.map { "<pre>\($0.map(piece).joined())</pre>" }.joined()
        // What changed is open; what is sent as it was can be opened.
        let isOpen = state != "kept" || marks > 0
        return
            "<details class=\"turn \(state)\"\(isOpen ? " open" : "")><summary>\(title)</summary>\(body)</details>"
    }

    private static func piece(_ piece: Inspection.Request.Piece) -> String {
        guard let outcome = piece.outcome else { return PageText.escaped(shortened(piece.text)) }
        return mark(piece.text, outcome)
    }

    private static func shortened(_ text: String) -> String {
        let most = longestStretch
        guard text.count > most else { return text }
        let gone = text.count - most
        return
            "\(text.prefix(most / 2)) … \(Figure.count(gone)) characters … \(text.suffix(most / 2))"
    }
}

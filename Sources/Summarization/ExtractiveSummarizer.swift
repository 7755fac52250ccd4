public import ContextModel

/// The embedded summariser: takes the sentences, lines and tool calls that together cover most of what
/// matters, and lists further facts word by word. Deterministic, without network or waiting.
///
/// Greedy weighted coverage (Lin and Bilmes, "A class of submodular functions for document
/// summarization", 2011; Gillick and Favre, "A scalable global model for summarization", 2009) of words, pairs of
/// words and facts, times weights of speaker, place and focus. The text never has more tokens than the
/// request's budget. Total: any messages have an extract, at worst an empty one.
public struct ExtractiveSummarizer: Summarizer {
    /// Counts the budget.
    public var counter: any TokenCounter
    /// What is chosen by.
    public var weights: ExtractWeights
    /// The most tokens of messages; unlimited for all that matters.
    public var inputLimit: TokenCount

    /// An extractive summariser of a budget in a counter's tokens.
    public init(
        counter: any TokenCounter, weights: ExtractWeights = ExtractWeights(),
        inputLimit: TokenCount = TokenCount(1_000_000_000)
    ) {
        self.counter = counter
        self.weights = weights
        self.inputLimit = inputLimit
    }

    /// Kind, version, counter and weights.
    public var identity: String { "extract/1 \(counter.name) \(weights.identity)" }

    /// The same as `summary(of:)`; never throws.
    public func summarize(_ request: SummaryRequest) async throws(SummarizerError) -> SummaryAnswer
    {
        summary(of: request)
    }

    /// The extract. O(bytes), and O(units · log units) of its lines and sentences.
    public func summary(of request: SummaryRequest) -> SummaryAnswer {
        let budget = request.budget.value
        guard budget > 0 else { return SummaryAnswer("") }
        let source = ExtractSource(request)
        let units = ExtractUnits(source)
        var selection = ExtractSelection(
            source, units, focus: request.focus, weights: weights, counter: counter)
        selection.fill(to: budget - budget * weights.factList / 100)
        let told = ExtractText(selection, request.style).text
        var factList = FactList(selection, beside: told, budget: budget - selection.tokens)
        selection.fill(to: budget - factList.tokens)
        let text = fit(&selection, &factList, request)
        return SummaryAnswer(text)
    }

    /// The text of what was chosen, less the last chosen as long as it is too long.
    private func fit(
        _ selection: inout ExtractSelection, _ factList: inout FactList, _ request: SummaryRequest
    ) -> String {
        while true {
            let text = ExtractText(selection, request.style).text(with: factList)
            let excess = counter.count(text).value - request.budget.value
            if excess <= 0, !text.isEmpty { return text }
            if selection.chosen.isEmpty, factList.items.isEmpty {
                return clipped(selection, to: request.budget.value)
            }
            let freed = factList.release(excess)
            if freed < excess { selection.release(excess - freed) }
        }
    }

    /// Where not one unit fits: the beginning of the best.
    private func clipped(_ selection: ExtractSelection, to budget: Int) -> String {
        guard let best = selection.best else { return "" }
        var text = selection.text(of: selection.units.units[best]).clipped(to: budget * 8)
        while !text.isEmpty, counter.count(text).value > budget {
            text = text.clipped(to: text.utf8.count * 3 / 4)
        }
        return text
    }
}

/// What an extract is chosen by. All values are in hundredths, so that equal settings give equal
/// extracts on any machine. The standard values keep the later-used names of tool conversations and
/// the gist of meetings; they are a compromise of the two, chosen on the even-numbered conversations of
/// each corpus and confirmed on the odd ones.
public struct ExtractWeights: Hashable, Sendable {
    /// The weight of a word.
    public var word = 100
    /// The weight of two neighbouring words.
    public var pair = 100
    /// The weight of what occurs once, beside what occurs more often.
    public var onceShare = 30
    /// The weight of a fact, times the weight of its kind.
    public var fact = 300
    /// How much user turns count.
    public var user = 150
    /// How much the assistant's words count.
    public var assistant = 110
    /// How much tool calls count.
    public var call = 250
    /// How much tool results and all else count.
    public var result = 70
    /// How much more the first user message counts.
    public var first = 300
    /// How much more the latest fifth of the messages counts.
    public var recent = 150
    /// How much more decisions and questions count.
    public var statement = 130
    /// How much the best answer to the focus counts more than what has nothing to do with it.
    public var focus = 300
    /// Tokens that a unit is taken to cost besides its own, so that scraps are not favoured.
    public var unitCost = 1500
    /// The share of the budget that lists facts word by word.
    public var factList = 50

    /// The standard weights.
    public init() {}

    /// The weights in the order of their declaration, for identities.
    var identity: String {
        [
            word, pair, onceShare, fact, user, assistant, call, result, first, recent, statement,
            focus, unitCost, factList,
        ].map(String.init).joined(separator: ".")
    }
}

/// Writes what was chosen in the order of the source, with short labels of who said it.
struct ExtractText {
    private(set) var text = ""
    private let style: SummaryStyle

    init(_ selection: ExtractSelection, _ style: SummaryStyle) {
        self.style = style
        var line = -1
        for number in selection.chosen.map(\.unit).sorted() {
            let unit = selection.units.units[number]
            let segment = selection.source.segments[unit.segment]
            let isNewLine = style == .keyPoints || line != selection.line(of: unit)
            if isNewLine {
                text += (text.isEmpty ? "" : "\n") + (style == .keyPoints ? "- " : "")
                text += segment.speaker.label
            } else {
                text += segment.kind == .result ? " | " : " "
            }
            line = selection.line(of: unit)
            text += selection.text(of: unit)
        }
    }

    /// The text and the fact list below it.
    func text(with factList: FactList) -> String {
        guard !factList.items.isEmpty else { return text }
        return text + (text.isEmpty ? "" : "\n") + (style == .keyPoints ? "- " : "") + factList.text
    }
}

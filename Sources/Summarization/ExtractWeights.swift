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

/// A language with what a traveller and a guide say in it.
struct Tongue: Sendable {
    /// The ISO 639-1 code, or `emoji`.
    let code: String
    let grammar: Grammar

    /// A language; the further rules are `open`, `ask`, `react`, `chat`, `recall` and `bye` of the
    /// traveller, `welcome`, `answer`, `tell`, `reply`, `recalled` and `farewell` of the guide, and
    /// the words `thing`, `place` and `who`.
    init(_ code: String, _ rules: [String: [String]]) {
        self.code = code
        grammar = Grammar(rules)
    }

    static let all = eastAsian + rightToLeft + otherScripts + latin
}

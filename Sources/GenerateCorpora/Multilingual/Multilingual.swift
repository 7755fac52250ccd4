import Statistics

extension SyntheticCorpus {
    /// Short talks in fourteen languages.
    static let multilingual = SyntheticCorpus(
        "multilingual",
        summary: "Short talks of a traveller with a guide in Chinese, Japanese, Korean, Arabic, "
            + "Hebrew, Hindi, Russian, Greek, Thai, German, French, Spanish, Turkish, and English "
            + "full of emoji.",
        making: """
            Six talks in each of fourteen languages, from hand-written sentences with blanks. A \
            booking number is told in the middle and asked for again near the end. In every sixth \
            talk the guide answers in another language.
            """
    ) { seed in
        (0..<84).map { number in
            let tongue = Tongue.all[number % Tongue.all.count]
            var draft = TranscriptDraft(corpus: "multilingual", number: number, seed: seed)
            let answers = number % 6 == 5 ? draft.generator.choose(Tongue.all) : tongue
            talk(&draft, tongue, answers)
            return draft
        }
    }

    private static func talk(
        _ draft: inout TranscriptDraft, _ asking: Tongue, _ answering: Tongue
    ) {
        let code = draft.generator.choose(["HX", "QR", "BK"]) + draft.generator.digits(5)
        let pairs = RealShape.of("multilingual", "messages").draw(&draft.generator, atMost: 32) / 2
        for pair in 0..<max(pairs, 4) {
            let (ask, answer): ([String], [String]) =
                switch pair {
                case 0: (["open"], ["welcome"])
                case max(pairs, 4) / 2: (["react", "ask"], ["tell"])
                case max(pairs, 4) - 2: (["recall"], ["recalled"])
                case max(pairs, 4) - 1: (["bye"], ["farewell"])
                default:
                    draft.generator.chance(50)
                        ? (["react", "ask"], ["answer"]) : (["chat"], ["reply", "answer"])
                }
            draft.user(lines(ask, asking, code, &draft.generator))
            draft.assistant(lines(answer, answering, code, &draft.generator))
        }
    }

    private static func lines(
        _ rules: [String], _ tongue: Tongue, _ code: String, _ generator: inout SeededGenerator
    ) -> String {
        let skipped = rules.count > 1 && generator.chance(40) ? 1 : 0
        let apart = ["zh", "ja"].contains(tongue.code) ? "" : " "
        return rules.dropFirst(skipped).map { rule in
            let slots = [
                "code": code, "n": String(generator.next(in: 2...9)),
                "price": String(generator.next(in: 3...96) * 5),
                "time":
                    "\(generator.next(in: 8...20)):\(generator.choose(["00", "15", "30", "45"]))",
                "phone": "0\(generator.digits(2))-\(generator.digits(4))-\(generator.digits(4))",
            ]
            return tongue.grammar.text(rule, slots, &generator)
        }.joined(separator: apart)
    }
}

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

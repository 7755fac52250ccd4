import Statistics

/// What both sides add to a plain line: circumstances, reassurances, explanations.
enum SupportElaboration {
    /// The line with as many further sentences as lines of that side have in recordings.
    static func extended(
        _ line: String, of rule: String, _ side: TranscriptDraft.Kind, _ slots: Grammar.Slots,
        _ generator: inout SeededGenerator
    ) -> String {
        if ["yes", "bye", "farewell"].contains(rule) { return line }
        let isKnown = !rule.hasPrefix("ask.") && !rule.hasPrefix("refuse.")
        let speech = side == .user ? "user" : isKnown ? "agent" : "stranger"
        let size = (side == .user ? userSizes : agentSizes).draw(&generator, atMost: 220)
        var sentences = [line]
        for number in generator.sample(5, of: Array(patterns[speech, default: []].indices))
        where words(sentences) * 13 / 10 < size {
            sentences.append(grammar.sentence("\(speech) \(number)", slots, &generator))
        }
        guard sentences.count > 1, let last = line.last else { return line }
        if !".!?".contains(last) { sentences[0] += "." }
        // The agent's question stays at the end, where an answer is expected.
        if side == .assistant { sentences.append(sentences.removeFirst()) }
        return sentences.joined(separator: " ")
    }

    private static let userSizes = RealShape.of("support-chat", "tokens of a user")
    private static let agentSizes = RealShape.of("support-chat", "tokens of a assistant")

    private static func words(_ sentences: [String]) -> Int {
        sentences.reduce(0) { $0 + $1.utf8.count { $0 == UInt8(ascii: " ") } + 1 }
    }

    /// What can be added, by who speaks: a customer, the agent to a stranger, the agent.
    private static let patterns = [
        "user": [
            "{soft}I {tried} {where} {ago}, but {obstacle}.", "It would help me a lot {by}.",
            "{soft}there is no hurry with the mail, but I would like to know where I stand.",
            "{other} {told} me {ago} that this should be no problem.",
            "I am asking because {reason}.",
            "{soft}I have never had to ask for anything like this before.",
            "Please tell me if you need anything else from me, I have {papers} here.",
            "{soft}I do not mind how it is done as long as it works {by}.",
            "The last time I wrote, {ago}, somebody was very quick about it.",
            "If that does not work, {other} will have to sort it out {by}.",
            "{reason}, so I would be glad to have it settled {by}.",
            "I only found {papers} {ago}, otherwise I would have written sooner.",
            "You can reach me at {email} if the chat closes.",
            "{soft}{other} and I share the account, that is why I was not sure.",
        ],
        "stranger": [
            "{polite}I can only look at an account once I know whose it is.",
            "The data of our customers is protected, so this question comes first.",
            "{polite}it is needed once and not stored with this conversation.",
            "After that I will {go} step by step.", "As soon as I have it I will {go} with you.",
            "{polite}I understand that this is {feeling}, and I will {go} as quickly as I can.",
            "Please type it exactly as it stands in {papers}.",
            "If you have {papers} at hand, you will find it there.",
            "That usually takes {span}, so please stay in the chat.",
        ],
        "agent": [
            "I have {ref} open in front of me and will {go} step by step.",
            "If you are unsure about {ref}, take your time, the chat stays open for {span}.",
            "{polite}I can see what is stored for {ref}, but {limit}.",
            "{polite}nothing has been changed so far, and nothing will be before you say so.",
            "Everything that concerns {ref} is confirmed by e-mail to the address on file.",
            "Please keep {papers} until {ref} is settled, because {limit}.",
            "{polite}the entry for {ref} shows {payment} as the method of payment.",
            "That usually takes {span}, and you do not have to do anything in the meantime.",
            "{polite}I understand that this is {feeling}, and I will {go} as quickly as I can.",
            "Please note that {limit}.", "Should anything about {ref} look wrong to you, tell me.",
            "{polite}one request after the other keeps the record of {ref} in order.",
            "I cannot say more than the record does, since {limit}.",
            "Your account is used for this conversation only and closed again after it.",
            "{polite}refunds and charges are listed with {ref} within {span}.",
        ],
    ]

    /// Every pattern is a rule of its own, so that none is used twice in a message.
    private static let grammar = Grammar(
        patterns.reduce(into: blanks) { rules, speech in
            for (number, pattern) in speech.value.enumerated() {
                rules["\(speech.key) \(number)"] = [pattern]
            }
        })

    private static let blanks = [
        "soft": [
            "", "", "to be honest, ", "as I said, ", "just so you know, ", "well, ", "by the way, ",
            "I hope that is fine: ",
        ],
        "tried": [
            "tried to do it myself", "looked for it", "wanted to change it", "clicked through it",
            "sent a request",
        ],
        "where": [
            "on the website", "in the app", "at the counter", "by phone",
            "with the link in the mail", "on my old phone",
        ],
        "ago": [
            "yesterday", "this morning", "on Monday", "two days ago", "last week", "an hour ago",
            "over the weekend",
        ],
        "obstacle": [
            "the page kept loading", "it asked for a code I never got",
            "the button was grey", "nobody picked up", "it only said \"try again later\"",
            "my session ran out", "the form did not take my answer",
        ],
        "other": [
            "My husband", "my wife", "a friend", "my neighbour", "my daughter", "a colleague",
            "my brother", "the person on the phone",
        ],
        "told": ["told", "assured", "promised"],
        "reason": [
            "I am leaving on a long trip", "we have guests", "the month is nearly over",
            "I start a new job", "I have to plan the budget", "we are in the middle of moving",
            "my phone is about to be replaced", "the school holidays begin",
        ],
        "by": [
            "by tomorrow", "this week", "before Friday", "today", "before the weekend",
            "in the next days",
        ],
        "papers": [
            "the confirmation", "all the mails", "the receipt", "the printed page",
            "my notes", "the bank statement",
        ],
        "polite": [
            "", "", "of course, ", "thank you for your patience; ", "certainly, ",
            "for your information, ",
            "to be clear, ",
        ],
        "go": ["go through it", "check it", "handle it", "look into it", "work on it"],
        "limit": [
            "some changes can be made only once", "amounts go to a stored method of payment only",
            "I can act on one record at a time", "a change cannot be undone from here",
            "I need your explicit yes for every change", "the rules depend on the present status",
            "I cannot see other accounts", "past changes are shown without their reasons",
        ],
        "span": [
            "a few minutes", "one working day", "five to seven working days", "up to two days",
            "an hour or two",
        ],
        "feeling": [
            "annoying", "urgent", "unpleasant", "important to you", "not what you expected",
        ],
    ]
}

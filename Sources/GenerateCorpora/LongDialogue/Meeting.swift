import Statistics

/// A meeting in progress: who is there, what was said that somebody will come back to.
struct Meeting {
    /// Something told early and needed later.
    struct Fact {
        let label: String
        let value: String
        let topic: String
    }

    let subject: MeetingSubject
    let speakers: [String]
    var draft: TranscriptDraft
    private var facts: [Fact] = []
    private var topic: String
    private var speaker = 0
    private var question: Fact?

    /// A meeting that has not begun.
    init(_ subject: MeetingSubject, _ draft: TranscriptDraft) {
        self.subject = subject
        self.draft = draft
        let firsts = self.draft.generator.sample(
            self.draft.generator.next(in: 4...8), of: Person.firstNames)
        let lasts = self.draft.generator.sample(firsts.count, of: Person.lastNames)
        speakers = zip(firsts, lasts).map { $0 + "_" + $1 }
        topic = subject.topics[0]
    }

    /// Holds the meeting: so many turns of about so many tokens each on average.
    mutating func hold(turns: Int, scale: Int) {
        let stretch = max(12, turns / subject.topics.count)
        for turn in 0..<turns {
            let next = turn / stretch
            if turn % stretch == 0, next < subject.topics.count {
                topic = subject.topics[next]
                speaker = 0
                say(line("shift") + (turn == 0 ? " " + line(sentenceRule) : ""))
            } else {
                take(size: Self.sizes.draw(&draft.generator, atMost: 900) * scale / 100)
            }
        }
        draft.isDialogueOfPeople = true
    }

    private static let sizes = RealShape.of("long-dialogue", "tokens of a user")

    private var sentenceRule: String { subject.isFormal ? "formal" : "spoken" }

    private mutating func take(size: Int) {
        let previous = speaker
        repeat { speaker = draft.generator.next(below: speakers.count) } while speaker == previous
        if let asked = question {
            question = nil
            say(line("recall.answer", asked))
        } else if size < 4 {
            say(line("nod"))
        } else if size < 9 {
            say(line(subject.isFormal && draft.generator.chance(50) ? "thanks" : "short"))
        } else {
            speak(size)
        }
    }

    /// Says sentences until there are about so many tokens, or a question is asked.
    private mutating func speak(_ size: Int) {
        var text = ""
        var words = 0
        while text.isEmpty || words * 13 / 10 + 7 < size {
            let next = sentence()
            words += next.utf8.count { $0 == UInt8(ascii: " ") } + 1
            text += text.isEmpty ? next : " " + next
            if question != nil { break }
        }
        say(text)
    }

    private mutating func sentence() -> String {
        switch draft.generator.next(below: 100) {
        case ..<5: return tellFact()
        case ..<7 where facts.count > 2:
            question = draft.generator.choose(facts)
            return line("recall.ask", question)
        case ..<12 where facts.count > 2:
            return line("recall.use", draft.generator.choose(facts))
        case ..<20: return line("question")
        case ..<24: return line("decision")
        default: return line(sentenceRule)
        }
    }

    private mutating func tellFact() -> String {
        let thing = draft.generator.choose(subject.things)
        let (label, found) = labelledValue(thing)
        // What was told before stays true, so that an answer can be right or wrong.
        let value = facts.first { $0.label == label }?.value ?? found
        let fact = Fact(label: label, value: value, topic: topic)
        facts.append(fact)
        return line("fact", fact)
    }

    private mutating func say(_ text: String) {
        draft.turn(text, name: speakers[speaker])
    }

    private mutating func line(_ rule: String, _ fact: Fact? = nil) -> String {
        let things = draft.generator.sample(2, of: subject.things)
        var other = draft.generator.next(below: speakers.count - 1)
        if other >= speaker { other += 1 }
        let first = speakers[other].split(separator: "_").first.map(String.init) ?? ""
        var slots = [
            "thing": things[0], "thing2": things[1], "other": first,
            "action": draft.generator.choose(subject.actions),
            "trouble": draft.generator.choose(subject.troubles), "topic": fact?.topic ?? topic,
        ]
        if let fact {
            slots["label"] = fact.label
            slots["value"] = fact.value
        }
        return MeetingGrammar.shared.sentence(rule, slots, &draft.generator)
    }

    /// Something to remember about a thing: what it is called, what it is.
    private mutating func labelledValue(_ thing: String) -> (String, String) {
        switch draft.generator.next(below: 8) {
        case 0:
            let prefix = draft.generator.choose(["REQ", "OPS", "MIN", "DOC"])
            return ("the ticket about \(thing)", prefix + "-" + draft.generator.digits(4))
        case 1:
            let thousands = draft.generator.next(in: 1...99)
            let euros = "\(thousands),\(draft.generator.digits(3)) euros"
            return ("the budget for \(thing)", euros)
        case 2:
            let month = draft.generator.choose(["March", "April", "June", "September", "November"])
            return ("the date for \(thing)", "\(draft.generator.next(in: 1...28)) \(month)")
        case 3:
            let whole = draft.generator.next(in: 3...97)
            let percent = "\(whole).\(draft.generator.next(in: 1...9)) percent"
            return ("the figure for \(thing)", percent)
        case 4:
            let name = draft.generator.choose(Person.lastNames).lowercased()
            let address = name + draft.generator.digits(2) + "@example.org"
            return ("the contact for \(thing)", address)
        case 5:
            let link = "https://files.example.org/minutes/" + draft.generator.digits(6)
            return ("the document on \(thing)", link)
        case 6:
            return ("the number to call about \(thing)", "extension " + draft.generator.digits(4))
        default:
            let minor = draft.generator.next(in: 0...19)
            return (
                "the version of \(thing)", "version \(draft.generator.next(in: 1...9)).\(minor)"
            )
        }
    }
}

extension SyntheticCorpus {
    /// Meetings of several people.
    static let longDialogue = SyntheticCorpus(
        "long-dialogue",
        summary: "Meetings of four to eight people, transcribed turn by turn; every message has "
            + "the role user and the speaker's name.",
        making: """
            Seven subjects, five spoken as in a team and two as in a committee. Sentences are put \
            together from short phrases; runs of words repeat more often than in recordings. A \
            meeting goes through its topics in order. Figures, dates, tickets, addresses and links \
            are told and asked for or used again later, often under another topic, always with the \
            same value. Nobody is an assistant: `winnow.requests` lists one synthetic request before every turn but the first.
            """
    ) { seed in
        let shape = RealShape.of("long-dialogue", "messages")
        return (0..<7).map { number in
            let subject = MeetingSubject.all[number % MeetingSubject.all.count]
            let draft = TranscriptDraft(corpus: "long-dialogue", number: number, seed: seed)
            var meeting = Meeting(subject, draft)
            let turns = min(shape.stratum(number * 3 % 7, of: 7), 800)
            meeting.hold(
                turns: subject.isFormal ? turns / 2 : turns, scale: subject.isFormal ? 320 : 100)
            return meeting.draft
        }
    }
}

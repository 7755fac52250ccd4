import Statistics

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

import Statistics
import StrictJSON

extension RailDesk: SupportDialogue {
    /// What a traveller can want.
    enum Wish: String, CaseIterable {
        case rebook, cancel, seats, delay, cost
    }

    mutating func open(_ draft: inout TranscriptDraft) -> Bool {
        let booking = draft.generator.next(below: bookings.count)
        let wish = draft.generator.choose(Wish.allCases)
        pending = (wish, booking)
        say(.user, "open." + wish.rawValue, booking, &draft)
        say(.assistant, "ask.identity", booking, &draft)
        if draft.generator.chance(14) {
            say(.user, "identity.none", booking, &draft)
            say(.assistant, "refuse.identity", booking, &draft)
            if draft.generator.chance(50) {
                close(&draft)
                return false
            }
        }
        say(.user, "identity", booking, &draft)
        draft.call(
            "get_traveller", JSONObject([("traveller_id", .string(person.userID))]),
            result: profile)
        return true
    }

    mutating func serve(_ draft: inout TranscriptDraft) {
        if let (wish, index) = pending {
            pending = nil
            find(index, &draft)
            fulfil(wish, index, &draft)
        } else {
            let index = draft.generator.next(below: bookings.count)
            let isCancelled = bookings[index].changes.contains { $0.0 == "status" }
            let wish = isCancelled ? .cost : draft.generator.choose(Wish.allCases)
            say(.user, "next." + wish.rawValue, index, &draft)
            lookUp(index, &draft)
            fulfil(wish, index, &draft)
        }
    }

    func close(_ draft: inout TranscriptDraft) {
        say(.user, "bye", 0, &draft)
        say(.assistant, "farewell", 0, &draft)
    }

    private func find(_ index: Int, _ draft: inout TranscriptDraft) {
        if draft.generator.chance(45) {
            let greeting = line("found", index, &draft.generator)
            draft.assistant(greeting + " " + line("which", index, &draft.generator))
            if draft.generator.chance(50) {
                say(.user, "which.code", index, &draft)
                lookUp(index, &draft)
                return
            }
            say(.user, "which.unknown", index, &draft)
        }
        for candidate in 0...index { lookUp(candidate, &draft) }
    }

    /// Looks a booking up.
    func lookUp(_ index: Int, _ draft: inout TranscriptDraft) {
        draft.call(
            "get_booking", JSONObject([("booking_code", .string(bookings[index].code))]),
            result: record(bookings[index]))
    }
}

extension RailDesk {
    /// One line of speech, about a booking.
    func line(
        _ rule: String, _ index: Int, _ generator: inout SeededGenerator,
        _ further: Grammar.Slots = [:]
    ) -> String {
        let booking = bookings[index]
        let leg = booking.legs[0]
        let slots = [
            "code": booking.code, "train": leg.train, "date": leg.date,
            "from": Self.stationName(leg.origin), "to": Self.stationName(leg.destination),
            "coach": String(leg.coach), "status": leg.status, "user": person.userID,
            "first": person.first, "last": person.last, "email": person.email,
            "payment": booking.payment,
        ]
        return Self.speech.sentence(rule, slots.merging(further) { $1 }, &generator)
    }

    /// One line of speech with what its side adds to it.
    func elaborated(
        _ rule: String, _ index: Int, _ side: TranscriptDraft.Kind,
        _ generator: inout SeededGenerator, _ further: Grammar.Slots = [:]
    ) -> String {
        let slots = [
            "ref": "booking " + bookings[index].code, "email": person.email,
            "payment": bookings[index].payment,
        ]
        return SupportElaboration.extended(
            line(rule, index, &generator, further), of: rule, side, slots, &generator)
    }

    /// Lets one side say a line about a booking.
    func say(
        _ side: TranscriptDraft.Kind, _ rule: String, _ index: Int, _ draft: inout TranscriptDraft,
        _ further: Grammar.Slots = [:]
    ) {
        let text = elaborated(rule, index, side, &draft.generator, further)
        if side == .user { draft.user(text) } else { draft.assistant(text) }
    }

    /// A station's name.
    static func stationName(_ code: String) -> String {
        stations.first { $0.0 == code }?.1 ?? code
    }
}

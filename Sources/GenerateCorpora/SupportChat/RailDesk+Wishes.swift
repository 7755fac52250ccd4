import Statistics
import StrictJSON

extension RailDesk {
    /// Carries out a request, or refuses it where the rules do.
    mutating func fulfil(_ wish: Wish, _ index: Int, _ draft: inout TranscriptDraft) {
        switch wish {
        case .rebook, .cancel:
            if bookings[index].fare == "Saver" {
                say(.assistant, "saver", index, &draft)
                say(.user, "accept", index, &draft)
                say(.assistant, "more", index, &draft)
            } else if wish == .rebook {
                rebook(index, &draft)
            } else {
                cancel(index, &draft)
            }
        case .seats: changeSeats(index, &draft)
        case .delay: compensate(index, &draft)
        case .cost: total(index, &draft)
        }
    }

    private mutating func rebook(_ index: Int, _ draft: inout TranscriptDraft) {
        let old = bookings[index].legs[0]
        let trains = connections(like: old, &draft.generator)
        draft.call(
            "search_connections",
            JSONObject([
                ("origin", .string(old.origin)), ("destination", .string(old.destination)),
                ("date", .string(old.date)),
            ]), result: JSONValue.array(trains.map { .object(Self.listing($0)) }).spacedText)
        draft.assistant(
            "On \(old.date) these trains run from \(Self.stationName(old.origin)) to "
                + "\(Self.stationName(old.destination)):\n\n"
                + trains.prefix(5).map(Self.spoken).joined(separator: "\n")
                + "\n\nWhich one would you like?")
        let new = draft.generator.choose(trains.prefix(5))
        say(
            .user, "pick", index, &draft, ["new": new.train, "time": Self.clock(new.departure)])
        propose(
            "Booking \(bookings[index].code): \(old.train) becomes \(new.train) on \(new.date), "
                + "difference \(difference(new.price, old.price)) euros on "
                + "\(bookings[index].payment).", index, &draft)
        bookings[index].legs[0] = new
        bookings[index].legs[0].seats = old.seats
        act(
            "change_leg",
            [
                ("booking_code", .string(bookings[index].code)), ("train", .string(new.train)),
                ("date", .string(new.date)), ("payment_id", .string(bookings[index].payment)),
            ], index, &draft)
    }

    private func connections(like leg: Leg, _ generator: inout SeededGenerator) -> [Leg] {
        (0..<generator.next(in: 3...9)).map { _ in
            var train = Self.leg(leg.origin, leg.destination, &generator)
            train.date = leg.date
            return train
        }
    }

    private func difference(_ new: Int, _ old: Int) -> String {
        (new < old ? "-" : "") + (abs(new - old)).money
    }

    private mutating func cancel(_ index: Int, _ draft: inout TranscriptDraft) {
        let amount =
            bookings[index].legs.reduce(0) { $0 + $1.price } * bookings[index].passengers.count
        draft.call(
            "calculate", JSONObject([("expression", .string("\(amount.money) * 0.9"))]),
            result: (amount * 9 / 10).money)
        propose(
            "I would cancel booking \(bookings[index].code) (\(bookings[index].fare)) with a refund of "
                + "\((amount * 9 / 10).money) euros to \(bookings[index].payment).", index, &draft)
        bookings[index].changes.append(("status", .string("cancelled")))
        act(
            "cancel_booking",
            [
                ("booking_code", .string(bookings[index].code)),
                ("reason", .string("change of plans")),
            ], index, &draft)
    }

    private mutating func changeSeats(_ index: Int, _ draft: inout TranscriptDraft) {
        let leg = bookings[index].legs[0]
        let seats = leg.seats.map { _ in Self.seat(&draft.generator) }
        propose(
            "Booking \(bookings[index].code), train \(leg.train), coach \(leg.coach): seats "
                + "\(seats.joined(separator: " and ")) instead of "
                + "\(leg.seats.joined(separator: " and ")).", index, &draft)
        bookings[index].legs[0].seats = seats
        act(
            "change_seats",
            [
                ("booking_code", .string(bookings[index].code)), ("train", .string(leg.train)),
                ("coach", .string(String(leg.coach))), ("seats", .strings(seats)),
            ], index, &draft)
    }

    private mutating func compensate(_ index: Int, _ draft: inout TranscriptDraft) {
        let leg = bookings[index].legs[0]
        guard leg.status == "delayed" else {
            say(.assistant, "nodelay", index, &draft)
            say(.user, "accept", index, &draft)
            say(.assistant, "more", index, &draft)
            return
        }
        let amount = leg.price / 4
        propose(
            "Train \(leg.train) in booking \(bookings[index].code) was delayed by more than an hour. I "
                + "would issue a voucher of \(amount.money) euros, 25 % of \(leg.price.money).",
            index,
            &draft)
        draft.call(
            "issue_voucher",
            JSONObject([
                ("traveller_id", .string(person.userID)),
                ("booking_code", .string(bookings[index].code)), ("amount", .string(amount.money)),
            ]), result: "voucher_" + draft.generator.digits(7))
        draft.assistant("The voucher is in your profile. " + line("more", index, &draft.generator))
    }

    private func total(_ index: Int, _ draft: inout TranscriptDraft) {
        var sums: [Int] = []
        for candidate in bookings.indices {
            if candidate != index { lookUp(candidate, &draft) }
            sums.append(
                bookings[candidate].legs.reduce(0) { $0 + $1.price }
                    * bookings[candidate].passengers.count)
        }
        draft.call(
            "calculate",
            JSONObject([("expression", .string(sums.map(\.money).joined(separator: " + ")))]),
            result: sums.reduce(0, +).money)
        let rows = zip(bookings, sums).map { "- \($0.code), fare \($0.fare): \($1.money) euros" }
        draft.assistant(
            rows.joined(separator: "\n") + "\n\nTogether: \(sums.reduce(0, +).money) euros. "
                + line("more", index, &draft.generator))
    }

    /// Writes down what is going to happen and gets the traveller's yes.
    private func propose(_ plan: String, _ index: Int, _ draft: inout TranscriptDraft) {
        let legs = bookings[index].legs.map(Self.spoken).joined(separator: "\n")
        let details = draft.generator.chance(50) ? "\n\n" + legs + "\n\n" : " "
        draft.assistant(plan + details + elaborated("confirm", index, .assistant, &draft.generator))
        if draft.generator.chance(15) {
            say(.user, "hesitate", index, &draft)
            say(.assistant, "reassure", index, &draft)
        }
        say(.user, "yes", index, &draft)
    }

    /// Calls the tool that makes the change and reports it.
    private func act(
        _ tool: String, _ arguments: [(String, JSONValue)], _ index: Int,
        _ draft: inout TranscriptDraft
    ) {
        draft.call(tool, JSONObject(arguments), result: record(bookings[index]))
        let result = "Booking \(bookings[index].code) has been updated. "
        draft.assistant(result + elaborated("more", index, .assistant, &draft.generator))
    }

    private static func spoken(_ leg: Leg) -> String {
        "- \(leg.train) on \(leg.date), \(leg.origin) \(clock(leg.departure)) to \(leg.destination) "
            + "\(clock(leg.arrival)): \(leg.price.money) euros"
    }
}

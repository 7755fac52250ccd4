import Statistics
import StrictJSON

/// The database of the invented railway as one traveller's conversation sees it.
struct RailDesk {
    /// A train on a day.
    struct Leg {
        var train: String
        var date: String
        let origin: String
        let destination: String
        var departure: Int
        var arrival: Int
        let coach: Int
        var seats: [String]
        var price: Int
        let status: String
    }

    /// A booking of the traveller.
    struct Booking {
        let code: String
        let fare: String
        var legs: [Leg]
        let passengers: [Person]
        let payment: String
        let madeAt: String
        var changes: [(String, JSONValue)] = []
    }

    let person: Person
    let birth: String
    let card: String
    var bookings: [Booking]
    /// The first request, between its being made and its being served.
    var pending: (wish: Wish, booking: Int)?
    let payments: [String]

    /// A traveller with two to five bookings.
    init(_ generator: inout SeededGenerator) {
        person = Person(&generator)
        birth = Self.date(&generator, years: 1950...2004, months: 1...12)
        card = generator.choose(["none", "Card 25", "Card 50"])
        payments = [
            "credit_card_" + generator.digits(7), "gift_card_" + generator.digits(7),
            "voucher_" + generator.digits(7),
        ]
        pending = nil
        bookings = []
        for _ in 0..<generator.next(in: 2...5) { bookings.append(booking(&generator)) }
    }

    private func booking(_ generator: inout SeededGenerator) -> Booking {
        let ends = generator.sample(2, of: Self.stations).map(\.0)
        let fare = generator.choose(["Saver", "Saver", "Flex", "Flex", "First"])
        let others = (0..<generator.next(in: 0...2)).map { _ in Person(&generator) }
        var legs = [Self.leg(ends[0], ends[1], &generator)]
        if generator.chance(55) { legs.append(Self.leg(ends[1], ends[0], &generator)) }
        for index in legs.indices {
            legs[index].seats = ([person] + others).map { _ in Self.seat(&generator) }
        }
        return Booking(
            code: generator.characters(6, of: "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"), fare: fare,
            legs: legs, passengers: [person] + others, payment: generator.choose(payments),
            madeAt: Self.date(&generator, years: 2025...2025, months: 4...5) + "T"
                + Self.clock(generator.next(below: 1440)))
    }

    /// A random train between two stations.
    static func leg(_ origin: String, _ destination: String, _ generator: inout SeededGenerator)
        -> Leg
    {
        let departure = generator.next(in: 60...250) * 5
        return Leg(
            train: generator.choose(["MR", "RE", "IX"]) + generator.digits(3),
            date: date(&generator, years: 2025...2025, months: 6...7), origin: origin,
            destination: destination, departure: departure,
            arrival: departure + generator.next(in: 12...60) * 5,
            coach: generator.next(in: 1...14), seats: [], price: generator.next(in: 1990...18900),
            status: generator.choose(["scheduled", "scheduled", "scheduled", "delayed"]))
    }

    /// A random seat.
    static func seat(_ generator: inout SeededGenerator) -> String {
        String(generator.next(in: 1...22)) + generator.choose(["A", "B", "C", "D"])
    }

    /// Minutes since midnight as a time of day.
    static func clock(_ minutes: Int) -> String {
        pad(minutes / 60 % 24) + ":" + pad(minutes % 60)
    }

    private static func date(
        _ generator: inout SeededGenerator, years: ClosedRange<Int>, months: ClosedRange<Int>
    ) -> String {
        String(generator.next(in: years)) + "-" + pad(generator.next(in: months)) + "-"
            + pad(generator.next(in: 1...28))
    }

    private static func pad(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
}

extension RailDesk {
    /// The traveller's profile as the tool shows it.
    var profile: String {
        let methods = payments.map { payment -> (String, JSONValue) in
            let source = payment.split(separator: "_").dropLast().joined(separator: "_")
            return (
                payment,
                .object(JSONObject([("source", .string(source)), ("id", .string(payment))]))
            )
        }
        return JSONValue.object(
            JSONObject([
                ("traveller_id", .string(person.userID)), ("name", Self.name(person)),
                ("email", .string(person.email)), ("dob", .string(birth)),
                ("address", .object(person.address)),
                ("payment_methods", .object(JSONObject(methods))),
                ("discount_card", .string(card)), ("bookings", .strings(bookings.map(\.code))),
            ])
        ).spacedText
    }

    /// A booking as the tool shows it.
    func record(_ booking: Booking) -> String {
        let amount = booking.legs.reduce(0) { $0 + $1.price } * booking.passengers.count
        let paid = JSONObject([
            ("payment_id", .string(booking.payment)), ("amount", .cents(amount)),
        ])
        var record = JSONObject([
            ("booking_code", .string(booking.code)), ("traveller_id", .string(person.userID)),
            ("fare", .string(booking.fare)), ("legs", .array(booking.legs.map(Self.record))),
            ("passengers", .array(booking.passengers.map(Self.name))),
            ("payments", .array([.object(paid)])), ("created_at", .string(booking.madeAt)),
        ])
        for (key, value) in booking.changes { record[key] = value }
        return JSONValue.object(record).spacedText
    }

    private static func name(_ person: Person) -> JSONValue {
        .object(
            JSONObject([
                ("first_name", .string(person.first)), ("last_name", .string(person.last)),
            ]))
    }

    /// A train of a booking as the tools show it.
    static func record(_ leg: Leg) -> JSONValue {
        var record = listing(leg)
        record["coach"] = .int(leg.coach)
        record["seats"] = .strings(leg.seats)
        record["status"] = .string(leg.status)
        return .object(record)
    }

    /// A train as the timetable shows it.
    static func listing(_ leg: Leg) -> JSONObject {
        JSONObject([
            ("train", .string(leg.train)), ("date", .string(leg.date)),
            ("origin", .string(leg.origin)), ("destination", .string(leg.destination)),
            ("departure", .string(clock(leg.departure))), ("arrival", .string(clock(leg.arrival))),
            ("price", .cents(leg.price)),
        ])
    }
}

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

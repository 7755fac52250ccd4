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

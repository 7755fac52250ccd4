import Statistics
import StrictJSON

/// One customer's conversation with a desk: what both sides say and what the tools show.
protocol SupportDialogue {
    /// The instructions of the desk.
    static var policy: String { get }
    /// The tools of the desk.
    static var tools: [JSONValue] { get }

    /// A customer with a history.
    init(_ generator: inout SeededGenerator)

    /// Holds the opening: the first request up to a known customer; false if that fails.
    mutating func open(_ draft: inout TranscriptDraft) -> Bool

    /// Handles one request from beginning to end.
    mutating func serve(_ draft: inout TranscriptDraft)

    /// Says goodbye.
    func close(_ draft: inout TranscriptDraft)
}

extension SyntheticCorpus {
    /// Customers of an invented shop and an invented railway.
    static let supportChat = SyntheticCorpus(
        "support-chat",
        summary: "Customers of an invented shop and an invented railway talk with an agent that "
            + "looks things up and changes records by tools.",
        making: """
            Two families of conversations share one policy prompt and one set of tools each: a web \
            shop and a railway. A customer with a history of orders or bookings is invented, then \
            requests are served one after another (status, cancel, return, exchange, new address; \
            seat, refund, rebooking) until the conversation is as long as its share of the \
            recordings. Tool results are JSON; the same records are looked up again and again, \
            before and after a change. Ids, amounts and addresses that a tool showed early are the \
            arguments of later calls. About one customer in fourteen cannot be identified, so no \
            tool is called.
            """
    ) { seed in
        let shape = RealShape.of("support-chat", "messages")
        return (0..<28).map { number in
            var draft = TranscriptDraft(corpus: "support-chat", number: number, seed: seed)
            let length = shape.stratum(number * 11 % 28, of: 28)
            if number % 2 == 0 {
                hold(RetailDesk.self, &draft, messages: length)
            } else {
                hold(RailDesk.self, &draft, messages: length)
            }
            return draft
        }
    }

    private static func hold<Desk: SupportDialogue>(
        _: Desk.Type, _ draft: inout TranscriptDraft, messages: Int
    ) {
        var desk = Desk(&draft.generator)
        draft.tools = Desk.tools
        draft.system(Desk.policy)
        guard desk.open(&draft) else { return }
        repeat { desk.serve(&draft) } while draft.textCount < messages - 5
        desk.close(&draft)
    }
}

/// An invented customer.
struct Person: Sendable {
    let first: String
    let last: String
    let userID: String
    let email: String
    let zip: String
    let street: String
    let extra: String
    let city: String
    let country: String

    /// A customer who has hardly a namesake.
    init(_ generator: inout SeededGenerator) {
        first = generator.choose(Self.firstNames)
        last = generator.choose(Self.lastNames)
        let plain = (first + "_" + last).lowercased()
        userID = plain + "_" + generator.digits(4)
        email =
            plain.split(separator: "_").joined(separator: ".") + generator.digits(2)
            + "@example." + generator.choose(["com", "org", "net"])
        (city, country, zip) = generator.choose(Self.cities)
        street = generator.choose(Self.streets) + " " + String(generator.next(in: 1...240))
        extra = generator.chance(50) ? "" : "Floor " + String(generator.next(in: 1...9))
    }

    /// The address as a record.
    var address: JSONObject {
        JSONObject([
            ("address1", .string(street)), ("address2", .string(extra)), ("city", .string(city)),
            ("country", .string(country)), ("zip", .string(zip)),
        ])
    }

    static let firstNames = [
        "Lena", "Omar", "Priya", "Jonas", "Mireille", "Tomas", "Aiko", "Samuel", "Ines", "Viktor",
        "Farah", "Daniel", "Chiara", "Kwame", "Elif", "Rasmus", "Nadia", "Hugo", "Sofia", "Ivan",
        "Leila", "Mateo", "Greta", "Anton", "Yara", "Felix", "Noor", "Paulo", "Ida", "Callum",
    ]
    static let lastNames = [
        "Hoffmann", "Berg", "Okafor", "Lindqvist", "Moreau", "Novak", "Tanaka", "Ferreira", "Keane",
        "Petrov", "Haddad", "Whitlock", "Romano", "Mensah", "Yilmaz", "Jensen", "Castellano",
        "Roux",
        "Varga", "Sandoval", "Achterberg", "Nilsson", "Kowalski", "Brandt", "Sharma", "Duarte",
    ]
    static let cities = [
        ("Rotterdam", "Netherlands", "3011 AD"), ("Leipzig", "Germany", "04109"),
        ("Bologna", "Italy", "40121"), ("Gdansk", "Poland", "80-831"),
        ("Porto", "Portugal", "4050-253"),
        ("Aarhus", "Denmark", "8000"), ("Lyon", "France", "69002"),
        ("Galway", "Ireland", "H91 E2K8"),
        ("Graz", "Austria", "8010"), ("Tampere", "Finland", "33100"),
        ("Zaragoza", "Spain", "50003"),
        ("Ghent", "Belgium", "9000"), ("Brno", "Czechia", "602 00"), ("Malmo", "Sweden", "211 22"),
    ]
    static let streets = [
        "Harbour Street", "Linden Avenue", "Mill Lane", "Station Road", "Garden Row",
        "Weaver Street",
        "Chapel Hill", "Orchard Way", "Canal Side", "Market Square", "Foundry Yard", "Castle Walk",
        "Quarry Road", "Willow Court", "Bakers Passage", "Observatory Lane",
    ]
}

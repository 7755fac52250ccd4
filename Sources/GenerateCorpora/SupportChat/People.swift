import Statistics
import StrictJSON

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

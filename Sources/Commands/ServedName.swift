import ArgumentParser

/// A model as its server knows it, and the server's address where it is named: `MODEL[@URL]`.
struct ServedName: Hashable, ExpressibleByArgument {
    var model: String
    /// Version included, `http://127.0.0.1:8080/v1`; nil for the server that is named elsewhere.
    var address: String?

    init(_ model: String, at address: String? = nil) {
        self.model = model
        self.address = address
    }

    /// Names of models have signs of all kinds, `@` too: an address begins with its scheme.
    init?(argument: String) {
        let schemes = ["@http://", "@https://"]
        guard let at = schemes.compactMap({ argument.firstRange(of: $0)?.lowerBound }).min() else {
            guard !argument.isEmpty else { return nil }
            self.init(argument)
            return
        }
        self.init(
            String(argument[..<at]), at: String(argument[argument.index(after: at)...]))
        guard !model.isEmpty else { return nil }
    }

    /// Refuses an address that could hold a secret, and does not repeat it.
    func check(_ option: String) throws {
        guard address.map(Self.hasSecret) != true else {
            throw ValidationError(
                "\(option) takes an address without user, query or fragment: a key is only taken "
                    + "from the environment.")
        }
    }

    /// Whether an address could hold a secret: arguments are seen by every user of the machine.
    static func hasSecret(_ address: String) -> Bool { address.contains { "@?#".contains($0) } }
}

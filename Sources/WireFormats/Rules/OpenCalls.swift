/// The calls that a result may answer, in order.
struct OpenCalls {
    struct Call {
        let id: String
        let name: String
        let message: Int
        fileprivate(set) var isAnswered = false

        init(id: String, name: String, message: Int) {
            self.id = id
            self.name = name
            self.message = message
        }
    }

    /// What an identifier in a result means.
    enum Answer {
        /// The first result of an open call.
        case first
        /// A further result of an answered call.
        case again
        /// No call of that identifier.
        case unknown
    }

    private var calls: [Call] = []
    private var places: [String: Int] = [:]

    /// Adds a call; refused, and false, while a call of the same identifier waits or stands in the same
    /// message.
    mutating func open(_ call: Call) -> Bool {
        if let place = places[call.id],
            !calls[place].isAnswered || calls[place].message == call.message
        {
            return false
        }
        places[call.id] = calls.count
        calls.append(call)
        return true
    }

    /// Whether no call of the identifier waits or was answered since the last closing.
    func isNew(_ id: String) -> Bool { places[id] == nil }

    mutating func answer(_ id: String) -> Answer {
        guard let place = places[id] else { return .unknown }
        if calls[place].isAnswered { return .again }
        calls[place].isAnswered = true
        return .first
    }

    /// Forgets all calls; those without a result are returned, in order.
    mutating func close() -> [Call] {
        if calls.isEmpty { return [] }
        let unanswered = calls.filter { !$0.isAnswered }
        calls.removeAll(keepingCapacity: true)
        places.removeAll(keepingCapacity: true)
        return unanswered
    }
}

/// The members of a JSON object, in the order written; keys are unique, compared by code points.
public struct JSONObject: Sendable {
    /// One key with its value.
    public struct Member: Sendable {
        /// The key.
        public let key: String
        /// The value.
        public var value: JSONValue
    }

    /// All members, in order.
    public private(set) var members: [Member]
    /// Where each key is; empty while the object is small, which most are.
    private var places: [JSONKey: Int] = [:]

    /// Up to so many members, looking at each takes less time than hashing a key.
    private static let mostUnindexed = 12

    /// An object without members.
    public init() { members = [] }

    /// An object of the given members; a later value for a key replaces the earlier one.
    public init(_ pairs: [(String, JSONValue)]) {
        members = []
        members.reserveCapacity(pairs.count)
        for (key, value) in pairs { self[key] = value }
    }

    /// Adds a member whose key is known to be new; the caller has checked. O(1), amortised.
    package mutating func append(unique key: String, _ value: JSONValue) {
        members.append(Member(key: key, value: value))
        if members.count > Self.mostUnindexed + 1 {
            places[JSONKey(text: key)] = members.count - 1
        } else if members.count > Self.mostUnindexed {
            index()
        }
    }

    /// Notes where each key is, if that is worthwhile.
    private mutating func index() {
        places.removeAll()
        guard members.count > Self.mostUnindexed else { return }
        for (place, member) in members.enumerated() { places[JSONKey(text: member.key)] = place }
    }

    /// Where a key is, and how many keys were compared or hashed to find it: a bound on the work that
    /// does not grow with the object.
    package func place(of key: String) -> (place: Int?, looks: Int) {
        guard members.count > Self.mostUnindexed else {
            let place = members.firstIndex { $0.key.hasSameBytes(as: key) }
            return (place, place.map { $0 + 1 } ?? members.count)
        }
        return (places[JSONKey(text: key)], 1)
    }

    /// Whether there are no members.
    public var isEmpty: Bool { members.isEmpty }

    /// How many members there are.
    public var count: Int { members.count }

    /// The value of a key; setting nil removes the member. O(1), but O(members) to remove one.
    public subscript(key: String) -> JSONValue? {
        get { place(of: key).place.map { members[$0].value } }
        set {
            switch (place(of: key).place, newValue) {
            case (let place?, let value?): members[place].value = value
            case (_?, nil): _ = remove(key)
            case (nil, let value?): append(unique: key, value)
            case (nil, nil): break
            }
        }
    }

    /// Takes a member out and returns its value, or nil if there is none. O(members).
    public mutating func remove(_ key: String) -> JSONValue? {
        guard let place = place(of: key).place else { return nil }
        let value = members.remove(at: place).value
        index()
        return value
    }

    /// Changes the value of a key in its place, and returns what the body does; nil if there is none.
    mutating func change<Result>(_ key: String, _ body: (inout JSONValue) -> Result) -> Result? {
        place(of: key).place.map { body(&members[$0].value) }
    }
}

extension JSONObject.Member: Hashable {
    /// Whether key and value are the same.
    public static func == (left: Self, right: Self) -> Bool {
        left.key.hasSameBytes(as: right.key) && left.value == right.value
    }
}

extension JSONObject: Hashable {
    /// Whether both hold the same members, in any order.
    public static func == (left: Self, right: Self) -> Bool {
        if left.members == right.members { return true }
        guard left.count == right.count else { return false }
        let values = Dictionary(
            uniqueKeysWithValues: right.members.map { (JSONKey(text: $0.key), $0.value) })
        return left.members.allSatisfy { values[JSONKey(text: $0.key)] == $0.value }
    }

    /// Feeds the keys to the hasher, independent of their order.
    public func hash(into hasher: inout Hasher) {
        for key in members.map(\.key).sorted() { hasher.combine(key) }
    }
}

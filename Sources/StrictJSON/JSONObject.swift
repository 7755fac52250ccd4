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

    /// An object without members.
    public init() { members = [] }

    /// An object of the given members; a later value for a key replaces the earlier one.
    public init(_ pairs: [(String, JSONValue)]) {
        members = []
        members.reserveCapacity(pairs.count)
        for (key, value) in pairs { self[key] = value }
    }

    /// Adds a member whose key is known to be new; the caller has checked.
    package mutating func append(unique key: String, _ value: JSONValue) {
        members.append(Member(key: key, value: value))
    }

    /// Whether there are no members.
    public var isEmpty: Bool { members.isEmpty }

    /// How many members there are.
    public var count: Int { members.count }

    /// The value of a key; setting nil removes the member. O(members).
    public subscript(key: String) -> JSONValue? {
        get { members.first { $0.key.hasSameBytes(as: key) }?.value }
        set {
            let index = members.firstIndex { $0.key.hasSameBytes(as: key) }
            switch (index, newValue) {
            case (let index?, let value?): members[index].value = value
            case (let index?, nil): members.remove(at: index)
            case (nil, let value?): members.append(Member(key: key, value: value))
            case (nil, nil): break
            }
        }
    }

    /// Takes a member out and returns its value, or nil if there is none. O(members).
    public mutating func remove(_ key: String) -> JSONValue? {
        guard let index = members.firstIndex(where: { $0.key.hasSameBytes(as: key) }) else {
            return nil
        }
        return members.remove(at: index).value
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

import ContextModel
public import StrictJSON

// Equality of texts goes by canonical equivalence and equality of JSON objects ignores the order of
// members; tokens do neither. Counts are therefore shared only between messages that are the same byte
// for byte in everything that counts.

extension Message {
    /// Whether the two messages are the same in everything that is counted: all but `extra` fields and
    /// the shapes of the wire. O(parts) where they share storage, else O(bytes).
    func costsTheSame(as other: Message) -> Bool {
        role == other.role && isSame(wire.role, other.wire.role) && isSame(name, other.name)
            && isSame(parts, other.parts)
    }
}

private func isSame(_ left: [ContentPart], _ right: [ContentPart]) -> Bool {
    guard left.count == right.count else { return false }
    return sharesStorage(left, right) || zip(left, right).allSatisfy { isSame($0, $1) }
}

private func isSame(_ left: ContentPart, _ right: ContentPart) -> Bool {
    switch (left, right) {
    case (.text(let left), .text(let right)): isSame(left.text, right.text)
    case (.reasoning(let left), .reasoning(let right)): isSame(left.text, right.text)
    case (.image(let left), .image(let right)):
        left.size == right.size && isSame(left.description, right.description)
            && isSame(left.source, right.source)
    case (.toolCall(let left), .toolCall(let right)):
        isSame(left.id, right.id) && isSame(left.name, right.name)
            && isSame(left.arguments, right.arguments)
    case (.toolResult(let left), .toolResult(let right)):
        isSame(left.callID, right.callID) && isSame(left.name, right.name)
            && isSame(left.content, right.content)
    case (.opaque(let left), .opaque(let right)): isSame(left, right)
    default: false
    }
}

private func isSame(_ left: ToolArguments, _ right: ToolArguments) -> Bool {
    switch (left, right) {
    case (.text(let left), .text(let right)): isSame(left, right)
    case (.value(let left), .value(let right)): isSame(left, right)
    default: false
    }
}

/// Whether two JSON values have the same compact text: members in the same order.
private func isSame(_ left: JSONValue, _ right: JSONValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let left), .bool(let right)): left == right
    case (.number(let left), .number(let right)): isSame(left.lexeme, right.lexeme)
    case (.string(let left), .string(let right)): isSame(left, right)
    case (.array(let left), .array(let right)): isSame(left, right)
    case (.object(let left), .object(let right)):
        left.count == right.count
            && (sharesStorage(left.members, right.members)
                || zip(left.members, right.members).allSatisfy {
                    isSame($0.key, $1.key) && isSame($0.value, $1.value)
                })
    default: false
    }
}

extension [JSONValue] {
    /// Whether two lists have the same compact texts, members in the same order. O(1) where they share
    /// storage, else O(bytes).
    public func hasSameText(as other: [JSONValue]) -> Bool { isSame(self, other) }
}

private func isSame(_ left: [JSONValue], _ right: [JSONValue]) -> Bool {
    guard left.count == right.count else { return false }
    return sharesStorage(left, right) || zip(left, right).allSatisfy { isSame($0, $1) }
}

private func isSame(_ left: String?, _ right: String?) -> Bool {
    switch (left, right) {
    case (nil, nil): true
    case (let left?, let right?): isSame(left, right)
    default: false
    }
}

/// Whether two texts have the same bytes. O(1) where they share storage or differ in length.
private func isSame(_ left: String, _ right: String) -> Bool {
    guard left.utf8.count == right.utf8.count else { return false }
    var left = left
    var right = right
    return left.withUTF8 { left in
        right.withUTF8 { right in
            isSame(UnsafeRawBufferPointer(left), UnsafeRawBufferPointer(right))
        }
    }
}

/// Compares buffers of one length, eight bytes at a time.
private func isSame(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
    if left.baseAddress == right.baseAddress { return true }
    var offset = 0
    while offset + 8 <= left.count {
        let leftWord = left.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        let rightWord = right.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        guard leftWord == rightWord else { return false }
        offset += 8
    }
    while offset < left.count {
        guard left[offset] == right[offset] else { return false }
        offset += 1
    }
    return true
}

private func sharesStorage<Element>(_ left: [Element], _ right: [Element]) -> Bool {
    left.withUnsafeBufferPointer { left in
        right.withUnsafeBufferPointer { left.baseAddress == $0.baseAddress }
    }
}

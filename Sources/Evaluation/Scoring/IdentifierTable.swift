/// Gives each different identifier a number, from 0 in the order of first sight.
///
/// Open addressing over one arena of bytes, with a hash of its own, so that looking up costs no
/// allocation and nothing depends on the process.
struct IdentifierTable: Sendable {
    /// The class of each identifier when it was first seen.
    private(set) var classes: [IdentifierClass] = []
    private var arena: [UInt8] = []
    private var ends: [Int] = [0]
    private var hashes: [UInt64] = []
    /// Numbers of identifiers, -1 where free; the size is a power of two.
    private var slots = [Int32](repeating: -1, count: 256)

    typealias Bytes = Slice<UnsafeBufferPointer<UInt8>>

    /// The number of an identifier, a new one if need be.
    mutating func intern(_ kind: IdentifierClass, _ bytes: Bytes) -> Int {
        let hash = Self.hash(bytes)
        let slot = slot(of: bytes, hash)
        if slots[slot] >= 0 { return Int(slots[slot]) }
        let number = classes.count
        slots[slot] = Int32(number)
        classes.append(kind)
        hashes.append(hash)
        arena.append(contentsOf: bytes)
        ends.append(arena.count)
        if classes.count * 2 > slots.count { grow() }
        return number
    }

    /// The number of an identifier, or nil if it has none.
    func number(of bytes: Bytes) -> Int? {
        let number = slots[slot(of: bytes, Self.hash(bytes))]
        return number < 0 ? nil : Int(number)
    }

    /// The identifier of a number.
    func text(of number: Int) -> String {
        String(decoding: arena[ends[number]..<ends[number + 1]], as: UTF8.self)
    }

    /// The slot that holds an identifier, or the free one where it belongs.
    private func slot(of bytes: Bytes, _ hash: UInt64) -> Int {
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] >= 0 {
            let number = Int(slots[slot])
            if hashes[number] == hash, isSame(number, bytes) { return slot }
            slot = (slot + 1) & (slots.count - 1)
        }
        return slot
    }

    private func isSame(_ number: Int, _ bytes: Bytes) -> Bool {
        let range = ends[number]..<ends[number + 1]
        return range.count == bytes.count && arena[range].elementsEqual(bytes)
    }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: slots.count * 2)
        for (number, hash) in hashes.enumerated() {
            var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int32(number)
        }
    }

    /// FNV-1a with its bits mixed once more, since the lowest choose the slot.
    private static func hash(_ bytes: Bytes) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return hash ^ hash >> 29
    }
}

/// What an identifier looks like, and so what kind of fact is lost with it.
package enum IdentifierClass: Int, Hashable, Sendable, CaseIterable {
    /// A hexadecimal id, a UUID, an order number, a version: letters and digits mixed.
    case id
    /// A number of at least three digits, a decimal, a date.
    case number
    /// A path of a file or folder.
    case path
    /// An address with a scheme.
    case url
    /// An address of mail.
    case email
    /// A name out of code: `snake_case`, `camelCase`, `dotted.names`, `CONSTANTS`.
    case codeName

    /// The class in words, for reports.
    package var name: String {
        switch self {
        case .id: "id"
        case .number: "number"
        case .path: "path"
        case .url: "URL"
        case .email: "e-mail address"
        case .codeName: "code name"
        }
    }
}

/// A piece of text that stands for something exact: whoever needs it needs it to the letter.
package struct Identifier: Hashable, Sendable {
    /// What it looks like.
    package var kind: IdentifierClass
    /// The identifier as written, without the punctuation around it.
    package var text: String

    /// An identifier.
    package init(_ kind: IdentifierClass, _ text: String) {
        self.kind = kind
        self.text = text
    }
}

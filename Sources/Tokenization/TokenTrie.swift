/// The tokens of a vocabulary by their bytes: finds the longest token that begins a text.
///
/// A node that is a token has the token's id for its number; others are numbered from the number of
/// tokens on. An edge (node, byte) → node is one word of a hash table with open addressing.
struct TokenTrie {
    /// No token.
    static let none = UInt32.max

    private let edges: UnsafeMutablePointer<UInt64>
    private let shift: UInt64
    private let mask: Int
    /// How many tokens there are.
    private let count: UInt32
    /// For each node, a bit for each remainder modulo 32 of a byte that leads on: most ways that lead
    /// nowhere are seen without asking the edges.
    private let ways: UnsafeMutablePointer<UInt32>
    /// A node's node one byte shorter; `none` of single bytes.
    private let parents: UnsafeMutablePointer<UInt32>
    /// The tokens of single bytes.
    private let bytes: UnsafeMutablePointer<UInt32>
    /// The nodes of two bytes; `none` if there is none.
    private let firstTwo: UnsafeMutablePointer<UInt32>

    /// The trie of all tokens, put in shortest first: so a token's beginnings that are tokens are
    /// there already, and only the bytes of its right half need to be walked.
    init(_ tokens: TokenBytes) {
        // A vocabulary has fewer than three nodes a token; about half the slots stay empty.
        var size: UInt64 = 10
        while 1 << size < tokens.count * 5 { size += 1 }
        edges = .allocate(capacity: 1 << size)
        edges.initialize(repeating: 0, count: 1 << size)
        shift = 64 - size
        mask = (1 << size) - 1
        count = UInt32(tokens.count)
        parents = .allocate(capacity: tokens.count * 3)
        ways = .allocate(capacity: tokens.count * 3)
        ways.initialize(repeating: 0, count: tokens.count * 3)
        bytes = .allocate(capacity: 256)
        firstTwo = .allocate(capacity: 0x1_0000)
        firstTwo.initialize(repeating: Self.none, count: 0x1_0000)
        var made = count
        for token in tokens.byLength { insert(token, of: tokens, making: &made) }
        precondition(
            Int(made) < tokens.count * 3, "a vocabulary has fewer than three nodes a token")
    }

    private func insert(_ token: UInt32, of tokens: TokenBytes, making made: inout UInt32) {
        let text = tokens.bytes(of: token)
        guard text.count > 1 else {
            bytes[Int(text[0])] = token
            parents[Int(token)] = Self.none
            return
        }
        var node = tokens.halves[Int(token)].left
        var depth = tokens.length(of: node)
        while depth < text.count {
            let isLast = depth == text.count - 1
            node = step(from: node, by: text[depth], as: isLast ? token : nil, making: &made)
            depth += 1
            if depth == 2 { firstTwo[Int(text[0]) << 8 | Int(text[1])] = node }
        }
    }

    /// The node one byte further, made if it is not there: as the token, or numbered on.
    private func step(
        from node: UInt32, by byte: UInt8, as token: UInt32?, making made: inout UInt32
    ) -> UInt32 {
        let key = Self.key(node, byte)
        var place = place(of: key)
        while edges[place] != 0 {
            if edges[place] >> 20 == key {
                return UInt32(truncatingIfNeeded: edges[place] & 0xFFFFF)
            }
            place = (place + 1) & mask
        }
        let child = token ?? made
        if token == nil { made += 1 }
        edges[place] = key << 20 | UInt64(child)
        parents[Int(child)] = node
        ways[Int(node)] |= 1 &<< UInt32(byte & 31)
        return child
    }

    /// The node one byte further, `none` if there is none.
    @inline(__always)
    private func child(of node: UInt32, by byte: UInt8) -> UInt32 {
        guard ways[Int(node)] &>> UInt32(byte & 31) & 1 != 0 else { return Self.none }
        let key = Self.key(node, byte)
        var place = place(of: key)
        while true {
            let edge = edges[place]
            if edge >> 20 == key { return UInt32(truncatingIfNeeded: edge & 0xFFFFF) }
            if edge == 0 { return Self.none }
            place = (place + 1) & mask
        }
    }

    @inline(__always)
    private static func key(_ node: UInt32, _ byte: UInt8) -> UInt64 {
        // One more, so that no key is 0, the empty slot.
        (UInt64(node) + 1) << 8 | UInt64(byte)
    }

    @inline(__always)
    private func place(of key: UInt64) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) &>> shift)
    }

    /// The longest token that begins a text of at least one byte, its length, and how many bytes were
    /// looked at to know it; `Int.max` if it took the text's end to know.
    @inline(__always)
    func longestToken(
        _ text: UnsafePointer<UInt8>, _ count: Int
    ) -> (token: UInt32, length: Int, examined: Int) {
        let first = bytes[Int(text[0])]
        guard count >= 2 else { return (first, 1, .max) }
        var node = firstTwo[Int(text[0]) << 8 | Int(text[1])]
        guard node != Self.none else { return (first, 1, 2) }
        var (best, length) = node < self.count ? (node, 2) : (first, 1)
        var place = 2
        while place < count {
            node = child(of: node, by: text[place])
            place += 1
            if node == Self.none { return (best, length, place) }
            if node < self.count { (best, length) = (node, place) }
        }
        return (best, length, .max)
    }

    /// The longest token that is a proper prefix of a token, `none` of a single byte.
    @inline(__always)
    func longestPrefix(of token: UInt32) -> UInt32 {
        var node = parents[Int(token)]
        while node != Self.none, node >= count { node = parents[Int(node)] }
        return node
    }

    /// The token of exactly these bytes, at least one, `none` if they are no token.
    @inline(__always)
    func token(_ text: UnsafePointer<UInt8>, _ count: Int) -> UInt32 {
        guard count >= 2 else { return bytes[Int(text[0])] }
        var node = firstTwo[Int(text[0]) << 8 | Int(text[1])]
        var place = 2
        while place < count, node != Self.none {
            node = child(of: node, by: text[place])
            place += 1
        }
        return node < self.count ? node : Self.none
    }
}

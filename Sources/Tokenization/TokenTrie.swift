/// The tokens of a vocabulary by their bytes: finds the longest token that begins a text.
///
/// Nodes are numbered; an edge (node, byte) → node is one word of a hash table with open addressing.
struct TokenTrie {
    /// No node, no token.
    static let none = UInt32.max

    private let edges: UnsafeMutablePointer<UInt64>
    private let shift: UInt64
    private let mask: Int
    /// The token that ends at a node, or none.
    private let tokens: UnsafeMutablePointer<UInt32>
    private let parents: UnsafeMutablePointer<UInt32>
    /// Where a token ends.
    private let nodes: UnsafeMutablePointer<UInt32>
    /// The nodes of two bytes; 0 if there is none.
    private let firstTwo: UnsafeMutablePointer<UInt32>

    /// The trie of all tokens. Each is put in from the node of its left half on, which has a lower
    /// rank, so only the right half's bytes are walked.
    init(
        _ halves: UnsafePointer<(left: UInt32, right: UInt32)>, bytes: UnsafePointer<UInt8>,
        offsets: UnsafePointer<UInt32>, count: Int
    ) {
        // A vocabulary has fewer than three nodes a token; half the slots stay empty.
        var size: UInt64 = 10
        while 1 << size < count * 5 { size += 1 }
        let limit = count * 3 + 512
        edges = .allocate(capacity: 1 << size)
        edges.initialize(repeating: 0, count: 1 << size)
        shift = 64 - size
        mask = (1 << size) - 1
        tokens = .allocate(capacity: limit)
        tokens.initialize(repeating: Self.none, count: limit)
        parents = .allocate(capacity: limit)
        nodes = .allocate(capacity: count)
        firstTwo = .allocate(capacity: 0x1_0000)
        var used: UInt32 = 1
        for rank in 0..<count {
            let end = Int(offsets[rank + 1])
            var place = Int(offsets[rank])
            var node: UInt32 = 0
            if rank >= 256 {
                let left = Int(halves[rank].left)
                node = nodes[left]
                place += Int(offsets[left + 1] - offsets[left])
            }
            while place < end {
                node = step(from: node, by: bytes[place], making: &used)
                place += 1
            }
            precondition(Int(used) + 64 < limit, "a vocabulary has fewer than three nodes a token")
            tokens[Int(node)] = UInt32(rank)
            nodes[rank] = node
        }
        for first in 0..<256 {
            let node = child(of: 0, by: UInt8(first))
            for second in 0..<256 {
                firstTwo[first << 8 | second] = child(of: node, by: UInt8(second))
            }
        }
    }

    private func step(from node: UInt32, by byte: UInt8, making used: inout UInt32) -> UInt32 {
        let key = Self.key(node, byte)
        var place = place(of: key)
        while edges[place] != 0 {
            if edges[place] >> 20 == key {
                return UInt32(truncatingIfNeeded: edges[place] & 0xFFFFF)
            }
            place = (place + 1) & mask
        }
        edges[place] = key << 20 | UInt64(used)
        parents[Int(used)] = node
        used += 1
        return used - 1
    }

    /// The node one byte further; 0 if there is none.
    @inline(__always)
    private func child(of node: UInt32, by byte: UInt8) -> UInt32 {
        let key = Self.key(node, byte)
        var place = place(of: key)
        while true {
            let edge = edges[place]
            if edge >> 20 == key { return UInt32(truncatingIfNeeded: edge & 0xFFFFF) }
            if edge == 0 { return 0 }
            place = (place + 1) & mask
        }
    }

    @inline(__always)
    private static func key(_ node: UInt32, _ byte: UInt8) -> UInt64 {
        // One more, so that the key of the root and byte 0 is told from an empty slot.
        (UInt64(node) + 1) << 8 | UInt64(byte)
    }

    @inline(__always)
    private func place(of key: UInt64) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) &>> shift)
    }

    /// The longest token that begins a text of at least one byte, and how many bytes were looked at
    /// to know it; `Int.max` if it took the text's end to know.
    @inline(__always)
    func longestToken(
        _ text: UnsafePointer<UInt8>, _ count: Int
    ) -> (token: UInt32, examined: Int) {
        guard count >= 2 else { return (tokens[Int(child(of: 0, by: text[0]))], .max) }
        var node = firstTwo[Int(text[0]) << 8 | Int(text[1])]
        guard node != 0 else { return (tokens[Int(child(of: 0, by: text[0]))], 2) }
        var best = tokens[Int(node)]
        if best == Self.none { best = tokens[Int(parents[Int(node)])] }
        var place = 2
        while place < count {
            node = child(of: node, by: text[place])
            place += 1
            if node == 0 { return (best, place) }
            let token = tokens[Int(node)]
            if token != Self.none { best = token }
        }
        return (best, .max)
    }

    /// The longest token that is a proper prefix of a token, `none` of a single byte.
    @inline(__always)
    func longestPrefix(of token: UInt32) -> UInt32 {
        var node = parents[Int(nodes[Int(token)])]
        while node != 0 {
            if tokens[Int(node)] != Self.none { return tokens[Int(node)] }
            node = parents[Int(node)]
        }
        return Self.none
    }

    /// The token of exactly these bytes, `none` if they are no token.
    @inline(__always)
    func token(_ text: UnsafePointer<UInt8>, _ count: Int) -> UInt32 {
        var node: UInt32 = 0
        for place in 0..<count {
            node = child(of: node, by: text[place])
            if node == 0 { return Self.none }
        }
        return tokens[Int(node)]
    }
}

/// The tokens of a vocabulary by their bytes: finds the longest token that begins a text.
///
/// Nodes are numbered level by level, single bytes first, and the children of a node follow each
/// other, by byte: so a node needs only know its first child. Never freed.
struct TokenTrie {
    /// No token, no node.
    static let none = UInt32.max

    /// The last byte of each node, 16 readable bytes after the last.
    private let labels: UnsafePointer<UInt8>
    /// The first child of each node; those of the next node come after its last.
    private let firstChildren: UnsafePointer<UInt32>
    private let parents: UnsafePointer<UInt32>
    /// The token that ends at a node, or none.
    private let tokens: UnsafePointer<UInt32>
    /// Where a token ends.
    private let nodes: UnsafePointer<UInt32>
    /// The nodes of two bytes, or none.
    private let firstTwo: UnsafePointer<UInt32>

    /// Unpacks a table in the form that `make-tables` describes, of a vocabulary of that many tokens.
    init(table: UnsafeRawBufferPointer, tokenCount: Int) {
        let count = table.count / 5
        let labels = TableMemory.allocate(UInt8.self, count: count + 16)
        let firstChildren = TableMemory.allocate(UInt32.self, count: count + 1)
        let parents = TableMemory.allocate(UInt32.self, count: count)
        let tokens = TableMemory.allocate(UInt32.self, count: count)
        let nodes = TableMemory.allocate(UInt32.self, count: tokenCount)
        let firstTwo = TableMemory.allocate(repeating: Self.none, count: 0x1_0000)
        parents.initialize(repeating: Self.none, count: 256)
        var child = 256
        for node in 0..<count {
            labels[node] = table[node]
            firstChildren[node] = UInt32(child)
            for next in child..<child + Int(table[count + node]) {
                parents[next] = UInt32(node)
                if node < 256 { firstTwo[node << 8 | Int(table[next])] = UInt32(next) }
            }
            child += Int(table[count + node])
            let token = table.threeBytes(at: 2 * count + 3 * node)
            tokens[node] = token == 0xFF_FFFF ? Self.none : UInt32(token)
            if token < tokenCount { nodes[token] = UInt32(node) }
        }
        firstChildren[count] = UInt32(child)
        (labels + count).initialize(repeating: 0, count: 16)
        self.labels = UnsafePointer(labels)
        self.firstChildren = UnsafePointer(firstChildren)
        self.parents = UnsafePointer(parents)
        self.tokens = UnsafePointer(tokens)
        self.nodes = UnsafePointer(nodes)
        self.firstTwo = UnsafePointer(firstTwo)
    }

    /// The node one byte further, `none` if there is none.
    @inline(__always)
    private func child(of node: UInt32, by byte: UInt8) -> UInt32 {
        var first = firstChildren[Int(node)]
        let end = firstChildren[Int(node) + 1]
        while first < end {
            let places = ASCIIBlock(labels + Int(first)).equal(to: byte)
            if places != 0 {
                let found = first + UInt32(places.trailingZeroBitCount)
                return found < end ? found : Self.none
            }
            first += 16
        }
        return Self.none
    }

    /// The longest token that begins a text of at least one byte, its length, and how many bytes were
    /// looked at to know it; `Int.max` if it took the text's end to know.
    @inline(__always)
    func longestToken(
        _ text: UnsafePointer<UInt8>, _ count: Int
    ) -> (token: UInt32, length: Int, examined: Int) {
        let first = tokens[Int(text[0])]
        guard count >= 2 else { return (first, 1, .max) }
        var node = firstTwo[Int(text[0]) << 8 | Int(text[1])]
        guard node != Self.none else { return (first, 1, 2) }
        let second = tokens[Int(node)]
        var (best, length) = second != Self.none ? (second, 2) : (first, 1)
        var place = 2
        while place < count {
            node = child(of: node, by: text[place])
            place += 1
            if node == Self.none { return (best, length, place) }
            let token = tokens[Int(node)]
            if token != Self.none { (best, length) = (token, place) }
        }
        return (best, length, .max)
    }

    /// The longest token that is a proper prefix of a token, `none` of a single byte.
    @inline(__always)
    func longestPrefix(of token: UInt32) -> UInt32 {
        var node = parents[Int(nodes[Int(token)])]
        while node != Self.none {
            if tokens[Int(node)] != Self.none { return tokens[Int(node)] }
            node = parents[Int(node)]
        }
        return Self.none
    }

    /// The token of exactly these bytes, at least one, `none` if they are no token.
    @inline(__always)
    func token(_ text: UnsafePointer<UInt8>, _ count: Int) -> UInt32 {
        guard count >= 2 else { return tokens[Int(text[0])] }
        var node = firstTwo[Int(text[0]) << 8 | Int(text[1])]
        var place = 2
        while place < count, node != Self.none {
            node = child(of: node, by: text[place])
            place += 1
        }
        return node == Self.none ? Self.none : tokens[Int(node)]
    }
}

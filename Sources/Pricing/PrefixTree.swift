/// The prompts that were sent as a tree: a node for each message after those before it, so that
/// equal prefixes are the same nodes. A node of the first level stands for the tools, by their
/// tokens.
struct PrefixTree: Sendable {
    struct Node: Sendable {
        let number: Int32
        let parent: Int32
        var child: Int32 = -1
        var sibling: Int32 = -1
        /// The last request that ran through here; -1 before any did.
        var sent: Int32 = -1
        /// The last request that kept the prefix which ends here; -1 if none did.
        var kept: Int32 = -1
    }

    /// The root, which stands for nothing, and the others: parents before children.
    private var nodes = [Node(number: 0, parent: -1)]

    /// How many nodes there are.
    var count: Int { nodes.count }

    subscript(index: Int32) -> Node {
        get { nodes[Int(index)] }
        _modify { yield &nodes[Int(index)] }
    }

    /// The nodes of a prompt, of which the first are known; those that are missing are made.
    mutating func path(of prompt: Prompt, after known: ArraySlice<Int32>) -> [Int32] {
        var path = Array(known)
        path.reserveCapacity(prompt.numbers.count + 1)
        if path.isEmpty { path.append(child(of: 0, Int32(clamping: prompt.fixed))) }
        for number in prompt.numbers.dropFirst(path.count - 1) {
            path.append(child(of: path[path.count - 1], number))
        }
        return path
    }

    private mutating func child(of parent: Int32, _ number: Int32) -> Int32 {
        var index = self[parent].child
        while index >= 0, self[index].number != number { index = self[index].sibling }
        return index >= 0 ? index : add(Node(number: number, parent: parent))
    }

    private mutating func add(_ node: Node) -> Int32 {
        let index = Int32(nodes.count)
        nodes.append(node)
        nodes[Int(index)].sibling = self[node.parent].child
        self[node.parent].child = index
        return index
    }

    /// Forgets what no request since the first has sent; then the older half of the requests, again
    /// and again, until at most so many nodes are left or only the last request is.
    mutating func prune(from first: Int32, to end: Int32, most: Int) {
        var oldest = first
        retain(oldest)
        while count > most, oldest < end - 1 {
            oldest += (end - oldest) / 2
            retain(oldest)
        }
    }

    private mutating func retain(_ oldest: Int32) {
        var places = [Int32](repeating: -1, count: nodes.count)
        places[0] = 0
        var left = PrefixTree()
        for (index, node) in nodes.enumerated().dropFirst() {
            let parent = places[Int(node.parent)]
            guard parent >= 0, node.sent >= oldest else { continue }
            var copy = Node(number: node.number, parent: parent)
            (copy.sent, copy.kept) = (node.sent, node.kept)
            places[index] = left.add(copy)
        }
        self = left
    }
}

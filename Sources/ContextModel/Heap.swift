/// What a heap orders. The order has to be total, so that what comes out does not depend on the order in
/// which it was put in.
package protocol HeapElement {
    /// Whether this element comes out before another.
    func isBefore(_ other: Self) -> Bool
}

/// A binary heap: what comes before all others is first.
///
/// Inlinable, since compression and extracts spend their time in it.
package struct Heap<Element: HeapElement> {
    @usableFromInline var elements: [Element]

    /// A heap of some elements. O(n).
    @inlinable package init(_ elements: [Element]) {
        self.elements = elements
        for place in stride(from: elements.count / 2 - 1, through: 0, by: -1) { sink(place) }
    }

    /// The first element, if there is any.
    @inlinable package var first: Element? { elements.first }

    /// Takes the first element out. O(log n).
    @inlinable @discardableResult package mutating func popFirst() -> Element? {
        guard let first = elements.first, let last = elements.popLast() else { return nil }
        if !elements.isEmpty { replaceFirst(with: last) }
        return first
    }

    /// Puts an element in. O(log n).
    @inlinable package mutating func insert(_ element: Element) {
        var place = elements.count
        elements.append(element)
        while place > 0, element.isBefore(elements[(place - 1) / 2]) {
            elements.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    /// Puts an element in the place of the first one, which there has to be. O(log n).
    @inlinable package mutating func replaceFirst(with element: Element) {
        elements[0] = element
        sink(0)
    }

    @inlinable mutating func sink(_ start: Int) {
        var place = start
        while true {
            var best = 2 * place + 1
            guard best < elements.count else { return }
            if best + 1 < elements.count, elements[best + 1].isBefore(elements[best]) { best += 1 }
            guard elements[best].isBefore(elements[place]) else { return }
            elements.swapAt(place, best)
            place = best
        }
    }
}

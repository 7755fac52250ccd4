import ContextModel
import TestSupport
import Testing

private struct Number: HeapElement, Hashable {
    let value: Int
    let place: Int

    func isBefore(_ other: Number) -> Bool { (value, place) < (other.value, other.place) }
}

@Suite struct HeapTests {
    @Test(arguments: 0..<20)
    func `what comes out is sorted, whatever went in between`(seed: Int) {
        var generator = SplitMix(seed: UInt64(seed))
        func numbers(_ count: Int, from place: Int) -> [Number] {
            (0..<count).map {
                Number(value: Int.random(in: 0..<9, using: &generator), place: place + $0)
            }
        }
        var model = numbers(seed, from: 0)
        var heap = Heap(model)
        for number in numbers(30, from: 100) {
            #expect(heap.first == model.min { $0.isBefore($1) })
            switch (Int.random(in: 0..<3, using: &generator), heap.first) {
            case (0, let first?):
                #expect(heap.popFirst() == first)
                model.removeAll { $0 == first }
            case (1, let first?):
                heap.replaceFirst(with: number)
                model.removeAll { $0 == first }
                model.append(number)
            default:
                heap.insert(number)
                model.append(number)
            }
        }
        var out: [Number] = []
        while let first = heap.popFirst() { out.append(first) }
        #expect(out == model.sorted { $0.isBefore($1) })
        #expect(heap.first == nil && heap.popFirst() == nil)
    }
}

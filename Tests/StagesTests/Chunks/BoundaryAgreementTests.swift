import BoundaryChecks
import Testing

@Suite struct BoundaryAgreementTests {
    private func agreement(_ found: [Int], _ joins: [Int], _ count: Int) -> BoundaryAgreement {
        var agreement = BoundaryAgreement()
        agreement.add(found: found, joins: joins, count: count)
        return agreement
    }

    @Test func `the same boundaries agree in all ways`() {
        let same = agreement([4, 8], [4, 8], 12)
        #expect([same.pk, same.windowDiff] == [0, 0])
        #expect([same.precision, same.recall] == [1, 1])
    }

    @Test func `no boundary misses every window over a join`() {
        // Windows of two over the join before 4: those from 2 and 3; ten windows in all.
        let none = agreement([], [4, 8], 12)
        #expect([none.pk, none.windowDiff] == [0.4, 0.4])
        #expect(none.recall == 0)
    }

    @Test func `two boundaries for one cost more by WindowDiff`() {
        // Of six windows of two, that from 3 holds one more than it should, and that from 4 one for none.
        let near = agreement([4, 5], [4], 8)
        #expect([near.pk, near.windowDiff] == [1.0 / 6, 2.0 / 6])
        #expect([near.precision, near.recall] == [0.5, 1])
    }
}

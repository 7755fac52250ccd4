import ContextModel
import Testing

@Suite struct CivilDateTests {
    @Test(arguments: [
        (0, 1970, 1, 1), (-1, 1969, 12, 31), (11_016, 2000, 2, 29), (11_017, 2000, 3, 1),
        (-719_468, 0, 3, 1), (-719_469, 0, 2, 29), (20_787, 2026, 11, 30), (-25_509, 1900, 2, 28),
        (-25_508, 1900, 3, 1),
    ])
    func `a day has its date`(days: Int, year: Int, month: Int, day: Int) {
        let date = CivilDate(year: year, month: month, day: day)
        #expect(CivilDate(daysSince1970: days) == date)
        #expect(date.daysSince1970 == days)
    }

    @Test func `every day of eight hundred years comes back, a day after the one before`() {
        for days in -146_097..<146_097 {
            let date = CivilDate(daysSince1970: days)
            guard date.daysSince1970 == days, (1...12).contains(date.month),
                (1...31).contains(date.day)
            else {
                Issue.record("day \(days) is \(date)")
                return
            }
        }
    }
}

import Evaluation
import TestSupport
import Testing

@Suite struct ProgressLogTests {
    @Test func `nothing is said before it is time, and then what is done`() {
        var log = ProgressLog(unit: "cells", at: .seconds(100))
        log.update(doing: "reading chat")
        #expect(log.line(at: .seconds(109)) == nil)
        #expect(log.line(at: .seconds(110)) == "reading chat, 10 s")
        log.plan(40, at: .seconds(112))
        log.update(done: 10, doing: "chat")
        #expect(log.line(at: .seconds(119)) == nil)
        #expect(
            log.line(at: .seconds(122)) == "10 of 40 cells done after 22 s, about 30 s left: chat")
        #expect(log.line(at: .seconds(123)) == nil)
    }

    @Test func `what an earlier process has done counts, but not into the rate`() {
        var log = ProgressLog(unit: "cells", silence: .zero, at: .zero)
        log.plan(40, doneBefore: 30, at: .zero)
        #expect(log.line(at: .seconds(2)) == "30 of 40 cells done after 2 s: ")
        log.update(done: 5, doing: "tools")
        #expect(
            log.line(at: .seconds(20)) == "35 of 40 cells done after 20 s, about 20 s left: tools")
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `no silence is longer than ten seconds, however long a cell takes`(seed: UInt64) {
        var generator = SplitMix(seed: seed)
        var log = ProgressLog(unit: "cells", at: .zero)
        log.plan(1000, at: .zero)
        var said: [Int] = [0]
        var nextCell = 0
        // A timer asks every second; cells end when they do, some within a second, some after a minute.
        for milliseconds in 0..<300_000 {
            if milliseconds == nextCell {
                log.update(done: said.count, doing: "chat")
                nextCell += Int.random(in: 1...60_000, using: &generator)
            } else if !milliseconds.isMultiple(of: 1000) {
                continue
            }
            if log.line(at: .milliseconds(milliseconds)) != nil { said.append(milliseconds) }
        }
        let silences = zip(said, said.dropFirst()).map { $1 - $0 }
        #expect(silences.allSatisfy { $0 <= 10_000 })
        // Nor does it chatter.
        #expect(silences.allSatisfy { $0 > 8_000 })
        #expect(said.count >= 30)
    }

    @Test func `a bar has thirty columns, the rate and the time left`() {
        var log = ProgressLog(unit: "cells", at: .zero)
        log.update(doing: "reading chat")
        #expect(log.bar(at: .seconds(1)) == "reading chat")
        log.plan(60, at: .seconds(2))
        let empty = String(repeating: "░", count: 30)
        #expect(log.bar(at: .seconds(3)) == "\(empty) 0/60  reading chat")
        log.update(done: 20, doing: "tools")
        let third = String(repeating: "█", count: 10) + String(repeating: "░", count: 20)
        #expect(log.bar(at: .seconds(12)) == "\(third) 20/60  2.0/s  20 s left  tools")
    }
}

import ContextModel
import TestSupport
import Testing

@Suite struct MessageAtomsTests {
    private func check(_ notation: String, _ atoms: [Range<Int>]) {
        #expect(MessageAtoms(history(notation)).ranges == atoms)
    }

    @Test func `messages without tools stand alone`() {
        check("S: rules / U: ask / A: answer", [0..<1, 1..<2, 2..<3])
    }

    @Test func `a call and its result are one`() {
        check("U: ask / A: look#1 / T#1: found / A: done", [0..<1, 1..<3, 3..<4])
    }

    @Test func `parallel calls and all their results are one`() {
        check("A: look#1 weigh#2 / T#2: heavy / T#1: found / U: so", [0..<3, 3..<4])
    }

    @Test func `a late result draws in what stands between`() {
        check("A: look#1 / U: well / A: wait / T#1: found / U: so", [0..<4, 4..<5])
    }

    @Test func `interleaved exchanges become one`() {
        check("A: look#1 / A: weigh#2 / T#1: found / T#2: heavy / U: so", [0..<4, 4..<5])
    }

    @Test func `a pending call stands alone`() {
        check("U: ask / A: look#1", [0..<1, 1..<2])
    }

    @Test func `a result without a call belongs to the message before it`() {
        check("U: ask / A: hm / T#9: found", [0..<1, 1..<3])
        check("T#9: found / U: ask", [0..<1, 1..<2])
    }

    @Test func `an identifier used again means the latest call`() {
        check("A: look#1 / T#1: a / A: look#1 / T#1: b", [0..<2, 2..<4])
    }

    @Test func `each message is found in its atom`() {
        let atoms = MessageAtoms(history("U: ask / A: look#1 / T#1: found / A: done"))
        #expect((0..<4).map { atoms.atom(of: $0) } == [0, 1, 1, 2])
    }

    @Test func `cut at any place, the atoms are those of the shorter history`() {
        let messages = history(
            "U: ask / A: look#1 weigh#2 / T#2: heavy / U: so / T#1: a / A: look#1 / T#1: b / T#9: c"
        )
        for count in 0...messages.count {
            var atoms = MessageAtoms(messages)
            atoms.truncate(to: count)
            #expect(atoms == MessageAtoms(messages.prefix(count)))
            for message in messages[count...] { atoms.append(message) }
            #expect(atoms == MessageAtoms(messages))
        }
    }
}

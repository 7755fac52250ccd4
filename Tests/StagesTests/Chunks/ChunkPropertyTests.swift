import ContextModel
import Stages
import TestSupport
import Testing

@Suite struct ChunkPropertyTests {
    /// Every combination of what can be chosen.
    static let choices: [ChunkerLimits] = ChunkerLimits.Method.allCases.flatMap { method in
        [0, 60].flatMap { percent in
            [false, true].compactMap { weighs in
                try? ChunkerLimits(
                    method, size: 6, maximumTokens: 160, overlap: 2,
                    refinements: .init(mergesBelowPercent: percent, weighsDensity: weighs))
            }
        }
    }

    /// One random change of a history: mostly growth.
    private func change(_ messages: inout [Message], _ writer: inout HistoryWriter) {
        let place = messages.isEmpty ? 0 : writer.below(messages.count)
        switch writer.below(12) {
        case 0: messages.removeSubrange(place...)
        case 1 where !messages.isEmpty: messages[place] = writer.message()
        case 2: messages.insert(writer.message(), at: place)
        case 3 where !messages.isEmpty: messages.remove(at: place)
        case 4: messages = messages.map { Message($0.role, parts: $0.parts.map { $0 }) }
        default: messages += writer.history(writer.below(3) + 1)
        }
    }

    @Test(arguments: choices, 1...4 as ClosedRange<UInt64>)
    func `a layout that followed changes is one made anew`(limits: ChunkerLimits, seed: UInt64) {
        var writer = HistoryWriter(seed: seed)
        var messages = writer.history(20)
        var layout = ChunkLayout(limits, settings: plainSettings)
        for step in 0..<30 {
            change(&messages, &writer)
            let pins: Set<Int> = step.isMultiple(of: 7) ? [writer.below(30)] : []
            layout.follow(messages, pins: pins)
            #expect(layout.chunks == layout.madeAnew(messages, pins: pins).chunks)
        }
    }

    @Test(arguments: choices, 7...9 as ClosedRange<UInt64>)
    func `chunks are the history, within bounds, with atoms whole`(
        limits: ChunkerLimits, seed: UInt64
    ) {
        var writer = HistoryWriter(seed: seed)
        let messages = writer.history(150)
        var layout = ChunkLayout(limits, settings: plainSettings)
        layout.follow(messages)
        #expect(layout.ranges.flatMap { Array($0) } == Array(messages.indices))
        let atoms = MessageAtoms(messages)
        for chunk in layout.chunks {
            let range = chunk.messages
            #expect(atoms.ranges[atoms.atom(of: range.lowerBound)].lowerBound == range.lowerBound)
            #expect(
                atoms.ranges[atoms.atom(of: range.upperBound - 1)].upperBound == range.upperBound)
            let isOneAtom = atoms.ranges[atoms.atom(of: range.lowerBound)] == range
            #expect(isOneAtom || range.count <= limits.size)
            #expect(isOneAtom || chunk.tokens.value <= limits.maximumTokens)
        }
    }

    @Test(arguments: choices, 10...12 as ClosedRange<UInt64>)
    func `a sealed chunk stays as it is while messages are appended`(
        limits: ChunkerLimits, seed: UInt64
    ) {
        var writer = HistoryWriter(seed: seed)
        var messages: [Message] = []
        var layout = ChunkLayout(limits, settings: plainSettings)
        var sealed: [Chunk] = []
        for _ in 0..<80 {
            let message = writer.message()
            let isLate = message.toolResults.contains { result in
                !messages.suffix(20).contains { $0.toolCalls.contains { $0.id == result.callID } }
            }
            if isLate { continue }
            messages.append(message)
            let change = layout.follow(messages)
            #expect(change.chunksUnsealed == 0)
            #expect(Array(layout.chunks.prefix(sealed.count)) == sealed)
            sealed = Array(layout.chunks.prefix(layout.sealedCount))
        }
    }

    /// The documented way, without any of our code but the atoms: fill a chunk until the next atom
    /// does not fit.
    private func filled(_ messages: [Message], size: Int, tokens: Int) -> [Range<Int>] {
        var chunks: [Range<Int>] = []
        for atom in MessageAtoms(messages).ranges {
            if let last = chunks.last {
                let joined = last.lowerBound..<atom.upperBound
                let cost = messages[joined].reduce(0) { $0 + $1.byteCost.value }
                if joined.count <= size, cost <= tokens {
                    chunks[chunks.count - 1] = joined
                    continue
                }
            }
            chunks.append(atom)
        }
        return chunks
    }

    @Test(arguments: 14...20 as ClosedRange<UInt64>)
    func `fixed chunks are those of the plainest loop`(seed: UInt64) throws {
        var writer = HistoryWriter(seed: seed)
        let messages = writer.history(120)
        var layout = try ChunkLayout(.fixed, size: 5, maximumTokens: 120)
        layout.follow(messages)
        #expect(layout.ranges == filled(messages, size: 5, tokens: 120))
    }
}

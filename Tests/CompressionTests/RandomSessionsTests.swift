import Compression
import ContextModel
import Foundation
import TestSupport
import Testing

/// Random conversations that begin alike and share a memory: none gets what turns another's back.
///
/// Two thousand pairs of conversations, or as many as `WINNOW_PAIRS` says.
@Suite struct RandomSessionsTests {
    private static let pairs =
        ProcessInfo.processInfo.environment["WINNOW_PAIRS"].flatMap(Int.init) ?? 2_000

    @Test func `no random conversation gets what turns another's back`() throws {
        var (pairs, seed) = (0, UInt64(0))
        var (own, foreign) = (0, 0)
        while pairs < Self.pairs {
            let found = try found(seed)
            own += found.own
            foreign += found.foreign
            pairs += Self.size * (Self.size - 1) / 2
            seed += 1
        }
        #expect(foreign == 0)
        #expect(own == Int(seed) * Self.size)
        if Self.pairs > 2_000 { print("\(pairs) pairs of conversations, \(foreign) foreign hits") }
    }

    /// 1,035 pairs.
    private static let size = 46

    /// Every other conversation has a name.
    private func name(_ number: Int) -> String? {
        number.isMultiple(of: 2) ? nil : "session \(number)"
    }

    /// A message of a few each time: a conversation may well begin as the whole of another.
    private func talk(_ random: inout SplitMix) -> [Message] {
        let opening = Message(.user, String(repeating: "the same line of a report\n", count: 12))
        return [opening]
            + (0..<random.below(5) + 1).flatMap { turn -> [Message] in
                let name = random.choose(["Ann", "Bob", "Cleo", "Dan", "Eve", "Finn"])
                let line = "\(name) said so in \(turn), and not for the first time. "
                return [
                    Message(.assistant, "yes"), Message(.user, String(repeating: line, count: 6)),
                ]
            }
    }

    /// How many conversations are given their own expander, and how many pairs another's; with half of
    /// the seeds every request is another process's.
    private func found(_ seed: UInt64) throws -> (own: Int, foreign: Int) {
        var random = SplitMix(seed: seed)
        let talks = (0..<Self.size).map { _ in talk(&random) }
        let store = KeptConversations()
        func process() -> CompressionSessions {
            CompressionSessions(
                Shared.tokenizer, CompressionSettings(), hasher: PlainTestHasher(), store: store)
        }
        var sessions = process()
        var (own, foreign) = (0, 0)
        // The one without a name that is remembered: whoever continues it is its client.
        var unnamed: [Message] = []
        for (number, talk) in talks.enumerated() {
            if name(number) == nil { unnamed = talk }
            let request = sessions.process(talk, session: name(number), at: .zero)
            #expect(try #require(request).expanded() == talk)
            if seed.isMultiple(of: 2) { sessions = process() }
            own += sessions.expander(for: talk, session: name(number)) == nil ? 0 : 1
            for other in 0..<number {
                // A name that nobody has, as like as can be.
                let name = name(other).map { $0 + " " }
                guard name != nil || !talks[other].starts(with: unnamed) else { continue }
                foreign += sessions.expander(for: talks[other], session: name) == nil ? 0 : 1
            }
        }
        return (own, foreign)
    }
}

import ContextModel
import Stages
import Testing

@Suite struct ChunkStateTests {
    /// What happens to content 1 in slot 0.
    enum Step: Hashable, Sendable {
        case begin, finish, fail, clean
        case wait(seconds: Int)
        /// Other content is condensed in the slot.
        case other
    }

    static let transitions: [([Step], ChunkState)] = [
        ([], .unprocessed),
        ([.begin], .condensing),
        ([.begin, .begin], .condensing),
        ([.begin, .fail], .unprocessed),
        ([.fail], .unprocessed),
        ([.begin, .finish], .condensed),
        ([.begin, .finish, .begin], .condensed),
        ([.begin, .finish, .fail], .condensed),
        ([.begin, .finish, .wait(seconds: 1_799)], .condensed),
        ([.begin, .finish, .wait(seconds: 1_800)], .expired),
        ([.begin, .finish, .wait(seconds: 1_800), .clean], .expired),
        ([.begin, .finish, .wait(seconds: 1_800), .begin], .condensing),
        ([.begin, .finish, .wait(seconds: 1_800), .begin, .fail], .expired),
        ([.begin, .finish, .wait(seconds: 1_800), .begin, .finish], .condensed),
        ([.begin, .finish, .wait(seconds: 3_600)], .unprocessed),
        ([.begin, .finish, .wait(seconds: 3_600), .clean], .unprocessed),
        ([.begin, .wait(seconds: 3_599), .clean], .condensing),
        ([.begin, .wait(seconds: 3_600), .clean], .unprocessed),
        ([.other], .modified),
        ([.other, .begin], .condensing),
        ([.other, .begin, .fail], .modified),
        ([.other, .begin, .finish], .condensed),
        ([.begin, .finish, .other], .condensed),
        ([.begin, .finish, .other, .wait(seconds: 1_800)], .expired),
        ([.begin, .finish, .wait(seconds: 1_900), .other, .wait(seconds: 1_700)], .modified),
        ([.other, .wait(seconds: 3_600), .clean], .unprocessed),
    ]

    @Test(arguments: transitions)
    func `each step leads to the state`(steps: [Step], state: ChunkState) {
        var table = ChunkTable()
        var now = 0
        for step in steps {
            switch step {
            case .begin: _ = table.begin(1, slot: 0, at: now)
            case .finish: table.finish(1, at: now)
            case .fail: table.fail(1)
            case .clean: table.clean(at: .seconds(now))
            case .wait(let seconds): now += seconds
            case .other:
                _ = table.begin(2, slot: 0, at: now)
                table.finish(2, at: now)
            }
        }
        #expect(table.state(1, slot: 0, at: now) == state)
        let states = table.statistics(at: .seconds(now)).chunkStates
        #expect(states == [state: 1])
    }

    @Test func `a slot of another conversation is another slot`() {
        var table = ChunkTable()
        _ = table.begin(1, slot: 0)
        table.finish(1)
        let key = ContentDigest(number: 2)
        #expect(table.state(of: key, in: ChunkSlot("talk", 0), at: .zero) == .modified)
        #expect(table.state(of: key, in: ChunkSlot("talk", 1), at: .zero) == .unprocessed)
        #expect(table.state(of: key, in: ChunkSlot("walk", 0), at: .zero) == .unprocessed)
        #expect(table.state(of: key, at: .zero) == .unprocessed)
    }

    @Test func `the statistics follow the content of a slot there and back`() {
        var table = ChunkTable()
        _ = table.begin(1, slot: 0)
        table.finish(1)
        #expect(table.state(2, slot: 0) == .modified)
        #expect(table.statistics(at: .zero).chunkStates == [.modified: 1])
        #expect(table.state(1, slot: 0) == .condensed)
        #expect(table.statistics(at: .zero).chunkStates == [.condensed: 1])
    }

    @Test func `states have the documented names`() {
        #expect(
            ChunkState.allCases.map(\.rawValue) == [
                "UNPROCESSED", "CONDENSING", "CONDENSED", "MODIFIED", "EXPIRED",
            ])
    }
}

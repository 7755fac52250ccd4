import ContextModel
import Stages
import Statistics
import ThreadTime

/// Look-ups of records whose keys are known, in an order that a seed gives.
struct LookUps {
    private static let entries = 1_000
    private static let perConversation = 100
    private static let repeats = 50

    private var table: ChunkTable
    private var naive = NaiveTable()
    private let keys: [ContentDigest]
    private let slots: [ChunkSlot]

    init(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        table = ChunkTable(.benchmark)
        var pairs: [(ContentDigest, ChunkSlot)] = []
        for index in 0..<Self.entries {
            let key = ContentDigest(generator.next(), generator.next(), generator.next(), 1)
            let slot = ChunkSlot(
                "conversation-\(index / Self.perConversation)", index % Self.perConversation)
            _ = table.begin(key, in: slot, at: .zero)
            let record = ChunkRecord.benchmark(key, index)
            table.finish(record)
            naive.keep(record, conversation: slot.conversation)
            pairs.append((key, slot))
        }
        generator.shuffle(&pairs)
        keys = pairs.map(\.0)
        slots = pairs.map(\.1)
    }

    func timings(rounds: Int) -> [Timing] {
        var used = table
        let operations = Self.entries * Self.repeats
        let contenders = [
            Contender("naive", operations: Self.entries) {
                for (key, slot) in zip(keys, slots) {
                    use(naive.record(for: key, conversation: slot.conversation) != nil)
                }
            },
            Contender("record(for:)", operations: operations) {
                for _ in 0..<Self.repeats { for key in keys { use(table.record(for: key) != nil) } }
            },
            Contender("begin", operations: operations) {
                for _ in 0..<Self.repeats {
                    for key in keys { use(used.begin(key, at: .seconds(5)) == .mine) }
                }
            },
            Contender("begin in a slot", operations: operations) {
                for _ in 0..<Self.repeats {
                    for (key, slot) in zip(keys, slots) {
                        use(used.begin(key, in: slot, at: .seconds(5)) == .mine)
                    }
                }
            },
        ]
        return interleaved(contenders, rounds: rounds)
    }
}

extension ChunkTable.Limits {
    static let benchmark = Self(
        entries: 4_096, bytes: 64 << 20, lifetime: .seconds(3_600), ageThreshold: .seconds(1_800))
}

extension ChunkRecord {
    static func benchmark(_ key: ContentDigest, _ index: Int) -> Self {
        Self(
            key: key, summary: "A summary of some length, the one of number \(index)",
            summaryTokens: TokenCount(10), sourceTokens: TokenCount(3_200),
            quality: Share(millionths: 900_000), strategy: "auto", condensedAt: .zero)
    }
}

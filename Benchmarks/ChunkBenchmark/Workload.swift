import ContextModel
import Files
import Stages
import Statistics
import ThreadTime

/// What is measured: chunks of a synthetic history, and look-ups of their records.
struct Workload {
    static let count = 2_000
    static let size = 8
    static let appended = 20
    static let settings = ContentDigest(1, 2, 3, 4)

    let history: SyntheticHistory
    let seed: UInt64
    let rounds: Int

    init(seed: UInt64, rounds: Int) {
        history = SyntheticHistory(count: Self.count, seed: seed)
        self.seed = seed
        self.rounds = rounds
    }

    static func layout(_ method: ChunkerLimits.Method) throws -> ChunkLayout {
        let limits = try ChunkerLimits(method, size: size, maximumTokens: 4_000, overlap: 2)
        return ChunkLayout(limits, settings: settings)
    }

    /// The whole history, never seen before; and the hash alone over the same bytes.
    func cold() throws -> [Timing] {
        let messages = history.messages
        let bytes = messages.map { message in
            var bytes = CanonicalBytes()
            bytes.add(message)
            return bytes.bytes
        }
        var contenders = [
            Contender("naive fixed") { use(NaiveChunks.fixed(messages)) },
            Contender("naive adaptive") { use(NaiveChunks.adaptive(messages)) },
            Contender("SHA-256 alone") { for item in bytes { use(SHA256Hasher().digest(item)) } },
        ]
        for method in ChunkerLimits.Method.allCases {
            let empty = try Self.layout(method)
            contenders.append(
                Contender(method.rawValue) {
                    var layout = empty
                    layout.update(to: messages, hasher: SHA256Hasher()) { _ in
                        SyntheticHistory.tokens
                    }
                    use(layout.chunks.count)
                })
        }
        return interleaved(contenders, rounds: rounds)
    }

    /// One message more than the 2,000 that are known.
    func append() throws -> [Timing] {
        let more = SyntheticHistory(count: Self.count + Self.appended, seed: seed)
        let copy = more.decodedAgain()
        let oneMore = Array(more.messages.prefix(Self.count + 1))
        var contenders = [
            Contender("naive fixed") { use(NaiveChunks.fixed(oneMore)) },
            Contender("naive adaptive") { use(NaiveChunks.adaptive(oneMore)) },
        ]
        for method in ChunkerLimits.Method.allCases {
            let empty = try Self.layout(method)
            contenders.append(
                Contender(method.rawValue, operations: Self.appended) { _ in
                    Self.appendSeconds(empty, more.messages, as: more.messages)
                })
            contenders.append(
                Contender("\(method.rawValue), decoded again", operations: 1) { _ in
                    Self.appendSeconds(empty, oneMore, as: copy)
                })
        }
        return interleaved(contenders, rounds: rounds)
    }

    /// The seconds that the messages after the 2,000th take, one by one, each in an array of its own.
    private static func appendSeconds(
        _ empty: ChunkLayout, _ messages: [Message], as later: [Message]
    ) -> Double {
        var layout = empty
        layout.update(to: Array(messages.prefix(count)), hasher: SHA256Hasher()) { _ in
            SyntheticHistory.tokens
        }
        var seconds = 0.0
        for length in count + 1...messages.count {
            let grown = Array(later.prefix(length))
            seconds += cpuSeconds {
                layout.update(to: grown, hasher: SHA256Hasher()) { _ in SyntheticHistory.tokens }
            }
            use(layout.chunks.count)
        }
        return seconds
    }
}

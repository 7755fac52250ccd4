import ContextModel
import ContextPipeline
import Foundation
import Settings
import Statistics
import TestSupport
import Testing

/// Random sessions that share a memory, alike in names and texts: each is answered as if it were alone.
///
/// Two thousand pairs of sessions, or as many as `WINNOW_PAIRS` says.
@Suite struct RandomIsolationTests {
    private static let pairs =
        ProcessInfo.processInfo.environment["WINNOW_PAIRS"].flatMap(Int.init) ?? 2_000

    @Test func `random sessions are answered as if each were alone`() async throws {
        var (pairs, seed, foreign, found) = (0, UInt64(0), 0, 0)
        while pairs < Self.pairs {
            let outcome = try await Party(seed: seed).outcome()
            foreign += outcome.foreign
            found += outcome.found
            #expect(outcome.foreign == 0, "seed \(seed)")
            pairs += Party.size * (Party.size - 1) / 2
            seed += 1
        }
        #expect(foreign == 0)
        // Sessions find what is their own.
        #expect(found > 0)
        if Self.pairs > 2_000 {
            print("\(pairs) pairs of sessions, \(found) own summaries found, \(foreign) foreign")
        }
    }
}

/// Sessions that share a memory, with what they ask, in the order in which they ask it.
private struct Party {
    /// 1,035 pairs.
    static let size = 46

    private struct Client {
        let name: String?
        /// What it says and is answered, oldest first.
        let talk: [Message]
    }

    /// A request as it was made, and what came of it.
    private struct Answer {
        let client: Int
        let request: [Message]
        let context: [Message]
        let trace: [StageTrace]
    }

    private let configuration: PipelineConfiguration
    private let clients: [Client]
    private var random: SeededGenerator

    init(seed: UInt64) throws(SettingError) {
        var random = SeededGenerator(seed: seed, name: "isolation")
        let management: Management = random.choose([.full, .chunked, .compaction])
        configuration = try PipelineConfiguration(settings: [
            ("management", management.rawValue),
            ("context.limit", String(random.next(in: 60...160))),
            ("chunks.size", String(random.next(in: 2...5))), ("chunks.overlap", "0"),
            ("cache.context.entries", "100000"), ("chunks.cache.entries", "100000"),
        ])
        clients = (0..<Self.size).map { number in
            // Names that are taken for one another, and for those of sessions that have none.
            let names = ["", "unnamed ", "session ", "shared ", "session session ", " "]
            let name = random.next(below: 3) == 0 ? nil : random.choose(names) + String(number)
            return Client(name: name, talk: Self.talk(&random))
        }
        self.random = random
    }

    /// Of texts that are mostly the same.
    private static func talk(_ random: inout SeededGenerator) -> [Message] {
        (0..<random.next(in: 4...8)).flatMap { turn -> [Message] in
            let topic = random.next(below: 12) == 0 ? "other" : "same"
            return history("U: \(topic) q\(turn) ×6 / A: \(topic) a\(turn) ×6")
        }
    }

    /// How many answers are others than a session alone gets, and how many summaries were found.
    func outcome() async throws(SettingError) -> (foreign: Int, found: Int) {
        let together = try await answers()
        var (foreign, found) = (0, 0)
        for client in clients.indices {
            var alone = try session(ContextMemory(configuration))
            for answer in together where answer.client == client {
                let expected = await ask(client, answer.request, in: &alone)
                let isOwn =
                    answer.context == expected.context && answer.trace == expected.trace
                foreign += isOwn ? 0 : 1
                found += answer.trace.reduce(0) { $0 + $1.requests.cached }
            }
        }
        return (foreign, found)
    }

    /// What all are answered, who ask in a random order.
    private func answers() async throws(SettingError) -> [Answer] {
        var random = random
        let memory = ContextMemory(configuration)
        var sessions: [ContextSession] = []
        for _ in clients { sessions.append(try session(memory)) }
        var answers: [Answer] = []
        var contexts = clients.map { _ in [Message]() }
        var lengths = clients.map { _ in 0 }
        for _ in 0..<3 * clients.count {
            let client = random.next(below: clients.count)
            let talk = clients[client].talk
            let length = lengths[client]
            lengths[client] = min(length + 2 * random.next(in: 2...4), talk.count)
            let further = Array(talk[length..<lengths[client]])
            let request =
                switch random.next(below: 8) {
                // What it was answered, with what is new.
                case 0: contexts[client] + further
                // What another was answered, as if it were its own.
                case 1: contexts[random.next(below: clients.count)] + talk.suffix(2)
                default: Array(talk.prefix(lengths[client]))
                }
            guard !request.isEmpty else { continue }
            let answer = await ask(client, request, in: &sessions[client])
            contexts[client] = answer.context
            answers.append(answer)
        }
        return answers
    }

    private func session(_ memory: ContextMemory) throws(SettingError) -> ContextSession {
        try ContextSession(
            configuration: configuration, counter: WordTestCounter(),
            dependencies: PipelineDependencies(hasher: PlainTestHasher()), memory: memory)
    }

    private func ask(
        _ client: Int, _ request: [Message], in session: inout ContextSession
    ) async -> Answer {
        var options = RequestOptions()
        options.session = clients[client].name
        let outcome = await session.process(request, options: options)
        return Answer(
            client: client, request: request, context: Array(outcome.context),
            trace: outcome.trace)
    }
}

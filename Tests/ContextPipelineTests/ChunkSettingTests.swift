import ContextModel
import ContextPipeline
import Settings
import TestSupport
import Testing

/// What the settings of chunks do to a request.
@Suite struct ChunkSettingTests {
    /// How many chunks of a talk are condensed under some settings.
    private func chunks(
        of messages: [Message], _ settings: [PipelineConfiguration.Given]
    ) async throws -> Int {
        var session = try ContextSession(
            configuration: try PipelineConfiguration(
                settings: [("context.limit", "400"), ("chunks.overlap", "0")] + settings),
            counter: WordTestCounter(),
            dependencies: PipelineDependencies(hasher: PlainTestHasher()))
        let outcome = await session.process(messages)
        return outcome.trace.first { $0.stage == "chunks" }?.requests.count ?? 0
    }

    @Test func `adaptive chunks merge below the share that is set`() async throws {
        let topics = ["apples pears plums", "rivers lakes seas", "trains buses trams"]
        let talk = (0..<30).flatMap { turn in
            let words = String(repeating: topics[turn % 3] + " ", count: 6)
            return [Message(.user, "\(turn) \(words)?"), Message(.assistant, words + "indeed")]
        }
        let adaptive = [(name: "chunks.chunker", value: "adaptive")]
        let apart = try await chunks(of: talk, adaptive)
        let merged = try await chunks(of: talk, adaptive + [("chunks.merging", "100")])
        #expect(merged > 0 && merged < apart)
        let fixed = try await chunks(of: talk, [])
        #expect(try await chunks(of: talk, [("chunks.merging", "100")]) == fixed)
    }

    @Test func `dense chunks are smaller where density counts`() async throws {
        let talk = (0..<40).flatMap { turn in
            let code = (0..<8).map { "x[\($0)]={\(turn * 7919 + $0)};" }.joined()
            return [Message(.user, code), Message(.assistant, code)]
        }
        let bound = [(name: "chunks.tokens", value: "400")]
        let plain = try await chunks(of: talk, bound)
        #expect(try await chunks(of: talk, bound + [("chunks.density", "on")]) > plain)
        #expect(plain > 0)
    }
}

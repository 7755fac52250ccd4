import Caching
import ContextModel
import ContextPipeline
import Settings
import StrictJSON
import TestSupport
import Testing
import TokenAccounting

/// The documented interface.
@Suite struct ContextWindowTests {
    private let talk = Conversation(
        messages: history(
            "S: rules / U: a ×50 / A: b ×50 / U: c ×50 / A: d ×50 / U: e ×50 / A: f ×50 / U: now"))

    private func window(limit: Int) throws(SettingError) -> ContextWindow {
        var configuration = PipelineConfiguration.standard
        configuration.contextLimit = limit
        return try ContextWindow(
            configuration, counter: WordTestCounter(),
            dependencies: PipelineDependencies(hasher: PlainTestHasher()))
    }

    private var size: Int {
        get throws { try window(limit: 1_000_000).analyse(talk).currentTokens.value }
    }

    @Test func `an analysis says how near the limit it is`() throws {
        let analysis = try window(limit: size * 100 / 85).analyse(talk)
        #expect(analysis.riskLevel == .warning && analysis.shouldCondense)
        #expect(analysis.recommendedStrategy == .condensationLight)
        #expect(analysis.availableTokens == analysis.limitTokens - analysis.currentTokens)
        #expect(analysis.messagesCount == 8)
        #expect((84...86).contains(analysis.utilizationPercent))
        let over = try window(limit: size / 2).analyse(talk)
        #expect(over.recommendedStrategy == .emergencyTruncation && over.availableTokens == .zero)
    }

    @Test func `an analysis is remembered for five minutes`() throws {
        let window = try window(limit: 500)
        for time in [0, 299, 300] { _ = window.analyse(talk, at: .seconds(time)) }
        let counters = window.memory.statistics().analyses
        #expect(counters.hits == 1 && counters.misses == 2)
        window.clearCaches()
        #expect(window.performance().cacheSize == 0)
    }

    @Test func `management tells what it did`() async throws {
        let window = try window(limit: size / 2)
        let result = await window.manage(talk)
        let size = try size
        #expect(result.originalTokens.value == size && result.finalTokens.value <= size / 2)
        #expect(result.tokensSaved == result.originalTokens - result.finalTokens)
        #expect(result.originalMessages == talk.messages)
        #expect(result.processedMessages.count < talk.messages.count)
        let info = result.info.json
        #expect(info["risk_level"] == .string("OVERFLOW"))
        #expect(info["condensation_applied"] == .bool(true))
        #expect(info["tokens_saved"] == .int(result.tokensSaved.value))
        #expect(window.performance().condensation.successRate == 1)
        #expect(window.performance().requests == 1)
    }

    @Test func `many conversations keep their order`() async throws {
        let window = try window(limit: size / 2)
        let many = (0..<7).map { index in
            var talk = talk
            talk.messages[0] = Message(.system, "rules of \(index)")
            return talk
        }
        let results = await window.manageAll(many)
        #expect(results.map { $0.processedMessages[0] } == many.map { $0.messages[0] })
    }

    @Test func `health goes by the documented rules`() async throws {
        let window = try window(limit: 1_000_000)
        #expect(window.health().overallHealth == "healthy")
        // Looked at for the first time, nothing can be found, and no cache is too small.
        _ = window.analyse(talk)
        #expect(window.health().overallHealth == "healthy")
        #expect(window.performance().cacheHitRatio == 0)
    }

    @Test func `caches that had to give up entries are told to be too small`() throws {
        var configuration = PipelineConfiguration.standard
        configuration.caches.entries = 1
        let window = try ContextWindow(
            configuration, counter: WordTestCounter(),
            dependencies: PipelineDependencies(hasher: PlainTestHasher()))
        for turn in 0..<4 {
            _ = window.analyse(Conversation(messages: [Message(.user, "question \(turn)")]))
        }
        #expect(window.performance().cacheEvictions > 0)
        #expect(window.health().issues == ["Low cache hit ratio"])
        #expect(window.health().recommendations == ["Increase cache sizes"])
        #expect(window.health().json["overall_health"] == .string("degraded"))
    }

    @Test func `clients are told tokens of the limit they believe in`() throws {
        let scaling = TokenScaling(expected: 200_000, real: 65_536)
        #expect(scaling.scaled(TokenCount(65_536)) == TokenCount(200_000))
        #expect(scaling.scaled(TokenCount(1)) == TokenCount(4))
        #expect(scaling.scaled(.zero) == .zero)
    }
}

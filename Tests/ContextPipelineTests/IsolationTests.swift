import ContextModel
import ContextPipeline
import Settings
import TestSupport
import Testing

/// No two sessions share what is remembered, however alike their names and texts.
@Suite struct IsolationTests {
    private let talk = history(
        (1...4).map { "U: q\($0) ×9 / A: a\($0) ×9" }.joined(separator: " / "))

    /// Keeps what it is given, in memory.
    private func configuration(
        _ management: Management, scope: String = "session"
    ) throws(SettingError) -> PipelineConfiguration {
        try PipelineConfiguration(settings: [
            ("management", management.rawValue), ("context.limit", "100"), ("cache.scope", scope),
            ("cache.context.entries", "100000"), ("chunks.cache.entries", "100000"),
        ])
    }

    /// How many of the summaries that a session's first requests need are found.
    private func found(
        _ name: String?, _ configuration: PipelineConfiguration, _ memory: ContextMemory
    ) async throws(SettingError) -> Int {
        var session = try ContextSession(
            configuration: configuration, counter: WordTestCounter(),
            dependencies: PipelineDependencies(hasher: PlainTestHasher()), memory: memory)
        var options = RequestOptions()
        options.session = name
        let trace = await session.process(talk, options: options).trace
        return trace.reduce(0) { $0 + $1.requests.cached }
    }

    @Test(arguments: [Management.full, .chunked, .compaction])
    func `of a million pairs of sessions none finds what the other's summariser said`(
        _ management: Management
    ) async throws {
        let configuration = try configuration(management)
        let memory = ContextMemory(configuration)
        // 1,450 sessions are a million pairs. Names are chosen to be taken for one another.
        let names = ["", "1", "unnamed 1", "session ", "session 1", "shared session", "a\nb", "a"]
        var foreign = 0
        for number in 0..<1_450 {
            let name = number.isMultiple(of: 2) ? nil : String(number)
            foreign += try await found(
                names.indices.contains(number) ? names[number] : name, configuration, memory)
        }
        #expect(foreign == 0)
        // A session finds its own.
        #expect(try await found("a", configuration, memory) > 0)
    }

    @Test func `sessions of a scope that is named share, and others find nothing of theirs`()
        async throws
    {
        let memory = ContextMemory(try configuration(.full))
        let team = try configuration(.full, scope: "team")
        #expect(try await found("a", team, memory) == 0)
        #expect(try await found("b", team, memory) > 0)
        #expect(try await found(nil, team, memory) > 0)
        #expect(try await found("a", configuration(.full), memory) == 0)
        #expect(try await found("a", configuration(.full, scope: "none"), memory) == 0)
    }

    @Test(arguments: [Management.full, .chunked])
    func `what a session without a name is answered is kept by no other process`(
        _ management: Management
    ) async throws {
        let configuration = try configuration(management)
        for (name, isKept) in [(nil, false), ("a", true)] as [(String?, Bool)] {
            let store = MemoryStore()
            for process in 0..<2 {
                var session = try ContextSession(
                    configuration: configuration, counter: WordTestCounter(),
                    dependencies: PipelineDependencies(hasher: PlainTestHasher(), chunks: store))
                var options = RequestOptions()
                options.session = name
                let trace = await session.process(talk, options: options).trace
                let found = trace.reduce(0) { $0 + $1.requests.cached }
                #expect((found > 0) == (isKept && process > 0))
            }
            #expect((store.counters.writes > 0) == isKept)
        }
    }
}

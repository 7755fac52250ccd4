import Caching
import ContextModel
import ContextPipeline
import Settings
import StrictJSON
import Testing
import TokenAccounting

@Suite struct ContextSessionTests {
    private static func session(
        _ settings: [PipelineConfiguration.Given] = [], memory: ContextMemory? = nil
    ) throws -> ContextSession {
        let configuration = try PipelineConfiguration(settings: settings)
        return ContextSession(
            configuration: configuration, counter: ByteCounter(), memory: memory)
    }

    @Test(arguments: ["on", "off"])
    func `every request of a replay costs what a recount says`(cache: String) throws {
        var session = try Self.session([("cache.count", cache)])
        let recording = conversation(40)
        let tools = [JSONValue.string("a tool")]
        for end in Array(1...40) + [3, 20, 20] {
            let offered = end.isMultiple(of: 2) ? tools : []
            let outcome = session.assess(recording[..<end], tools: offered)
            #expect(outcome.cost == session.costs.cost(of: recording[..<end], tools: offered))
            #expect(outcome.context == recording[..<end])
            #expect(outcome.trace.isEmpty)
            #expect(outcome.risk.tokens == outcome.cost.total)
        }
    }

    @Test func `with the cache a request counts its new messages only`() throws {
        var session = try Self.session()
        let recording = conversation(30)
        var counted = 0
        for end in stride(from: 2, through: 30, by: 2) {
            let work = session.assess(recording[..<end]).work
            #expect(work.asked == end)
            #expect(work.reused == end - 2)
            counted += work.counted + work.remembered
        }
        #expect(counted == 30)
    }

    @Test func `without the cache every request is recounted`() throws {
        var session = try Self.session([("cache.count", "off")])
        let recording = conversation(10)
        for end in 1...10 {
            let outcome = session.assess(recording[..<end])
            #expect(outcome.work.counted == end)
            #expect(outcome.work.asked == end)
            #expect(outcome.work.misses == 0)
        }
        #expect(session.memory.counts == nil)
    }

    @Test func `shared counts serve the next session and off leaves them alone`() throws {
        let recording = conversation(20)
        let memory = ContextMemory(.standard)
        var first = try Self.session(memory: memory)
        let counted = first.assess(recording[...])
        #expect(counted.work.counted == 20 && counted.work.misses == 20)
        #expect(memory.statistics().counts.insertions == 20)
        var second = try Self.session(memory: memory)
        let remembered = second.assess(recording[...])
        #expect(remembered.work.remembered == 20 && remembered.work.misses == 0)
        #expect(remembered.cost == counted.cost)
        #expect(memory.statistics().counts.hits == 20)
        let before = memory.statistics().counts
        var third = try Self.session([("cache.count", "off")], memory: memory)
        #expect(third.assess(recording[...]).work.counted == 20)
        #expect(memory.statistics().counts == before)
    }

    @Test func `the work of all outcomes is what the shared counts did`() throws {
        let bounded = try PipelineConfiguration(settings: [("cache.count.entries", "20")])
        let memory = ContextMemory(bounded)
        var work = CountingWork()
        // Two conversations that take turns, as in an open loop: neither's counts depend on the other.
        var sessions = try (0..<2).map { _ in try Self.session(memory: memory) }
        let talks = [conversation(30), conversation(30).reversed().map { $0 }]
        for end in stride(from: 3, through: 30, by: 3) {
            for index in sessions.indices {
                let outcome = sessions[index].assess(talks[index][..<end])
                #expect(outcome.cost == sessions[index].costs.cost(of: talks[index][..<end]))
                work += outcome.work
            }
        }
        let counters = memory.statistics().counts
        #expect(work.remembered == counters.hits && work.misses == counters.misses)
        #expect(work.evictions == counters.evictions && work.misses == work.counted)
        #expect(counters.hits > 0)
    }

    @Test func `an edited message is counted again and all after it asked for again`() throws {
        var session = try Self.session()
        var messages = conversation(10)
        _ = session.assess(messages)
        messages[4] = Message(.user, "changed")
        let outcome = session.assess(messages)
        #expect(outcome.work.reused == 4)
        #expect(outcome.work.counted == 1)
        #expect(outcome.work.remembered == 5)
        #expect(outcome.cost == session.costs.cost(of: messages))
    }

    @Test func `tools that differ in the order of members are other tools`() {
        var session = ContextSession(counter: OrderCounter())
        func tool(_ name: String, _ other: String) -> JSONValue {
            .object(JSONObject([(name, .null), (other, .null)]))
        }
        let tools = [[], [tool("a", "b")], [tool("b", "a")], [tool("b", "a"), .null], []]
        for tools in tools {
            let outcome = session.assess(conversation(3), tools: tools)
            #expect(outcome.cost == session.costs.cost(of: conversation(3), tools: tools))
        }
    }

    @Test func `the request's own output counts before the setting`() throws {
        var session = try Self.session([
            ("context.limit", "1000"), ("RESERVED_OUTPUT_TOKENS", "900"),
        ])
        let messages = [Message(.user, String(repeating: "a", count: 90))]
        #expect(session.assess(messages).cost.total == TokenCount(100))
        #expect(session.assess(messages).risk.level == .critical)
        #expect(session.assess(messages).risk.reservedOutput == TokenCount(900))
        let more = RequestOptions(maximumOutput: 901)
        #expect(session.assess(messages, options: more).risk.level == .overflow)
        let none = RequestOptions(maximumOutput: 0)
        #expect(session.assess(messages, options: none).risk.level == .safe)
    }

    @Test func `the vision model has its own limit`() throws {
        var session = try Self.session([
            ("context.limit", "1000"), ("context.visionLimit", "100"),
        ])
        let messages = [Message(.user, String(repeating: "a", count: 91))]
        #expect(session.assess(messages).risk.level == .safe)
        let outcome = session.assess(messages, options: RequestOptions(isVision: true))
        #expect(outcome.risk.level == .overflow)
        #expect(outcome.risk.limit == TokenCount(100))
    }

    @Test func `settings reach the counts and the levels`() throws {
        let picture = Message(.user, parts: [.image(ImagePart(source: .null))])
        var fixed = try Self.session([("image.rule", "fixed"), ("image.fixed", "10")])
        #expect(fixed.assess([picture]).cost.images == 10)
        var session = try Self.session([
            ("context.limit", "1000"), ("risk.caution", "0.05"), ("risk.warning", "0.099"),
            ("risk.critical", "0.1"),
        ])
        let messages = [Message(.user, String(repeating: "a", count: 90))]
        let outcome = session.assess(messages)
        #expect(outcome.risk.level == .critical)
        #expect(outcome.risk.strategy == .condensationAggressive)
    }

    @Test func `a copy of a session goes its own way`() throws {
        var session = try Self.session()
        _ = session.assess(conversation(10))
        var copy = session
        let other = [Message(.user, "something else")]
        #expect(copy.assess(other).work.counted == 1)
        #expect(session.assess(conversation(10)).work.reused == 10)
    }

    @Test func `an empty request costs the opening of the reply`() throws {
        var session = try Self.session()
        #expect(session.assess([Message]()).cost == session.costs.reply)
    }
}

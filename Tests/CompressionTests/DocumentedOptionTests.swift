import Compression
import ContextModel
import StrictJSON
import TestSupport
import Testing
import Tokenization

/// Each documented option of conversation-aware compression changes what is sent or a statistic.
@Suite struct DocumentedOptionTests {
    /// The figures of each request of a conversation, and what was sent last.
    private func figures(
        _ requests: [[Message]], _ change: (inout CompressionSettings) -> Void = { _ in }
    ) -> (figures: [TurnFigures], sent: [Message]) {
        var settings = CompressionSettings()
        change(&settings)
        var history = CompressedHistory(Shared.tokenizer, Shared.alphabet, settings)
        var sent: [Message] = []
        let figures = requests.compactMap { messages in
            sent = history.compress(messages)
            return history.compressor.figures
        }
        return (figures, sent)
    }

    private func sessions(_ change: (inout CompressionSettings) -> Void) -> CompressionSessions {
        var settings = CompressionSettings()
        change(&settings)
        return CompressionSessions(Shared.tokenizer, settings, hasher: PlainTestHasher())
    }

    /// Requests of which some save much and others little: each a turn of its own words.
    private var uneven: [[Message]] {
        var messages: [Message] = []
        return (0..<8).map { turn in
            let line = "the very same words number \(turn) in every line of a report\n"
            let text =
                turn < 2
                ? String(repeating: line, count: 12)
                : Self.noise(words: 100 * turn, seed: UInt64(turn))
            messages += [Message(.user, text), Message(.assistant, "ok \(turn)")]
            return Array(messages.dropLast())
        }
    }

    /// Words of random letters, in which next to nothing repeats.
    private static func noise(words: Int, seed: UInt64) -> String {
        var random = SplitMix(seed: seed)
        return (0..<words).map { _ in
            String((0..<7).map { _ in random.choose(Array("abcdefghijklmnopqrstuvwxyz")) })
        }.joined(separator: " ")
    }

    @Test func `enabled: without it, each request is compressed by itself`() throws {
        let requests = Talk.requests(4)
        let (kept, sent) = figures(requests)
        let (alone, whole) = figures(requests) { $0.isEnabled = false }
        #expect(kept.map(\.turn) == [1, 2, 3, 4] && alone.map(\.turn) == [1, 1, 1, 1])
        #expect(sent != whole && alone.allSatisfy { $0.saved > 0 })
        let sessions = sessions { $0.isEnabled = false }
        let request = try #require(sessions.process(requests[3], session: "s", at: .zero))
        #expect(request.messages == whole && sessions.statistics == CompressionStatistics())
        let json = sessions.statistics.json(sessions.settings, at: .zero)
        #expect(json["conversation_compression"]?["enabled"]?.bool == false)
    }

    @Test(arguments: [(2, 2), (3, 3), (10, 4)])
    func `max_conversations bounds those that are active`(most: Int, active: Int) {
        let sessions = sessions { $0.maximumConversations = most }
        for (index, name) in ["a", "b", "c", "d"].enumerated() {
            _ = sessions.process(Talk.messages(1), session: name, at: .seconds(index))
        }
        #expect(sessions.statistics.activeConversations == active)
    }

    @Test(arguments: [(100, 1), (3_600, 2)])
    func `cleanup_interval decides how long a conversation may rest`(seconds: Int, active: Int) {
        let sessions = sessions { $0.cleanupInterval = .seconds(seconds) }
        for (time, name) in [(0, "a"), (1_800, "b")] {
            _ = sessions.process(Talk.messages(1), session: name, at: .seconds(time))
        }
        #expect(sessions.statistics.activeConversations == active)
    }

    @Test func `min_net_efficiency decides when new rules end`() throws {
        let (standard, _) = figures(uneven)
        let end = try #require(standard.firstIndex { $0.change == .disabled })
        let before = standard[end - 1].efficiency
        let least = CompressionSettings().minimumEfficiency
        #expect(standard[end].efficiency < least && before >= least)
        let (strict, _) = figures(uneven) {
            $0.minimumEfficiency = Share(millionths: before.millionths + 1)
        }
        #expect(strict[end - 1].change != .goesOn)
        let (mild, _) = figures(uneven) { $0.minimumEfficiency = .zero }
        #expect(mild.allSatisfy { $0.change == .goesOn })
    }

    @Test func `efficiency_trend_window decides what is declining`() {
        // Each falls by more than the one before; over many turns the first rise counts.
        let (short, _) = figures(uneven) { $0.trendWindow = 2 }
        let (long, _) = figures(uneven) { $0.trendWindow = 8 }
        #expect(short.map(\.trend) != long.map(\.trend))
        let (one, _) = figures(uneven) { $0.trendWindow = 1 }
        #expect(one.allSatisfy { $0.trend == .stable })
    }

    @Test func `long_conversation_threshold decides when the other bound holds`() {
        let (short, _) = figures(uneven) { $0.longConversation = 2 }
        let (standard, _) = figures(uneven)
        // A long conversation must not be declining, however much it saves.
        let third = (short[2], standard[2])
        #expect(third.0.trend == .declining && third.0.change == .disabled)
        #expect(third.1.change == .goesOn)
    }

    @Test func `long_conversation_min_efficiency is the bound of long conversations`() {
        let talk = Talk.requests(6)
        let (low, sent) = figures(talk) { $0.longConversation = 3 }
        #expect(low.allSatisfy { $0.change == .goesOn })
        let (high, other) = figures(talk) {
            $0.longConversation = 3
            $0.longMinimumEfficiency = Share(millionths: 990_000)
        }
        #expect(high.map(\.change).prefix(3).allSatisfy { $0 == .goesOn })
        #expect(high[3].change == .disabled && high[4].change == .staysDisabled)
        #expect(high[5].rules == high[3].rules && sent.count == other.count)
    }

    @Test func `force_compression goes on whatever is saved`() {
        let (standard, plain) = figures(uneven)
        let (forced, sent) = figures(uneven) {
            $0.isForced = true
            $0.minimumEfficiency = .all
        }
        #expect(forced.allSatisfy { $0.change == .goesOn && $0.isActive })
        #expect(standard.contains { !$0.isActive })
        let (strict, _) = figures(uneven) { $0.minimumEfficiency = .all }
        #expect(strict[0].change == .disabled && strict[1].rules < forced[1].rules)
        #expect(plain.count == sent.count)
    }

    @Test func `min_characters decides which turns bring rules`() {
        let text = Talk.messages(1)[1].texts[0]
        let count = text.unicodeScalars.count
        let request = [[Message(.user, text)]]
        let (at, _) = figures(request) { $0.limits.minimumCharacters = count }
        let (above, sent) = figures(request) { $0.limits.minimumCharacters = count + 1 }
        #expect(at[0].rules > 0 && at[0].refusal == nil)
        #expect(above[0].rules == 0 && above[0].refusal == .tooShort && sent == request[0])
    }
}

/// The rules of efficiency, held to a calculation by hand (contract: long conversations, net efficiency).
@Suite struct EfficiencyRuleTests {
    /// A row: the efficiencies so far, in millionths, the threshold of long conversations, and what follows.
    struct Case: Sendable {
        let efficiencies: [Int]
        var shares: [Share] { efficiencies.map(Share.init(millionths:)) }
        let long: Int
        let trend: EfficiencyTrend
        let pays: Bool
    }

    @Test(arguments: [
        // Turn 1 at 5 % is worth it, at 4.9999 % it is not.
        Case(efficiencies: [50_000], long: 20, trend: .stable, pays: true),
        Case(efficiencies: [49_999], long: 20, trend: .stable, pays: false),
        // (0.14 − 0.16) ÷ 2 = −0.01 a turn is stable; 0.138 makes it −0.011.
        Case(efficiencies: [160_000, 150_000, 140_000], long: 20, trend: .stable, pays: true),
        Case(efficiencies: [160_000, 150_000, 138_000], long: 20, trend: .declining, pays: true),
        // Beyond the threshold the same is too little, and 2 % that stays is enough.
        Case(efficiencies: [160_000, 150_000, 138_000], long: 2, trend: .declining, pays: false),
        Case(efficiencies: [20_000, 20_000, 20_000], long: 2, trend: .stable, pays: true),
        Case(efficiencies: [20_000, 20_000, 19_999], long: 2, trend: .stable, pays: false),
        Case(efficiencies: [20_000, 20_000, 20_000], long: 3, trend: .stable, pays: false),
        // Only the last three count: −0.005 a turn.
        Case(
            efficiencies: [900_000, 160_000, 155_000, 150_000], long: 3, trend: .stable, pays: true),
    ])
    func `a turn goes on by its efficiency and trend`(row: Case) {
        let settings = {
            var settings = CompressionSettings()
            settings.longConversation = row.long
            return settings
        }()
        let trend = EfficiencyTrend(row.shares.suffix(settings.trendWindow))
        let turns = row.efficiencies.count
        #expect(trend == row.trend)
        #expect(
            settings.pays(row.shares[turns - 1], turns: turns, trend: trend) == row.pays)
    }

    @Test func `net efficiency is in tokens on both sides, the documents' formula beside it`()
        throws
    {
        var history = CompressedHistory(
            Shared.tokenizer, Shared.alphabet, CompressionSettings())
        let original = Talk.messages(2)
        let sent = history.compress(original)
        let figures = try #require(history.compressor.figures)
        func tokens(_ messages: [Message]) -> Int {
            messages.flatMap(\.compressibleTexts).reduce(0) {
                $0 + Shared.tokenizer.count($1.text).value
            }
        }
        let (before, after) = (tokens(original), tokens(sent))
        #expect(figures.efficiency == Share(before - after, of: before))
        #expect(figures.compressionRatio > figures.efficiency && figures.efficiency > .zero)
        func characters(_ messages: [Message]) -> Int {
            messages.flatMap(\.compressibleTexts).reduce(0) { $0 + $1.text.unicodeScalars.count }
        }
        let request = try #require(history.request)
        let decoder = request.texts.joined().map {
            String(decoding: $0.text.utf8.prefix($0.decoderBytes), as: UTF8.self)
        }.joined()
        let (old, new) = (characters(original), characters(sent) - decoder.unicodeScalars.count)
        let ratio = Double(old - new) / Double(old)
        let overhead = Double(Shared.tokenizer.count(decoder).value) / Double(before)
        #expect(figures.documented.compressionRatio == ratio)
        #expect(figures.documented.overheadRatio == overhead)
        #expect(figures.documented.netEfficiency == ratio - overhead)
    }

    @Test func `the documents' example has the status that its efficiencies give, but for turn 4`()
    {
        let settings = CompressionSettings()
        var efficiencies: [Share] = []
        var differing: [Int] = []
        for turn in DocumentedTurn.all {
            efficiencies.append(turn.efficiency)
            let trend = EfficiencyTrend(efficiencies.suffix(settings.trendWindow))
            let pays = settings.pays(turn.efficiency, turns: turn.turn, trend: trend)
            let status = TurnStatus(
                turn: turn.turn, trend: trend, change: pays ? .goesOn : .disabled)
            if status != turn.status { differing.append(turn.turn) }
        }
        #expect(differing == [4] && efficiencies.count == 7)
    }

    @Test(arguments: [
        (RuleChange.goesOn, EfficiencyTrend.declining, 1, TurnStatus.good),
        (.goesOn, .improving, 2, .improving), (.reenabled, .stable, 9, .stable),
        (.goesOn, .declining, 2, .declining), (.disabled, .improving, 1, .poor),
        (.staysDisabled, .improving, 5, .disabled),
    ])
    func `a status says trend and change`(
        change: RuleChange, trend: EfficiencyTrend, turn: Int, status: TurnStatus
    ) {
        #expect(TurnStatus(turn: turn, trend: trend, change: change) == status)
    }

    @Test func `a decision is told with its reason and none of the conversation's words`() throws {
        let settings = CompressionSettings()
        var history = CompressedHistory(Shared.tokenizer, Shared.alphabet, settings)
        func decision(_ messages: [Message]) throws -> String {
            _ = history.compress(messages)
            return try #require(history.compressor.figures).decision(settings)
        }
        var messages = [Message(.user, "hello")]
        #expect(
            try decision(messages)
                == "turn 1: 0 rules kept: fewer new characters than the minimum; net efficiency "
                + "0.00 %, stable; disabled: less than 5.00 % net efficiency")
        messages += [Message(.assistant, "yes"), Message(.user, "go")]
        #expect(
            try decision(messages).hasSuffix(
                "compression is disabled; net efficiency 0.00 %, stable; stays disabled: less than "
                    + "5.00 % net efficiency"))
        messages += Talk.messages(3).dropFirst()
        let revived = try decision(messages)
        #expect(revived.contains("re-enabled: new rules would pay again"), "\(revived)")
        #expect(revived.hasPrefix("turn 3: ") && !revived.contains("Controller"))
        messages += [
            Message(.assistant, "ok"),
            Message(.user, (0..<90).map { "w\($0 * 7919 % 997)" }.joined(separator: " ")),
        ]
        let poor = try decision(messages)
        #expect(poor.contains("0 rules kept") && poor.hasSuffix("goes on"), "\(poor)")
    }
}

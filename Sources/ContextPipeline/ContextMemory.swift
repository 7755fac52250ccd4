public import Caching
import Compression
public import ContextModel
import Settings
public import Stages
private import Synchronization
public import TokenAccounting
import Tokenization

/// What is remembered between requests and conversations: counts, summaries, chunks, analyses.
///
/// Summaries, chunks, analyses and placeholders are found by their content and by everything that
/// shapes them, the scope included: two scopes never share one. What follows from a content alone is
/// shared by all: what messages cost, and what a describer said of a picture. Safe to be used by many
/// sessions at once.
public final class ContextMemory: Sendable {
    let flights = Flights<Summary>()
    let pictureFlights = Flights<Result<String, ImageDescriberError>>()
    /// What messages cost; nil with the count cache off.
    public let counts: CountMemo?
    private let state: Mutex<State>
    /// The symbols of each encoding: made once, since that reads a whole vocabulary.
    private let alphabets = Mutex<[Encoding: SymbolAlphabet]>([:])

    fileprivate struct State: ~Copyable {
        let caches: ContextCacheSettings
        let store: (any ChunkStore)?
        var summaries: BoundedCache<DigestKey, Summary>
        var analyses: BoundedCache<DigestKey, ContextAnalysis>
        var chunks: ChunkTable
        var pictures: BoundedCache<DigestKey, String>
        var descriptions = DescriptionCounters()
        var placeholders = PlaceholderRecords()
        /// Whether the policy tracks chunks.
        let tracksChunks: Bool
        var sessions = 0
        /// Summaries of no chunk that another process had kept.
        var summariesFetched = 0
        var lastCleaning = Duration.zero
    }

    /// An empty memory within the bounds of a configuration.
    public init(_ configuration: PipelineConfiguration, store: (any ChunkStore)? = nil) {
        let caches = configuration.caches
        let chunks = configuration.chunks
        counts = configuration.countCache.memo
        func limits(_ lifetime: Duration) -> BoundedCache<DigestKey, Summary>.Limits {
            .init(entries: caches.entries, bytes: caches.bytes, lifetime: lifetime)
        }
        state = Mutex(
            State(
                caches: caches, store: chunks.isPersistent ? store : nil,
                summaries: BoundedCache(limits(caches.condensationLifetime)),
                analyses: BoundedCache(
                    .init(
                        entries: caches.entries, bytes: caches.bytes,
                        lifetime: caches.analysisLifetime)),
                chunks: ChunkTable(
                    ChunkTable.Limits(
                        entries: chunks.cacheEntries, bytes: chunks.cacheBytes,
                        lifetime: chunks.lifetime, ageThreshold: chunks.ageThreshold,
                        skipsCondensed: chunks.skipsCondensed),
                    store: chunks.isPersistent ? store : nil),
                pictures: BoundedCache(.init(entries: caches.entries, bytes: caches.bytes)),
                tracksChunks: configuration.tracksChunks))
    }

    /// A number that no other session of this memory has.
    func newSession() -> Int {
        state.withLock { state in
            state.sessions += 1
            return state.sessions
        }
    }

    /// The placeholder that was made under a key.
    func placeholder(_ key: ContentDigest) -> Placeholder? {
        state.withLock { $0.placeholders.find(key) }
    }

    /// Remembers a placeholder that was made.
    func keep(_ placeholder: Placeholder, under key: ContentDigest) {
        state.withLock { $0.placeholders.keep(placeholder, under: key) }
    }

    /// The remembered answer to a request; counts a hit or a miss.
    func summary(
        for planned: PlannedRequest, in conversation: String, _ scope: CacheScope, at now: Duration
    ) -> Summary? {
        state.withLock { state in
            state.clean(at: now)
            if let slot = planned.slot {
                let place = ChunkSlot(conversation, slot)
                guard
                    case .condensed(let record) = state.chunks.begin(
                        planned.key, planned.content, in: place, at: now,
                        isLasting: scope.isLasting)
                else { return nil }
                return Summary(record)
            }
            guard state.caches.isOn else { return nil }
            var known = state.summaries.value(for: DigestKey(planned.key), at: now)
            known?.origin = .cached
            if known == nil, scope.isLasting {
                known = state.stored(planned.key, at: now)
                if known != nil { state.summariesFetched += 1 }
            }
            return known
        }
    }

    /// The answer to a request that has been answered since it was looked for; counts nothing.
    func repeated(_ planned: PlannedRequest, at now: Duration) -> Summary? {
        state.withLock { state in
            var known: Summary?
            if planned.slot != nil {
                let table = state.chunks
                known =
                    table.limits.skipsCondensed
                    ? table.youngRecord(for: planned.key, at: now).map { Summary($0) } : nil
            } else if state.caches.isOn {
                known = state.summaries.peek(DigestKey(planned.key), at: now)
            }
            known?.origin = .cached
            return known
        }
    }

    /// Remembers an answer.
    func keep(
        _ summary: Summary, for planned: PlannedRequest, _ scope: CacheScope, at now: Duration
    ) {
        state.withLock { state in
            let record = ChunkRecord(
                key: planned.key, summary: summary.text, summaryTokens: summary.tokens,
                sourceTokens: planned.sourceTokens,
                quality: summary.quality,
                strategy: planned.request.style.rawValue, condensedAt: now)
            if planned.slot != nil {
                state.chunks.finish(record, isLasting: scope.isLasting)
            } else if state.caches.isOn {
                if scope.isLasting { state.store?.keep(record) }
                state.summaries.insert(
                    summary, for: DigestKey(planned.key), cost: summary.text.utf8.count + 192,
                    at: now)
            }
        }
    }

    /// How a chunk stands that may be condensed under several keys.
    func standing(
        of chunk: Chunk, under keys: [ContentDigest], in conversation: String, _ scope: CacheScope,
        at now: Duration
    ) -> (state: ChunkState, record: ChunkRecord?, place: ChunkSlotRecord?) {
        state.withLock {
            $0.chunks.standing(
                of: chunk.key, under: keys, in: ChunkSlot(conversation, chunk.slot), at: now,
                isLasting: scope.isLasting)
        }
    }

    /// How a request's chunk stands before it is asked for; nil for a request of no chunk. Nothing is
    /// counted.
    func state(
        of planned: PlannedRequest, in conversation: String, at now: Duration
    ) -> ChunkState? {
        planned.slot.map { slot in
            state.withLock {
                $0.chunks.glance(
                    at: planned.key, planned.content, in: ChunkSlot(conversation, slot), at: now)
            }
        }
    }

    /// Gives up a request that was answered by the fallback: nothing is remembered.
    func giveUp(_ planned: PlannedRequest) {
        guard planned.slot != nil else { return }
        state.withLock { $0.chunks.fail(planned.key) }
    }

    /// The description of a picture in memory, else in the store; counts how it was found.
    func description(
        of picture: ContentDigest, in store: (any DescriptionStore)?
    ) -> String? {
        state.withLock { state in
            let isOn = state.caches.isOn
            if isOn, let known = state.pictures.value(for: DigestKey(picture)) {
                state.descriptions.hits += 1
                return known
            }
            guard let stored = store?.description(of: picture) else {
                state.descriptions.misses += 1
                return nil
            }
            state.descriptions.fetched += 1
            if isOn { state.remember(stored, of: picture) }
            return stored
        }
    }

    /// Remembers how a picture was described.
    func keep(
        _ description: String, ofPicture picture: ContentDigest, in store: (any DescriptionStore)?
    ) {
        store?.keep(description, of: picture)
        state.withLock { state in
            state.descriptions.described += 1
            if state.caches.isOn { state.remember(description, of: picture) }
        }
    }

    /// Counts a picture that could not be described.
    func countFailedDescription() { state.withLock { $0.descriptions.failures += 1 } }

    /// The analysis remembered under a digest, or one that is made and remembered.
    func analysis(
        _ key: ContentDigest, at now: Duration, _ make: () -> ContextAnalysis
    ) -> ContextAnalysis {
        let known = state.withLock { state -> ContextAnalysis? in
            state.clean(at: now)
            return state.caches.isOn ? state.analyses.value(for: DigestKey(key), at: now) : nil
        }
        if let known { return known }
        let made = make()
        state.withLock { state in
            guard state.caches.isOn else { return }
            state.analyses.insert(made, for: DigestKey(key), cost: 256, at: now)
        }
        return made
    }

    /// The symbols of a tokenizer's encoding.
    func alphabet(of tokenizer: Tokenizer) -> SymbolAlphabet {
        alphabets.withLock { alphabets in
            if let known = alphabets[tokenizer.encoding] { return known }
            let made = SymbolAlphabet(tokenizer)
            alphabets[tokenizer.encoding] = made
            return made
        }
    }

    /// Forgets everything; what is kept beyond the process stays.
    public func clear() {
        counts?.clear()
        state.withLock { state in
            state.summaries.removeAll()
            state.analyses.removeAll()
            state.pictures.removeAll()
            state.placeholders = PlaceholderRecords()
            state.chunks = ChunkTable(state.chunks.limits, store: state.store)
        }
    }

    /// What happened so far.
    public func statistics(at now: Duration = .zero) -> Statistics {
        state.withLock { state in
            var chunks = state.chunks.statistics(at: now)
            chunks.chunkManagementAvailable = chunks.chunkManagementAvailable && state.tracksChunks
            return Statistics(
                counts: counts?.counters ?? CacheCounters(),
                condensations: state.summaries.counters,
                summariesFetched: state.summariesFetched, analyses: state.analyses.counters,
                chunks: chunks, descriptions: state.descriptions,
                entries: state.summaries.count + state.analyses.count + chunks.chunksCacheSize)
        }
    }

    /// What the caches of a memory did.
    public struct Statistics: Sendable {
        /// The counts of messages; all zero with the count cache off.
        public var counts: CacheCounters
        /// The cache of whole condensations.
        public var condensations: CacheCounters
        /// Summaries of no chunk that memory did not have, and that another process had kept.
        public var summariesFetched: Int
        /// The cache of analyses.
        public var analyses: CacheCounters
        /// The chunks.
        public var chunks: ChunkStatistics
        /// Descriptions of pictures.
        public var descriptions: DescriptionCounters
        /// Entries that they hold together, counts and pictures apart.
        public var entries: Int
    }
}

extension ContextMemory.State {
    /// Keeps a description in memory.
    fileprivate mutating func remember(_ description: String, of picture: ContentDigest) {
        pictures.insert(
            description, for: DigestKey(picture), cost: description.utf8.count + 128, at: .zero)
    }

    /// What another process was answered to a request that is of no chunk, if it is young enough.
    fileprivate func stored(_ key: ContentDigest, at now: Duration) -> Summary? {
        guard let record = store?.record(for: key), record.key == key,
            now - record.condensedAt < caches.condensationLifetime
        else { return nil }
        return Summary(record)
    }

    /// Removes what is too old, once every interval.
    fileprivate mutating func clean(at now: Duration) {
        guard now - lastCleaning >= caches.cleanupInterval else { return }
        lastCleaning = now
        summaries.removeExpired(at: now)
        analyses.removeExpired(at: now)
        chunks.clean(at: now)
    }
}

extension ChunkTable {
    /// The record of a key, if it is young enough to be served.
    fileprivate func youngRecord(for key: ContentDigest, at now: Duration) -> ChunkRecord? {
        record(for: key).flatMap { now - $0.condensedAt < limits.ageThreshold ? $0 : nil }
    }
}

extension Summary {
    fileprivate init(_ record: ChunkRecord) {
        self.init(
            record.summary, tokens: record.summaryTokens, origin: .cached,
            quality: record.quality)
    }
}

/// A digest as the key of a cache.
struct DigestKey: StableHashable {
    let digest: ContentDigest

    init(_ digest: ContentDigest) { self.digest = digest }

    var stableHash: UInt64 { digest.first }
}

/// What is under way: a second request of the same key waits for the first.
actor Flights<Answer: Sendable> {
    private var tasks: [ContentDigest: Task<Answer, Never>] = [:]

    /// The answer under a key, made by the first who asks; and whether the caller was the first. It is
    /// made even if whoever asked has gone: on an executor, the usual one if that is nil.
    func answer(
        to key: ContentDigest, on executor: (any TaskExecutor)?,
        _ make: @escaping @Sendable () async -> Answer
    ) async -> (answer: Answer, isFirst: Bool) {
        if let task = tasks[key] { return (await task.value, false) }
        let task = Task(executorPreference: executor) { await make() }
        tasks[key] = task
        let answer = await task.value
        tasks[key] = nil
        return (answer, true)
    }
}

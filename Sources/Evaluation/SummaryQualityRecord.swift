/// What was measured of the embedded extract: values, no text of any conversation.
package struct SummaryQualityRecord: Sendable {
    /// A corpus of conversations that call tools.
    package struct ToolCorpus: Sendable {
        /// The corpus.
        package let identity: CorpusIdentity
        /// Conversations that call tools.
        package let conversations: Int
        /// What was kept of those that have something to judge.
        package let samples: [SurvivalRun.Sample]

        /// A corpus.
        package init(
            identity: CorpusIdentity, conversations: Int, samples: [SurvivalRun.Sample]
        ) {
            self.identity = identity
            self.conversations = conversations
            self.samples = samples
        }

        /// Whether there are conversations enough for a verdict.
        package var isLarge: Bool { samples.count >= PairedVerdict.fewest }
    }

    /// The corpora with tool calls.
    package var corpora: [ToolCorpus] = []
    /// The corpora with meetings.
    package var meetingCorpora: [CorpusIdentity] = []
    /// The scores of the meetings with reference summaries.
    package var meetings: [MeetingRun.Sample] = []
    /// What chose the extracts.
    package let summarizer: String
    /// The seed of the intervals.
    package let seed: UInt64
    /// How many times the clusters are drawn for an interval.
    package let resamples: Int

    /// Nothing measured yet.
    package init(summarizer: String, seed: UInt64 = 1, resamples: Int = 10_000) {
        self.summarizer = summarizer
        self.seed = seed
        self.resamples = resamples
    }

    /// Whether there is nothing to report.
    package var isEmpty: Bool { corpora.isEmpty && meetings.isEmpty }

    /// The samples of all corpora that are large enough.
    package var pooled: [SurvivalRun.Sample] { corpora.filter(\.isLarge).flatMap(\.samples) }
}

/// The part of a recorded conversation in which the history of its requests only grew.
///
/// A client that compacts, goes back to an earlier message or clears old results sends a history that no
/// longer begins with what it sent before. The requests before and after are told as transcripts of
/// their own, in the order in which each began, so that every request is still a prefix of its transcript.
package struct Stretch: Hashable, Sendable {
    /// Why the history did not just go on.
    package enum Cause: String, Hashable, Sendable, CaseIterable {
        /// What came before was replaced by a summary.
        case compaction
        /// The user, or the client, went back to an earlier message.
        case rewind
        /// Old tool results were emptied.
        case clearing
        /// It begins with a copy of a conversation that another file holds.
        case copy
    }

    /// The place of the stretch in its conversation, from 2; the first of a conversation has no `Stretch`,
    /// or is number 1 where it begins with a copy.
    package var number: Int
    /// Why the one before did not go on.
    package var cause: Cause
    /// The places of messages that are not new here: an earlier stretch, or another file, holds them, too.
    package var repeated: [Range<Int>]
    /// The place of the summary that stands for what came before, where there is one.
    package var summary: Int?

    /// A stretch.
    package init(number: Int, cause: Cause, repeated: [Range<Int>] = [], summary: Int? = nil) {
        self.number = number
        self.cause = cause
        self.repeated = repeated
        self.summary = summary
    }
}

extension Array<Range<Int>> {
    /// The ranges of the places at which a flag is set.
    init(where flags: [Bool]) {
        self = []
        for (place, flag) in flags.enumerated() where flag {
            if let last = indices.last, self[last].upperBound == place {
                self[last] = self[last].lowerBound..<place + 1
            } else {
                append(place..<place + 1)
            }
        }
    }
}

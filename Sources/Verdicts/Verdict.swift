/// What can be said about a difference between two arms.
package enum Verdict: String, Hashable, Sendable, CaseIterable {
    /// Worse, beyond the threshold, and beyond doubt.
    case regressed
    /// Better, beyond the threshold, and beyond doubt.
    case improved
    /// The same, to within the threshold.
    case equivalent
    /// Neither could be shown with what was measured.
    case inconclusive
    /// There is nothing to compare: the outputs differ, or too few blocks are fit for use.
    case invalid

    /// Whether something is said to have moved.
    package var isMoved: Bool { self == .regressed || self == .improved }
}

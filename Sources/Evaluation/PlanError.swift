/// A plan that cannot be made: of which part, what was expected, what to do.
package enum PlanError: Error, Hashable, Sendable {
    /// A part of a filter is no `AXIS=VALUE`.
    case malformed(String)
    /// A filter names an axis that no cell has; with those they have.
    case unknownAxis(String, known: [String])
    /// A filter names a value that no cell has; with those they have.
    case unknownValue(axis: String, value: String, known: [String])
    /// The matrix names a corpus that was not handed in; with those that were.
    case missingCorpus(String, known: [String])
    /// There are more cells than can be planned: so many, or at least that.
    case tooManyCells(Int)
    /// So many pairs or triples of values cannot be covered in time.
    case tooManyCombinations(Int, of: Matrix.Combination)
    /// Everything is excluded or filtered out.
    case noCells
}

extension PlanError: CustomStringConvertible {
    /// One line: what is wrong, what was expected, what to do.
    package var description: String {
        switch self {
        case .malformed(let part):
            "filter: '\(part)' is no condition: expected AXIS=VALUE, several joined by commas; "
                + "correct it, for example mode=stateless"
        case .unknownAxis(let name, let known):
            "filter: no cell has an axis '\(name)': expected \(known.asChoice); correct the name"
        case .unknownValue(let axis, let value, let known):
            "filter: no cell has \(axis)=\(value): expected \(known.asChoice); correct the value"
        case .missingCorpus(let name, let known):
            "matrix: there is no corpus '\(name)': expected \(known.asChoice); correct corpora"
        case .tooManyCells(let cells):
            "matrix: \(Matrix.words(forCells: cells)); take out values, corpora or repetitions"
        case .tooManyCombinations(let choices, let combine):
            "matrix: \(combine.words(for: choices))"
        case .noCells:
            "plan: no cell is left: expected at least one; relax the filter or the exclusions"
        }
    }
}

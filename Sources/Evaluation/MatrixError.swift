/// A matrix that cannot be used: where, what is wrong, what was expected, what to do.
package struct MatrixError: Error, Hashable, Sendable {
    /// The file, as it was named.
    package var file: String
    /// The line, from 1.
    package var line: Int
    /// The column, from 1, in Unicode scalars.
    package var column: Int
    /// What is wrong.
    package var defect: Defect

    /// What can be wrong with a matrix.
    package enum Defect: Hashable, Sendable {
        /// The bytes are no UTF-8.
        case notUTF8
        /// The text is no YAML; with the parser's words.
        case syntax(String)
        /// A key that must be there is not.
        case missingKey(String)
        /// A key that means nothing here; with those that do.
        case unknownKey(String, known: [String])
        /// Something of that kind (`key`, `value of counter`) stands twice.
        case duplicate(what: String, name: String)
        /// Something has a form that it cannot have.
        case wrongKind(what: String, expected: String, found: String)
        /// Something that must hold at least one thing holds none.
        case empty(what: String)
        /// No such corpus; with those there are.
        case unknownCorpus(String, known: [String])
        /// No such axis; with those there are.
        case unknownAxis(String, known: [String])
        /// The axis cannot have the value.
        case refusedValue(axis: String, value: String, expected: String)
        /// The axis exists but not in this matrix; with those that are.
        case axisNotVaried(String, varied: [String])
        /// A rule names a value that no cell has; with those there are.
        case unusedValue(axis: String, value: String, used: [String])
        /// The matrix stands for more cells than can be planned: so many, or at least that.
        case tooManyCells(Int)
        /// So many pairs or triples of values cannot be covered in time.
        case tooManyCombinations(Int, of: Matrix.Combination)
    }
}

extension MatrixError: CustomStringConvertible {
    /// One line: the place, what is wrong, what was expected, what to do.
    package var description: String { "\(file):\(line):\(column): \(defect.explanation)" }
}

extension MatrixError.Defect {
    var explanation: String {
        switch self {
        case .notUTF8:
            "the file is not UTF-8: expected YAML in UTF-8; save it in that encoding"
        case .syntax(let words):
            "this is no YAML: \(words); correct the text from here"
        case .missingKey(let key):
            "the key '\(key)' is missing: expected at the top level; add '\(key):'"
        case .empty(let what):
            "\(what) is empty: expected at least one entry; add one or remove the key"
        case .tooManyCells(let cells):
            "the matrix has \(Matrix.words(forCells: cells)); take out values or repetitions"
        case .tooManyCombinations(let choices, let combine):
            combine.words(for: choices)
        case .unknownKey, .unknownCorpus, .unknownAxis, .axisNotVaried:
            strangeName
        case .duplicate, .wrongKind, .refusedValue, .unusedValue:
            strangeValue
        }
    }

    private var strangeName: String {
        switch self {
        case .unknownKey(let key, let known):
            "the key '\(key)' is unknown: expected \(known.asChoice); correct or remove it"
        case .unknownCorpus(let name, let known):
            "there is no corpus '\(name)': expected \(known.asChoice); correct the name"
        case .unknownAxis(let name, let known):
            "there is no axis '\(name)': expected \(known.asChoice); correct the name"
        case .axisNotVaried(let name, let varied):
            "the axis '\(name)' is not under axes: expected \(varied.asChoice); "
                + "add it under axes, its usual value first"
        default: ""
        }
    }

    private var strangeValue: String {
        switch self {
        case .duplicate(let what, let name):
            "the \(what) '\(name)' stands twice: expected once; remove one of the two"
        case .wrongKind(let what, let expected, let found):
            "\(what) is \(found): expected \(expected); write it so"
        case .refusedValue(let axis, let value, let expected):
            "axis \(axis) cannot be '\(value)': expected \(expected); correct the value"
        case .unusedValue(let axis, let value, let used):
            "no cell has \(axis)=\(value): expected \(used.asChoice); correct or remove it"
        default: ""
        }
    }
}

extension Matrix {
    /// Too many cells in words: how many, of what, and how many were expected.
    static func words(forCells cells: Int) -> String {
        let count = cells == .max ? "more than \(cells)" : "\(cells)"
        return "\(count) cells (corpora × configurations × modes × repetitions): expected at most "
            + "\(mostCells)"
    }
}

extension Matrix.Combination {
    /// Too many combinations in words: how many, what was expected, what to do.
    func words(for choices: Int) -> String {
        let count = choices == .max ? "more than \(choices)" : "\(choices)"
        let less =
            self == .triples
            ? "take out values or axes, or combine: pairs" : "take out values or axes"
        return
            "\(count) \(rawValue) of values are to be covered, which takes too long: expected what "
            + "\(CoveringArray.mostLooks) comparisons find; \(less)"
    }
}

extension [String] {
    /// The names as the end of `expected …`; of very many the first twenty.
    var asChoice: String {
        guard count > 1 else { return first ?? "none, as there are none" }
        let shown = prefix(20).joined(separator: ", ")
        return count > 20 ? "one of \(shown) and \(count - 20) more" : "one of \(shown)"
    }
}

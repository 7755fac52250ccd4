import Tokenization

/// The split patterns as published with tiktoken 0.14, matched step by step by backtracking over code
/// points: the reference for the tokenizer's own way of splitting, slow and literal.
struct PublishedPattern {
    private let alternatives: [[Step]]

    /// `\s` is White_Space; `$` is the end of the text; case-insensitive means simple case folding.
    init(_ encoding: Encoding) {
        switch encoding {
        case .cl100kBase: alternatives = Self.cl100k
        case .o200kBase: alternatives = Self.o200k
        }
    }

    // '(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+
    // |\s++$|\s*[\r\n]|\s+(?!\S)|\s
    private static let cl100k: [[Step]] = [
        [.run(.only("'"), 1...1), .anyOf(["s", "d", "m", "t", "ll", "ve", "re"].map(folded))],
        [.possessive(.not([.newline, .letter, .number]), 0...1), .possessive(.letter, 1...most)],
        [.possessive(.number, 1...3)],
        [
            .run(.only(" "), 0...1), .possessive(.not([.space, .letter, .number]), 1...most),
            .possessive(.newline, 0...most),
        ],
        [.possessive(.space, 1...most), .endOfText],
        [.run(.space, 0...most), .run(.newline, 1...1)],
        [.run(.space, 1...most), .notBefore(.not([.space]))],
        [.run(.space, 1...1)],
    ]

    // [^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+
    //   (?i:'s|'t|'re|'ve|'m|'ll|'d)?
    // |[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*
    //   (?i:'s|'t|'re|'ve|'m|'ll|'d)?
    // |\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+
    private static let o200k: [[Step]] = [
        [
            .run(.not([.newline, .letter, .number]), 0...1), .run(.upper, 0...most),
            .run(.lower, 1...most), contraction,
        ],
        [
            .run(.not([.newline, .letter, .number]), 0...1), .run(.upper, 1...most),
            .run(.lower, 0...most), contraction,
        ],
        [.run(.number, 1...3)],
        [
            .run(.only(" "), 0...1), .run(.not([.space, .letter, .number]), 1...most),
            .run(.only("\r\n/"), 0...most),
        ],
        [.run(.space, 0...most), .run(.newline, 1...most)],
        [.run(.space, 1...most), .notBefore(.not([.space]))],
        [.run(.space, 1...most)],
    ]

    private static let most = Int.max
    private static let contraction = Step.anyOf(
        ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d", ""].map(folded))

    private static func folded(_ word: String) -> [Step] {
        word.unicodeScalars.map { .run(.folded($0), 1...1) }
    }

    /// The pieces of a text, in order.
    func split(_ text: String) -> [String] {
        let scalars = Array(text.unicodeScalars)
        var pieces: [String] = []
        var start = 0
        while start < scalars.count {
            let match = alternatives.lazy.compactMap { end(of: $0[...], in: scalars, from: start) }
            guard let end = match.first, end > start else { return pieces }
            pieces.append(String(String.UnicodeScalarView(scalars[start..<end])))
            start = end
        }
        return pieces
    }

    /// Where a match of the steps ends, if they match from there.
    private func end(
        of steps: ArraySlice<Step>, in scalars: [Unicode.Scalar], from start: Int
    ) -> Int? {
        guard let step = steps.first else { return start }
        let rest = steps.dropFirst()
        func continued(_ position: Int) -> Int? { end(of: rest, in: scalars, from: position) }
        switch step {
        case .run(let kind, let times):
            let longest = run(of: kind, times, in: scalars, from: start)
            guard longest >= times.lowerBound else { return nil }
            return stride(from: longest, through: times.lowerBound, by: -1).lazy
                .compactMap { continued(start + $0) }.first
        case .possessive(let kind, let times):
            let longest = run(of: kind, times, in: scalars, from: start)
            return longest >= times.lowerBound ? continued(start + longest) : nil
        case .anyOf(let choices):
            return choices.lazy.compactMap { end(of: $0 + rest, in: scalars, from: start) }.first
        case .endOfText: return start == scalars.count ? continued(start) : nil
        case .notBefore(let kind):
            let blocked = start < scalars.count && kind.contains(scalars[start])
            return blocked ? nil : continued(start)
        }
    }

    private func run(
        of kind: CharacterClass, _ times: ClosedRange<Int>, in scalars: [Unicode.Scalar],
        from start: Int
    ) -> Int {
        var end = start
        while end < scalars.count, end - start < times.upperBound, kind.contains(scalars[end]) {
            end += 1
        }
        return end - start
    }
}

/// One element of a pattern.
private indirect enum Step: Sendable {
    /// As many as possible, giving back what the rest needs.
    case run(CharacterClass, ClosedRange<Int>)
    /// As many as possible, giving nothing back.
    case possessive(CharacterClass, ClosedRange<Int>)
    case anyOf([[Step]])
    case endOfText
    case notBefore(CharacterClass)
}

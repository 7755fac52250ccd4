import Statistics

/// Sentence patterns with named blanks, expanded at random.
///
/// In a pattern `{name}` stands for the slot of that name if the caller filled one, else for one
/// alternative of the rule of that name, itself expanded; `{{` is a plain brace.
struct Grammar: Sendable {
    /// What fills blanks from outside the grammar.
    typealias Slots = [String: String]

    private enum Segment: Sendable {
        case text(String)
        case blank(String)
    }

    private let rules: [String: [[Segment]]]

    /// A grammar of rules, each with its alternatives, equally likely.
    init(_ rules: [String: [String]]) {
        self.rules = rules.mapValues { $0.map(Self.segments) }
    }

    /// One expansion of a rule. The rule and every blank must be known.
    func text(_ rule: String, _ slots: Slots, _ generator: inout SeededGenerator) -> String {
        var text = ""
        expand(rule, slots, &generator, into: &text)
        return text
    }

    /// One expansion of a rule, starting with a capital.
    func sentence(_ rule: String, _ slots: Slots, _ generator: inout SeededGenerator) -> String {
        text(rule, slots, &generator).capitalizedFirst
    }

    private func expand(
        _ rule: String, _ slots: Slots, _ generator: inout SeededGenerator, into text: inout String
    ) {
        guard let alternatives = rules[rule] else {
            preconditionFailure("the grammar has no rule or slot \(rule)")
        }
        for segment in generator.choose(alternatives) {
            switch segment {
            case .text(let literal): text += literal
            case .blank(let name):
                if let value = slots[name] {
                    text += value
                } else {
                    expand(name, slots, &generator, into: &text)
                }
            }
        }
    }

    private static func segments(_ pattern: String) -> [Segment] {
        var segments: [Segment] = []
        var rest = pattern[...]
        while let open = rest.firstIndex(of: "{") {
            if open > rest.startIndex { segments.append(.text(String(rest[..<open]))) }
            let inner = rest[rest.index(after: open)...]
            guard inner.first != "{", let close = inner.firstIndex(of: "}") else {
                segments.append(.text("{"))
                rest = inner.dropFirst(inner.first == "{" ? 1 : 0)
                continue
            }
            segments.append(.blank(String(inner[..<close])))
            rest = inner[inner.index(after: close)...]
        }
        if !rest.isEmpty { segments.append(.text(String(rest))) }
        return segments
    }
}

extension String {
    /// The text with its first character in upper case.
    var capitalizedFirst: String {
        guard let first else { return self }
        return first.uppercased() + dropFirst()
    }
}

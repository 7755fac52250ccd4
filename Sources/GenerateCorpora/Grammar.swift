import Statistics
import StrictJSON

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

    /// One expansion of a rule, its sentences starting with capitals unless with an identifier.
    func sentence(_ rule: String, _ slots: Slots, _ generator: inout SeededGenerator) -> String {
        text(rule, slots, &generator).capitalizedSentences
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

extension StringProtocol {
    /// Whether the text is a word of letters, with punctuation at its end at most; identifiers,
    /// addresses and numbers are not.
    fileprivate var isPlainWord: Bool {
        let core = utf8.reversed().drop { ",.:;!?'\")".utf8.contains($0) }
        return !core.contains { ($0 < 65 && $0 != 39 && $0 != 45) || $0 == 95 }
    }
}

extension String {
    /// The text with a capital at its beginning and after each full stop, question mark and
    /// exclamation mark that a space follows; a word that is an identifier stays as it is.
    var capitalizedSentences: String {
        var begins = true
        let words = split(separator: " ", omittingEmptySubsequences: false)
        return words.map { word -> String in
            defer { if let last = word.last { begins = ".!?".contains(last) } }
            return begins && word.isPlainWord ? String(word).capitalizedFirst : String(word)
        }.joined(separator: " ")
    }

    /// The text with the indefinite article that its first letter wants.
    var withArticle: String {
        let isVowel = first.map { "aeiouAEIOU".contains($0) } ?? false
        return (isVowel ? "an " : "a ") + self
    }
}

extension SeededGenerator {
    /// Whether something happens that does so in that many of a hundred cases.
    mutating func chance(_ percent: Int) -> Bool { next(below: 100) < percent }

    /// That many random digits, the first not zero.
    mutating func digits(_ count: Int) -> String {
        var text = String(next(in: 1...9))
        for _ in 1..<max(count, 1) { text += String(next(below: 10)) }
        return text
    }

    /// That many random characters of an alphabet of ASCII letters and digits.
    mutating func characters(_ count: Int, of alphabet: StaticString) -> String {
        String(unsafeUninitializedCapacity: count) { buffer in
            for index in 0..<count {
                buffer[index] = alphabet.utf8Start[next(below: alphabet.utf8CodeUnitCount)]
            }
            return count
        }
    }

    /// That many lower-case hexadecimal digits.
    mutating func hexadecimal(_ count: Int) -> String {
        characters(count, of: "0123456789abcdef")
    }

    /// Different elements in random order, at most as many as there are.
    mutating func sample<Element>(_ count: Int, of elements: [Element]) -> [Element] {
        var pool = elements
        shuffle(&pool)
        return Array(pool.prefix(count))
    }
}

extension JSONValue {
    /// An amount of money in cents, as a decimal number.
    static func cents(_ value: Int) -> Self { .number(JSONNumber(lexeme: value.money)) }

    /// Strings as an array.
    static func strings(_ values: [String]) -> Self { .array(values.map(JSONValue.string)) }

    /// A function tool as Chat Completions defines it; parameters are (name, type, description).
    static func tool(
        _ name: String, _ description: String, _ parameters: [(String, String, String)]
    ) -> Self {
        let properties = parameters.map { name, type, description -> (String, JSONValue) in
            var property = JSONObject([("type", .string(type))])
            if type == "array" {
                property["items"] = .object(JSONObject([("type", .string("string"))]))
            }
            property["description"] = .string(description)
            return (name, .object(property))
        }
        let schema = JSONObject([
            ("type", .string("object")), ("properties", .object(JSONObject(properties))),
            ("required", .strings(parameters.map(\.0))),
        ])
        let function = JSONObject([
            ("name", .string(name)), ("description", .string(description)),
            ("parameters", .object(schema)),
        ])
        return .object(
            JSONObject([("type", .string("function")), ("function", .object(function))]))
    }
}

extension Int {
    /// Cents as euros or dollars with two decimals.
    var money: String {
        let cents = self % 100
        return String(self / 100) + (cents < 10 ? ".0" : ".") + String(cents)
    }
}

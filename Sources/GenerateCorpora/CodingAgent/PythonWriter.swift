import Statistics

/// A file of an invented code base.
struct SourceFile: Sendable {
    /// A function or method of the file.
    struct Function: Sendable {
        /// The class it belongs to.
        let type: String
        let name: String
        /// The lines it takes, counted from 0.
        let lines: Range<Int>
    }

    /// The path from the root of the code base.
    let path: String
    var lines: [String] = []
    var functions: [Function] = []
}

/// Writes plausible Python modules out of a vocabulary.
struct PythonWriter {
    let vocabulary: CodeVocabulary
    var generator: SeededGenerator

    /// The module of a noun: one or two classes with methods.
    mutating func module(_ noun: String) -> SourceFile {
        var file = SourceFile(path: "src/\(vocabulary.package)/\(noun).py")
        let others = generator.sample(4, of: vocabulary.nouns.filter { $0 != noun })
        file.lines = header(noun, others)
        for name in [noun, noun + "_" + generator.choose(["store", "builder", "view", "pool"])] {
            write(class: name, noun, others, into: &file)
        }
        return file
    }

    private mutating func header(_ noun: String, _ others: [String]) -> [String] {
        let parts = generator.sample(2, of: vocabulary.parts)
        let slots = ["noun": noun, "Noun": noun.className, "attr": parts[0], "attr2": parts[1]]
        let modules = ["json", "logging", "re", "itertools", "threading", "datetime as dt"]
        let imports = generator.sample(3, of: modules).sorted().map { "import " + $0 }
        let own = others.prefix(3).sorted().map {
            "from \(vocabulary.package).\($0) import \($0.className)"
        }
        return ["\"\"\"" + Self.grammar.text("module", slots, &generator) + "\"\"\"", ""]
            + ["from __future__ import annotations", ""] + imports + [""] + own
            + [
                "from \(vocabulary.package).errors import \(noun.className)Error", "",
                "logger = logging.getLogger(__name__)", "",
                "DEFAULT_\(parts[0].uppercased()) = \(generator.next(in: 2...500))",
                "MAX_\(parts[1].uppercased()) = \(generator.next(in: 10...9000))", "",
            ]
    }

    private mutating func write(
        class name: String, _ noun: String, _ others: [String], into file: inout SourceFile
    ) {
        let attributes = generator.sample(generator.next(in: 4...6), of: vocabulary.parts)
        let methods = generator.sample(generator.next(in: 4...9), of: CodeVocabulary.verbs).map {
            $0 + "_" + generator.choose(vocabulary.nouns)
        }
        file.lines += ["", "class \(name.className):"]
        let slots = [
            "noun": noun, "attr": attributes[0], "attr2": attributes[1],
            "Verb": generator.choose(CodeVocabulary.verbs).capitalizedFirst,
        ]
        file.lines += [
            "    \"\"\"" + Self.grammar.text("summary", slots, &generator) + "\"\"\"", "",
        ]
        let parameters = attributes.map { $0 + "=None" }.joined(separator: ", ")
        file.lines.append("    def __init__(self, \(parameters)):")
        for attribute in attributes {
            file.lines.append("        self.\(attribute) = \(attribute)")
            if generator.chance(40) { file.lines.append("        self._\(attribute) = {}") }
        }
        for method in methods {
            let scope = Scope(
                type: name.className, method: method, attributes: attributes, methods: methods,
                noun: noun, other: generator.choose(others).className)
            write(scope, into: &file)
        }
    }

    /// What a method's statements can refer to.
    private struct Scope {
        let type: String
        let method: String
        let attributes: [String]
        let methods: [String]
        let noun: String
        let other: String
    }

    private mutating func write(_ scope: Scope, into file: inout SourceFile) {
        file.lines.append("")
        let start = file.lines.count
        let argument = generator.choose(vocabulary.nouns)
        let result =
            generator.choose(vocabulary.parts) + "_"
            + generator.choose(["list", "map", "now", "value"])
        var slots = slots(scope, argument, result)
        let extra = generator.chance(40) ? ", " + generator.choose(scope.attributes) + "=None" : ""
        file.lines.append("    def \(scope.method)(self, \(argument)\(extra)):")
        docstring(slots, into: &file)
        for _ in 0..<generator.next(in: 2...9) {
            slots = self.slots(scope, argument, result)
            add(Self.grammar.text("statement", slots, &generator), into: &file)
        }
        add(Self.grammar.text("finish", slots, &generator), into: &file)
        file.functions.append(
            SourceFile.Function(
                type: scope.type, name: scope.method, lines: start..<file.lines.count))
    }

    private mutating func docstring(_ slots: Grammar.Slots, into file: inout SourceFile) {
        let summary = Self.grammar.text("summary", slots, &generator)
        if generator.chance(40) {
            let detail = Self.grammar.text("detail", slots, &generator)
            file.lines += ["        \"\"\"" + summary, "", "        " + detail, "        \"\"\""]
        } else if generator.chance(60) {
            file.lines.append("        \"\"\"" + summary + "\"\"\"")
        }
    }

    private func add(_ statement: String, into file: inout SourceFile) {
        for line in statement.split(separator: "\n") { file.lines.append("        " + line) }
    }

    private mutating func slots(_ scope: Scope, _ argument: String, _ result: String)
        -> Grammar.Slots
    {
        let attribute = generator.choose(scope.attributes)
        return [
            "attr": attribute, "attr2": generator.choose(scope.attributes), "arg": argument,
            "var": result, "var2": generator.choose(["rest", "remainder", "extra"]),
            "one": generator.choose(["item", "entry", "each", "other", "candidate"]),
            "index": generator.choose(["index", "position", "i"]),
            "method": generator.choose(scope.methods), "noun": scope.noun, "Other": scope.other,
            "Error": scope.noun.className + "Error", "num": String(generator.next(in: 1...64)),
            "const": "DEFAULT_" + attribute.uppercased(),
            "Verb": generator.choose(CodeVocabulary.verbs).capitalizedFirst,
        ]
    }

    /// The tests of a module.
    mutating func tests(of module: SourceFile, noun: String) -> SourceFile {
        var file = SourceFile(path: "tests/test_\(noun).py")
        file.lines = [
            "import pytest", "", "from \(vocabulary.package).\(noun) import \(noun.className)", "",
        ]
        for function in module.functions {
            let name = "test_" + function.name + "_" + generator.choose(Self.cases)
            let start = file.lines.count + 1
            let part = generator.choose(vocabulary.parts)
            file.lines += [
                "", "def \(name)(make_\(noun)):",
                "    \(noun) = make_\(noun)(\(part)=\(generator.next(in: 1...900)))",
                "    result = \(noun).\(function.name)(\(generator.choose(["None", "[]", "\(noun)", "3"])))",
                generator.choose([
                    "    assert result == \(generator.next(in: 0...99))",
                    "    assert result is None", "    assert \(noun).\(part) == result",
                    "    with pytest.raises(\(noun.className)Error):\n        result.\(function.name)(0)",
                ]),
            ].flatMap {
                $0.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            }
            file.functions.append(
                SourceFile.Function(type: "", name: name, lines: start..<file.lines.count))
        }
        return file
    }

    private static let cases = [
        "when_empty", "twice", "keeps_order", "with_default", "rejects_negative", "after_reset",
        "across_midnight", "for_unknown_key", "is_idempotent", "with_unicode_name",
    ]
}

extension String {
    /// A name of words and underscores as a class is named.
    var className: String {
        split(separator: "_").map { String($0).capitalizedFirst }.joined()
    }
}

import Statistics

/// A fault in a code base, and what its reporter wrote.
struct Issue: Sendable {
    /// What a script calls to show a value.
    static let output = "print"

    let module: SourceFile
    let function: SourceFile.Function
    let tests: SourceFile
    let test: String
    let script: String
    /// The words that the agent's thoughts are filled with.
    let slots: Grammar.Slots

    /// A fault in a random function of the code base.
    init(_ repository: Repository, _ generator: inout SeededGenerator) {
        let modules = repository.files.filter { $0.path.hasPrefix("src/") }
        module = generator.choose(modules)
        function = generator.choose(module.functions.filter { $0.lines.count > 6 })
        let stem = module.path.split(separator: "/").last ?? ""
        let testPath = "tests/test_" + stem
        tests = repository.files.first { $0.path == testPath } ?? module
        let name = function.name
        test = tests.functions.first { $0.name.hasPrefix("test_" + name) }?.name ?? "test_" + name
        script = "reproduce_" + generator.digits(4) + ".py"
        var slots = [
            "class": function.type, "function": name, "path": module.path, "test": test,
            "script": script, "line": String(function.lines.upperBound),
            "attr": generator.choose(Self.attributes(of: function, in: module)),
            "package": repository.vocabulary.package, "purpose": repository.vocabulary.purpose,
            "commit": generator.hexadecimal(12), "number": generator.digits(2),
            "version":
                "\(generator.next(in: 0...4)).\(generator.next(in: 1...18)).\(generator.next(in: 0...9))",
        ]
        slots["url"] =
            "https://docs.example.org/\(repository.vocabulary.package)/\(slots["version"] ?? "")/"
            + function.type + "#" + name
        slots["error"] = CodingSpeech.grammar.text("error", slots, &generator)
        self.slots = slots
    }

    /// The attributes that a function uses, or else those its class is made with.
    private static func attributes(of function: SourceFile.Function, in module: SourceFile)
        -> [String]
    {
        let start = module.lines.firstIndex(of: "class \(function.type):") ?? 0
        let initializer = module.lines[start...].first { $0.contains("def __init__(self, ") } ?? ""
        let all = initializer.split(separator: " ").filter { $0.contains("=None") }
            .map { String($0.prefix { $0 != "=" }) }
        let body = module.lines[function.lines].joined(separator: "\n")
        let used = all.filter { body.contains("self.\($0)") }
        return used.isEmpty ? all : used
    }

    /// What the reporter wrote, with the instructions to set the code base up.
    func text(_ root: String, _ generator: inout SeededGenerator) -> String {
        var story: [String] = []
        for _ in 0..<generator.next(in: 12...26) {
            let next = CodingSpeech.grammar.text("story", slots, &generator)
            if !story.contains(next) { story.append(next) }
        }
        let symptom = CodingSpeech.grammar.text("symptom", slots, &generator)
        return """
            Please fix the following issue in the code base at \(root).

            ## Setup
            ```bash
            cd \(root) && git fetch origin && git checkout -B fix \(slots["commit"] ?? "")
            python -m pip install -e .
            ```
            Run the tests with `python -m pytest -q \(tests.path)`.

            ## Issue
            \(function.type).\(function.name) fails when \(slots["attr"] ?? "") is missing

            \(symptom) \(story.joined(separator: " "))

            ### Steps to reproduce
            ```python
            \(scriptText(&generator))
            ```

            ### Output
            ```
            \(traceback(root, from: script, line: 6))
            ```

            ### The method as it is in my copy
            ```python
            \(module.lines[function.lines].joined(separator: "\n"))
            ```

            ### Expected
            \(CodingSpeech.grammar.text("expected", slots, &generator))

            ### Environment
            - \(slots["package"] ?? "") \(slots["version"] ?? "") (revision \(slots["commit"] ?? ""))
            - Python 3.\(generator.next(in: 9...13)).\(generator.next(in: 0...9)), Linux \
            6.\(generator.next(in: 1...12)), x86-64
            - installed from \(slots["url"] ?? "")
            """
    }

    /// A script that shows the fault.
    func scriptText(_ generator: inout SeededGenerator) -> String {
        let variable = generator.choose(["subject", "thing", "sample", "obj"])
        let stem = module.path.split(separator: "/").last?.split(separator: ".").first ?? ""
        return """
            from \(slots["package"] ?? "").\(stem) import \(function.type)

            \(variable) = \(function.type)()
            \(variable).\(slots["attr"] ?? "") = None
            \(Self.output)("before", \(variable).\(slots["attr"] ?? ""))
            \(Self.output)(\(variable).\(function.name)(\(generator.next(in: 1...40))))
            """
    }

    /// The traceback of the fault, from a file and line that called the function.
    func traceback(_ root: String, from caller: String, line: Int) -> String {
        let number = function.lines.upperBound
        return """
            Traceback (most recent call last):
              File "\(root)/\(caller)", line \(line), in <module>
                \(function.name)(...)
              File "\(root)/\(module.path)", line \(number), in \(function.name)
            \(module.lines[number - 1])
            \(slots["error"] ?? "")
            """
    }
}

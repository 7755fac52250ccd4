import Statistics
import StrictJSON

extension CodingSession {
    /// A step that prints a lot: a file, a test log, a search, an installation.
    mutating func readOrRun(_ size: Int) {
        let text = thought()
        switch draft.generator.next(below: 100) {
        case ..<62: read(fileOfInterest(), rows: size / 12, saying: text)
        case ..<76: search(rows: size / 34, saying: text)
        case ..<90: runTests(rows: size / 30, saying: text)
        case ..<94: install(rows: size / 24, saying: text)
        default: runScript(saying: text)
        }
    }

    /// Writes the script that shows the fault and runs it.
    mutating func reproduce() {
        let script = issue.scriptText(&draft.generator)
        draft.call(
            "write_file",
            JSONObject([
                ("filePath", .string(repository.root + "/" + issue.script)),
                ("content", .string(script)),
            ]), saying: thought(), result: "Wrote \(script.utf8.count) bytes to \(issue.script)")
        runScript(saying: nil)
    }

    /// Runs the script that shows the fault.
    mutating func runScript(saying text: String?) {
        let output =
            isFixed
            ? "before None\n" + draft.generator.choose(["None", "[]", "0"])
            : "before None\n" + issue.traceback(repository.root, from: issue.script, line: 6)
        bash("python \(issue.script)", output, saying: text)
    }

    /// Runs the tests of a file, or more of them.
    mutating func runTests(rows: Int, saying text: String?) {
        var names: [(path: String, name: String)] = []
        for file in [issue.tests] + repository.files.filter({ $0.path.hasPrefix("tests/") }) {
            guard names.count < max(rows, 4) else { break }
            if file.path == issue.tests.path, !names.isEmpty { continue }
            names += file.functions.map { (file.path, $0.name) }
        }
        names = Array(names.prefix(max(rows, 4)))
        let failing = isFixed ? "" : issue.test
        let log = names.enumerated().map { index, test in
            "\(test.path)::\(test.name) \(test.name == failing ? "FAILED" : "PASSED") "
                + "[\((index + 1) * 100 / names.count)%]"
        }
        bash(
            "python -m pytest -v \(names.count > 20 ? "tests" : issue.tests.path) 2>&1 | tail -\(rows + 30)",
            (log + summary(names.count, failing: names.contains { $0.name == failing }))
                .joined(separator: "\n"), saying: text)
    }

    private mutating func summary(_ count: Int, failing: Bool) -> [String] {
        let seconds = "\(draft.generator.next(in: 0...90)).\(draft.generator.digits(2))s"
        guard failing else { return ["", "====== \(count) passed in \(seconds) ======"] }
        let function = issue.tests.functions.first { $0.name == issue.test }
        let body = function.map { Array(issue.tests.lines[$0.lines]) } ?? []
        return ["", "====== FAILURES ======", "______ \(issue.test) ______", ""]
            + body.map { "    " + $0 }
            + [
                "", "\(issue.tests.path):\((function?.lines.upperBound ?? 0)): ",
                issue.traceback(
                    repository.root, from: issue.tests.path, line: function?.lines.upperBound ?? 1),
                "====== short test summary info ======",
                "FAILED \(issue.tests.path)::\(issue.test) - \(slot("error"))",
                "====== 1 failed, \(count - 1) passed in \(seconds) ======",
            ]
    }

    private mutating func install(rows: Int, saying text: String?) {
        let names = draft.generator.sample(rows + 2, of: Self.dependencies)
        var log = ["Obtaining file://\(repository.root)", "  Preparing metadata: started"]
        for name in names {
            let version = "\(draft.generator.next(in: 0...9)).\(draft.generator.next(in: 0...30))"
            log.append("Collecting \(name)>=\(version)")
            log.append(
                "  Using cached \(name)-\(version).\(draft.generator.next(in: 0...9))-py3-none-any.whl "
                    + "(\(draft.generator.next(in: 10...900)) kB)")
        }
        log.append("Successfully installed \(repository.vocabulary.package)-\(slot("version"))")
        bash("python -m pip install -e '.[dev]'", log.joined(separator: "\n"), saying: text)
    }

    private static let dependencies = [
        "attrs", "click", "coverage", "decorator", "filelock", "hypothesis", "idna", "iniconfig",
        "jinja2", "markupsafe", "mypy", "numpy", "packaging", "pluggy", "pytest", "pyyaml",
        "requests",
        "rich", "ruff", "setuptools", "six", "sortedcontainers", "tomli", "tox", "tzdata",
        "urllib3",
        "virtualenv", "wheel",
    ]

    /// Repairs the fault: a guard before the last line of the function.
    mutating func repair() {
        let last = issue.function.lines.upperBound - 1
        let old = edited.lines[last - 1] + "\n" + edited.lines[last]
        let guards = [
            "        if self.\(slot("attr")) is None:", "            return None",
        ]
        let new = ([edited.lines[last - 1]] + guards + [edited.lines[last]]).joined(separator: "\n")
        draft.call(
            "edit_file",
            JSONObject([
                ("filePath", .string(repository.root + "/" + edited.path)),
                ("old_string", .string(old)), ("new_string", .string(new)),
            ]), saying: thought(),
            result: "Edited \(repository.root)/\(edited.path) (1 replacement)")
        edited.lines.insert(contentsOf: guards, at: last)
        isFixed = true
    }

    /// Runs the script and the tests after the repair.
    mutating func test() {
        runScript(saying: thought())
        runTests(rows: 34, saying: thought())
    }

    /// The repair as a difference.
    var diff: String {
        let last = issue.function.lines.upperBound - 1
        let before = max(0, last - 3)..<last
        let after = last + 2..<min(edited.lines.count, last + 5)
        return """
            diff --git a/\(edited.path) b/\(edited.path)
            index \(slot("commit").prefix(7))..\(slot("commit").suffix(7)) 100644
            --- a/\(edited.path)
            +++ b/\(edited.path)
            @@ -\(before.lowerBound + 1),\(before.count + after.count) +\(before.lowerBound + 1),\
            \(before.count + after.count + 2) @@ class \(issue.function.type):
            \(edited.lines[before].map { " " + $0 }.joined(separator: "\n"))
            +        if self.\(slot("attr")) is None:
            +            return None
            \(edited.lines[after].map { " " + $0 }.joined(separator: "\n"))
            """
    }
}

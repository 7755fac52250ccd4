import Statistics
import StrictJSON

extension CodingSession {
    /// Lists the files.
    mutating func list() {
        let paths = repository.paths
        if draft.generator.chance(50) {
            bash("git ls-files | head -60", paths.prefix(60).joined(separator: "\n"))
        } else {
            let folder = "src/" + repository.vocabulary.package
            let rows = paths.filter { $0.hasPrefix(folder) }.map {
                "-rw-r--r-- 1 dev dev \(draft.generator.next(in: 400...24_000)) Mar "
                    + "\(draft.generator.next(in: 1...28)) 10:\(draft.generator.next(in: 10...59)) "
                    + $0.dropFirst(folder.utf8.count + 1)
            }
            bash("ls -l \(folder)", "total \(rows.count * 12)\n" + rows.joined(separator: "\n"))
        }
    }

    /// A step that prints next to nothing.
    mutating func lookBriefly() {
        let file = fileOfInterest()
        let path = repository.files[file].path
        let text = thought()
        switch draft.generator.next(below: 6) {
        case 0: bash("wc -l \(path)", "\(lines(file).count) \(path)", saying: text)
        case 1:
            let state =
                isFixed ? " M \(issue.module.path)\n?? \(issue.script)" : "?? \(issue.script)"
            bash("git status --short", state, saying: text)
        case 2:
            bash(
                "git log -1 --format=%H -- \(path)", draft.generator.hexadecimal(40), saying: text)
        case 3: bash("python -m compileall -q \(path)", "", saying: text)
        case 4:
            bash(
                "python -c \"import \(repository.vocabulary.package); "
                    + "\(Issue.output)(\(repository.vocabulary.package).__version__)\"",
                slot("version"),
                saying: text)
        default:
            let function = draft.generator.choose(repository.files[file].functions)
            bash(
                "grep -n \"def \(function.name)\" \(path)",
                "\(function.lines.lowerBound + 1):" + lines(file)[function.lines.lowerBound],
                saying: text)
        }
    }

    /// A step that prints some lines.
    mutating func lookAtSome(rows: Int) {
        let text = thought()
        switch draft.generator.next(below: 5) {
        case 0, 1: search(rows: rows, saying: text)
        case 2:
            let log = (0..<rows + 1).map { _ in commitLine() }
            bash("git log --oneline -\(rows + 1)", log.joined(separator: "\n"), saying: text)
        case 3:
            let noun = draft.generator.choose(repository.vocabulary.nouns)
            let found = repository.paths.filter { $0.contains(noun) }.map { "./" + $0 }
            bash(
                "find . -name \"*\(noun)*\" -not -path \"*/.git/*\"", found.joined(separator: "\n"),
                saying: text)
        default:
            let file = fileOfInterest()
            let all = lines(file)
            let start = draft.generator.next(below: max(1, all.count - rows * 2))
            let shown = all[start..<min(all.count, start + rows * 2)]
            bash(
                "sed -n '\(start + 1),\(start + shown.count)p' \(repository.files[file].path)",
                shown.joined(separator: "\n"), saying: text)
        }
    }

    private mutating func commitLine() -> String {
        let noun = draft.generator.choose(repository.vocabulary.nouns)
        return draft.generator.hexadecimal(9) + " "
            + draft.generator.choose(["Fix", "Add", "Rework", "Document", "Speed up", "Drop"]) + " "
            + draft.generator.choose(["the", "a missing", "support for a", "old"]) + " " + noun
            + " "
            + draft.generator.choose(repository.vocabulary.parts)
            + (draft.generator.chance(40) ? " (#\(draft.generator.next(in: 100...4000)))" : "")
    }

    /// Searches for a word of a file of interest.
    mutating func search(rows: Int, saying text: String?) {
        let file = fileOfInterest()
        let function = draft.generator.choose(repository.files[file].functions)
        let word = draft.generator.choose([
            function.name, function.type.isEmpty ? issue.function.type : function.type,
            issue.function.name, draft.generator.choose(repository.vocabulary.parts),
        ])
        let found = repository.places(of: word).prefix(rows).map { place in
            "\(repository.root)/\(repository.files[place.file].path):\(place.line + 1):"
                + repository.files[place.file].lines[place.line]
        }
        draft.call(
            "grep_search",
            JSONObject([("pattern", .string(word)), ("path", .string(repository.root))]),
            saying: text,
            result: found.isEmpty ? "No matches found" : found.joined(separator: "\n"))
    }

    /// Reads so many lines of a file with their numbers, from a random place or the beginning.
    mutating func read(_ file: Int, rows: Int, saying text: String?) {
        let all = lines(file)
        let rows = min(rows, all.count)
        let spare = all.count - rows
        let start = spare > 0 && draft.generator.chance(70) ? draft.generator.next(below: spare) : 0
        var arguments = JSONObject([
            ("filePath", .string(repository.root + "/" + repository.files[file].path))
        ])
        if spare > 0 {
            arguments["offset"] = .int(start + 1)
            arguments["limit"] = .int(rows)
        }
        draft.call(
            "read_text_file", arguments, saying: text, result: numbered(all, start..<start + rows))
    }

    /// Lines with their numbers, as the reading tool shows them.
    func numbered(_ lines: [String], _ range: Range<Int>) -> String {
        range.map { index in
            let number = String(index + 1)
            return String(repeating: " ", count: max(0, 6 - number.utf8.count)) + number + "\t"
                + lines[index]
        }.joined(separator: "\n")
    }

    /// Reads the function at fault and what stands around it.
    mutating func readAround() {
        let range = issue.function.lines
        let start = max(0, range.lowerBound - 60)
        let end = min(edited.lines.count, range.upperBound + 60)
        draft.call(
            "read_text_file",
            JSONObject([
                ("filePath", .string(repository.root + "/" + edited.path)),
                ("offset", .int(start + 1)), ("limit", .int(end - start)),
            ]), saying: thought(), result: numbered(edited.lines, start..<end))
    }
}

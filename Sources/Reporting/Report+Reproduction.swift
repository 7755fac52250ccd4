internal import Evaluation

extension Report {
    /// The commands that give the same figures again.
    static func reproduction(_ subject: Subject) -> Section? {
        let run = subject.record.description
        let command = subject.command
        var paragraphs = [
            "The whole run, and its exact results as sorted lines (class D is what must be the "
                + "same anywhere; two dumps are compared with `diff`):",
            Markdown.block(
                "\(run.command)\nwinnow dump --class D --run \(ShellWord.quoted(run.id)) "
                    + command.database,
                limit: 4096),
        ]
        if !subject.isPage, !subject.record.results.isEmpty {
            paragraphs.append(
                "All cells are a table of `report.html`, and of `winnow report --format csv`.")
        }
        if !subject.record.results.isEmpty {
            paragraphs.append(
                "What the documents promise is judged in one place: `winnow claims`.")
        }
        if let cell = subject.record.results.first?.cell {
            paragraphs += [
                "One cell of it, here the first finished one:",
                Markdown.block(command.replaying(cell.filterText), limit: 4096),
            ]
        }
        let matrix = run.work.matrix
        if !matrix.yaml.isEmpty {
            let filter =
                matrix.filter.map { ", of which the run has the cells \(Markdown.code($0))" } ?? ""
            paragraphs += [
                "The matrix \(Markdown.escaped(run.work.name))\(filter):",
                Markdown.block(matrix.yaml),
            ]
        }
        return Section("How to reproduce", paragraphs)
    }
}

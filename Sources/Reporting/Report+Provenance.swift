internal import Evaluation
internal import Verdicts

extension Report {
    /// What the figures of a section's tables rest on.
    enum Basis {
        /// Sums over conversations, the same whenever they are replayed.
        case exact
        /// Such sums, with intervals of how they would differ on other conversations.
        case bootstrap
        /// Times of one machine.
        case times
        /// Facts about the run itself.
        case facts

        /// The basis in words; nil where the section says it itself.
        fileprivate var text: String? {
            switch self {
            case .exact: "exact sums, without intervals"
            case .bootstrap:
                "95 % intervals by the bias-corrected and accelerated bootstrap over conversations, "
                    + "differences in pairs, 10,000 resamples"
            case .times:
                "times of one machine, advisory; quantiles of all samples, without intervals"
            case .facts: nil
            }
        }
    }

    /// Which run it is, the command that makes it again, and what recordings it had.
    static func source(_ subject: Subject) -> String {
        let run = subject.record.description
        let corpora = run.work.corpora.map {
            "\(Markdown.escaped($0.identity.name)) "
                + Markdown.code(String($0.identity.hash.prefix(Self.hashDigits)))
        }
        let recordings =
            corpora.isEmpty ? "" : " Corpora by SHA-256: \(corpora.joined(separator: ", "))."
        return "*Run \(Markdown.code(run.id)), made again by "
            + "\(Markdown.code(run.command, limit: 1000)).\(recordings)*"
    }

    /// Digits of a corpus's hash: no two of a hundred corpora begin with the same sixteen.
    private static let hashDigits = 16
}

extension Report.Section {
    /// The section with a line that says which run its tables are of, how many conversations, and what
    /// kind of intervals; where it has no table, as it is.
    func captioned(by subject: Report.Subject) -> Self {
        guard let basis = basis.text, text.contains("\n| ---") else { return self }
        let count = subject.compared.values.map(\.conversations).reduce(0, +)
        let conversations = count == 0 ? "" : ", " + Figure.count(count, "conversations")
        let run = Markdown.code(subject.record.description.id)
        var section = Self(
            text: text + "\n\n*Run \(run)\(conversations): \(basis).*", basis: self.basis)
        section.pictures = pictures
        return section
    }
}

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

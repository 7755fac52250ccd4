internal import Evaluation
internal import Verdicts

/// The commands that show what a candidate of a decision did.
struct CandidateCommands {
    private let run: String
    private let command: RunCommandText
    /// What tells a cell from others; nil for everything.
    private let axes: Set<String>?
    private let options: [String]

    init(_ subject: Report.Subject) {
        run = subject.record.description.id
        command = subject.command
        axes = subject.tellingAxes
        options = subject.inspectOptions
    }

    /// The command that replays the candidate's cells; nil where it has none.
    func again(_ one: Decision.Candidate) -> String? {
        one.cells.first.map { command.replaying($0.cell.filterText(axes: axes)) }
    }

    /// The command that shows the conversation which loses most references with the candidate, or costs
    /// most where none loses any; nil where there is no conversation.
    func inspect(_ one: Decision.Candidate) -> String? {
        var worst: (cell: Cell, result: ConversationResult)?
        for cell in one.cells {
            for result in cell.conversations where result.requests > 0 {
                let most = worst.map { ($0.result.referencesLost, $0.result.expectedBill) }
                if most.map({ $0 < (result.referencesLost, result.expectedBill) }) ?? true {
                    worst = (cell.cell, result)
                }
            }
        }
        return worst.map {
            $0.cell.inspectCommand($0.result, run: run, axes: axes, options: options)
        }
    }
}

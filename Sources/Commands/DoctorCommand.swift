import ArgumentParser
import Evaluation
import Files
import Pricing
import Results
import Tokenization

/// `winnow doctor`: whether everything that is needed is there.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Checks the program, its data, the machine and a database.",
        discussion: "Ends with status 6 if something is wrong; each line says what, and what to do."
    )

    @OptionGroup var results: DatabaseOption

    func run() async throws {
        let checks = [
            tokenizer(.cl100kBase), tokenizer(.o200kBase), installed("Corpora"),
            installed("Benchmarks/Matrices/default.yaml"), database, prices,
            await contexts,
        ]
        for check in checks + machine {
            Output.row([check.isFine ? "fine" : "WRONG", check.text])
        }
        let wrong = checks.filter { !$0.isFine }.count
        guard wrong == 0 else {
            throw CommandFailure(.invalidEnvironmentOrResults, "\(wrong) checks failed")
        }
    }

    private typealias Check = (isFine: Bool, text: String)

    /// Whether the user's own prices, if there are any, can be read.
    private var prices: Check {
        do {
            let table = try PriceOption.parse([]).table()
            return (true, "prices: \(table.rows.count) models")
        } catch {
            return (
                false,
                CommandFailure.message(of: error)
                    + "; delete it, or make it anew with `winnow prices --refresh`"
            )
        }
    }

    /// Whether the providers would accept what the pipeline makes of shipped conversations.
    private var contexts: Check {
        get async {
            do {
                let check = try await ContextCheck(corpora: Installation().path(of: "Corpora"))
                return (check.refused.isEmpty, check.description)
            } catch {
                return (false, CommandFailure.message(of: error))
            }
        }
    }

    private func tokenizer(_ encoding: Encoding) -> Check {
        let start = Clocks.threadNanoseconds()
        let tokenizer = Tokenizer(encoding)
        let milliseconds = (Clocks.threadNanoseconds() - start) / 1_000_000
        let text = "naïve café 你好 <|endoftext|>\r\n  42"
        let bytes = try? tokenizer.decode(tokenizer.encode(text))
        let isFine = bytes == Array(text.utf8) && tokenizer.vocabularySize > 100_000
        return (
            isFine,
            "\(encoding.rawValue): \(tokenizer.vocabularySize) tokens, loaded in \(milliseconds) ms"
        )
    }

    private func installed(_ name: String) -> Check {
        do {
            return (true, "\(name): \(try Installation().path(of: name))")
        } catch {
            return (false, CommandFailure.message(of: error))
        }
    }

    private var database: Check {
        guard Paths.exists(results.db) else { return (true, "\(results.db): no results yet") }
        do {
            let store = try ResultStore.reading(results.db)
            let problems = try store.integrity()
            let runs = try store.runs().count
            return problems.isEmpty
                ? (true, "\(results.db): \(runs) runs")
                : (false, "\(results.db): " + problems.joined(separator: "; "))
        } catch {
            return (false, CommandFailure.message(of: error))
        }
    }

    private var machine: [Check] {
        MachineFacts.read().map { (true, "\($0.axis): \($0.value)") }
    }
}

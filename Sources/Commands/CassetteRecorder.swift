import ContextModel
import Files
import Synchronization

/// Records a cassette: answers it already has are replayed, new ones are added.
///
/// The file is written with every answer, since an answer costs more than a file: what a model was
/// asked is never lost. Failures of writing end nothing until the end.
final class CassetteRecorder: SummaryCassette {
    /// The file.
    let path: String

    private let known: (any SummaryCassette)?
    private let store: CassetteStore?
    private let state: Mutex<State>

    private struct State {
        var text: CassetteText
        var count = 0
        var problem: (any Error)?
    }

    /// Opens a file to add to it, JSON lines if its name says so, else SQLite; what is known from
    /// elsewhere is not recorded again.
    init(_ path: String, known: (any SummaryCassette)?) throws {
        self.path = path
        self.known = known
        let isText = path.hasSuffix(".jsonl")
        store = isText ? nil : try CassetteStore(path: path)
        let old = isText && Paths.exists(path) ? try CassetteText(readingFrom: path).entries : []
        state = Mutex(State(text: CassetteText(old)))
    }

    func answer(to key: ContentDigest) -> Result<SummaryAnswer, SummarizerError>? {
        known?.answer(to: key)
            ?? store.map { $0.answer(to: key) }
            ?? state.withLock { $0.text.answer(to: key) }
    }

    func record(
        _ answer: Result<SummaryAnswer, SummarizerError>, to request: SummaryRequest,
        by summarizer: String, key: ContentDigest
    ) {
        store?.record(answer, to: request, by: summarizer, key: key)
        state.withLock { state in
            state.count += 1
            guard store == nil else { return }
            let entry = CassetteEntry(answer, to: request, by: summarizer, key: key)
            state.text = CassetteText(state.text.entries + [entry])
            do { try AtomicFile.write(state.text.text, to: path) } catch { state.problem = error }
        }
    }

    /// Closes the file and returns how many answers were recorded; throws what went wrong first.
    func finish() throws -> Int {
        if let problem = store?.takeProblem() ?? state.withLock({ $0.problem }) { throw problem }
        store?.finish()
        return state.withLock { $0.count }
    }
}

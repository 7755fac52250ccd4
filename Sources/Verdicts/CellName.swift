internal import Evaluation

/// What a cell is compared by: everything but the program.
struct CellName: Hashable {
    let corpus: String
    let configuration: String
    let mode: ReplayMode
    let seed: UInt64

    init(_ cell: Cell) {
        corpus = cell.corpus.hash
        configuration = cell.configurationText
        mode = cell.mode
        seed = cell.seed
    }
}

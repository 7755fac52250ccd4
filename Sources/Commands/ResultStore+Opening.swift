import Results

extension ResultStore {
    /// Opens a database to read it only, saying if that put right what a killed process left.
    static func reading(_ path: String) throws -> ResultStore {
        try ResultStore(readingFrom: path).noted()
    }

    /// Opens a database to add to it, saying if that put right what a killed process left.
    static func writing(_ path: String) throws -> ResultStore {
        try ResultStore(path: path).noted()
    }

    private func noted() -> ResultStore {
        if wasRecovered {
            Output.note(
                "winnow: \(path): a process was ended in the middle of a change; that change is "
                    + "undone, all before it is there")
        }
        return self
    }
}

/// The folders in which Claude Code keeps what belongs to a project's sessions.
enum SessionFolder {
    /// Whether a path leads to what a tool answered: a session's folder, and in it `tool-results`. That can
    /// be anything, so only the folder tells.
    static func holdsToolResult(_ path: String) -> Bool {
        let folders = path.split(separator: "/").dropLast()
        guard let place = folders.lastIndex(of: "tool-results"), place > folders.startIndex else {
            return false
        }
        return isIdentifier(folders[place - 1])
    }

    /// Whether a path leads to notes that an agent keeps of a project: Markdown in `memory`, directly in
    /// the project's folder, whose name is that of the place where it works.
    static func holdsNote(_ path: String) -> Bool {
        let parts = path.split(separator: "/")
        guard let place = parts.firstIndex(of: "memory"), parts.last?.hasSuffix(".md") == true
        else {
            return false
        }
        return place == 0 || parts[place - 1].hasPrefix("-")
    }

    /// Whether a name is an identifier as sessions have: 32 hexadecimal digits in groups of 8, 4, 4, 4
    /// and 12.
    static func isIdentifier(_ name: Substring) -> Bool {
        let groups = name.split(separator: "-", omittingEmptySubsequences: false)
        return groups.map(\.utf8.count) == [8, 4, 4, 4, 12]
            && groups.allSatisfy { $0.allSatisfy(\.isHexDigit) }
    }
}

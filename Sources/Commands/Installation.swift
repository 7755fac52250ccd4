import FoundationEssentials

/// Where the files shipped beside the program are: in the working copy, or beside the binary.
struct Installation {
    /// The folders looked into, nearest first.
    let roots: [String]

    init(
        workingDirectory: String = FileManager.default.currentDirectoryPath,
        executable: String = Installation.executablePath
    ) {
        roots = Self.ancestors(of: workingDirectory) + Self.ancestors(of: Self.parent(executable))
    }

    /// The path of a shipped file or folder (`Benchmarks/Matrices/default.yaml`, `Corpora`). If it is
    /// not there, the message says where it was looked for, and by what on the command line the user's
    /// own is named instead.
    func path(of name: String, or option: String? = nil) throws -> String {
        for root in roots {
            let candidate = root == "/" ? "/" + name : root + "/" + name
            let isOurs = FileManager.default.fileExists(atPath: candidate)
            if isOurs, isRoot(root) { return candidate }
        }
        throw CommandFailure(
            .inputMissing,
            "\(name): not found in the working copy nor beside the program; "
                + "run inside a working copy"
                + (option.map { ", or name your own: \($0)" } ?? ""))
    }

    /// Only a folder with matrices is taken for ours: any folder could hold something named `Corpora`.
    private func isRoot(_ folder: String) -> Bool {
        FileManager.default.fileExists(atPath: folder + "/Benchmarks/Matrices/default.yaml")
    }

    /// The running program's own path; where a copy of it is counted, that of the program itself.
    static var executablePath: String {
        InstructionCount.program
            ?? (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
            ?? CommandLine.arguments[0]
    }

    private static func ancestors(of folder: String) -> [String] {
        var folders = [folder]
        while let last = folders.last, last != "/", !last.isEmpty { folders.append(parent(last)) }
        return folders
    }

    private static func parent(_ path: String) -> String {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
        return String(path[..<slash])
    }
}

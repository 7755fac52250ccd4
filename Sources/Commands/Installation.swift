import FoundationEssentials

/// Where the files shipped beside the program are: in the working copy, beside the binary, or in the
/// `share/winnow` of the place it is installed in.
struct Installation {
    /// The folders looked into, nearest first.
    let roots: [String]
    /// The folder of the program.
    private let programFolder: String
    /// Where an installed program has its files: for `/usr/local/bin/winnow`, `/usr/local/share/winnow`.
    private let shareFolder: String

    init(
        workingDirectory: String = FileManager.default.currentDirectoryPath,
        executable: String = Installation.executablePath
    ) {
        programFolder = Self.parent(executable)
        let around = Self.ancestors(of: programFolder)
        let shares = around.map { Self.joined($0, "share/winnow") }
        shareFolder = shares.count > 1 ? shares[1] : shares[0]
        roots = Self.ancestors(of: workingDirectory) + around + shares
    }

    /// The path of a shipped file or folder (`Benchmarks/Matrices/default.yaml`, `Corpora`). If it is
    /// not there, the message says where it was looked for, and by what on the command line the user's
    /// own is named instead.
    func path(of name: String, or option: String? = nil) throws -> String {
        for root in roots {
            let candidate = Self.joined(root, name)
            let isOurs = FileManager.default.fileExists(atPath: candidate)
            if isOurs, isRoot(root) { return candidate }
        }
        throw CommandFailure(
            .inputMissing,
            "\(name): not found in a working copy around this folder, nor beside the program "
                + "(\(programFolder)), nor in \(shareFolder); run inside a working copy, or copy its "
                + "folders Benchmarks and Corpora to \(shareFolder)"
                + (option.map { ", or name your own: \($0)" } ?? ""))
    }

    /// Only a folder with matrices is taken for ours: any folder could hold something named `Corpora`.
    private func isRoot(_ folder: String) -> Bool {
        FileManager.default.fileExists(
            atPath: Self.joined(folder, "Benchmarks/Matrices/default.yaml"))
    }

    private static func joined(_ folder: String, _ name: String) -> String {
        folder == "/" ? "/" + name : folder + "/" + name
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

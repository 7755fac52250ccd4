import Foundation
import FoundationEssentials

/// Where results are put if the command line does not say: everything below one folder, which git ignores.
///
/// There is one database for all runs, so that a run can be told from the one before it, and a claim be
/// judged by several; a report has a folder of its own.
enum Places {
    /// The database of all results.
    static let results = ".winnow/results.sqlite"
    /// The history of nightly runs, as `Benchmarks/nightly` keeps it.
    static let nightly = ".winnow/nightly"
    /// A history that was made by hand.
    static let history = ".winnow/history.sqlite"
    /// The page of an inspected conversation.
    static let inspection = ".winnow/inspect.html"
    /// Compressed conversations between calls.
    static let conversations = ".winnow/conversations"
    /// Public recordings that were fetched.
    static let corpora = ".winnow/corpora"
    /// The parts of a run that was divided.
    static let shards = ".winnow/shards"
    /// Prices over the shipped ones: `winnow prices --refresh` writes them, all commands read them.
    static let prices = ".winnow/prices.json"
    /// A link to the folder of the run that was reported last.
    static let latest = runs + "/latest"
    /// The report on claims.
    static let claims = ".winnow/claims"
    /// The report on a comparison.
    static let comparison = ".winnow/comparison"
    /// The trials of the self-test, and the report on them.
    static let selftest = ".winnow/selftest"

    private static let runs = ".winnow/runs"

    /// The folder of a run; no two names have the same. A name may be somebody else's, from a database: what
    /// could lead out of the folder, or stand for another file in it, is written out, byte by byte, as `=2F`.
    static func folder(ofRun name: String) -> String {
        var folder = ""
        for byte in name.utf8 {
            let scalar = Unicode.Scalar(byte)
            let isFirst = folder.isEmpty
            let isPlain =
                scalar.properties.isAlphabetic && scalar.isASCII || "0"..."9" ~= scalar
                || scalar == "-" || scalar == "_" || scalar == "." && !isFirst
            folder += isPlain ? String(scalar) : "=" + hexadecimal(byte)
        }
        // The link to the latest has this name; none other begins with a sign that is not ended.
        if folder.isEmpty || runs + "/" + folder == latest { folder = "=" + folder }
        return runs + "/" + folder
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.count == 1 ? "0" + digits : digits
    }
}

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

/// What is at a path.
enum Paths {
    /// Whether there is anything.
    static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    /// The name of what is at a path, also of `.`; nil for the root.
    static func name(of path: String) -> String? {
        let name = URL(filePath: path).standardizedFileURL.lastPathComponent
        return name.isEmpty || name == "/" ? nil : name
    }

    /// The folder that something at a path is in.
    static func folder(of path: String) -> String {
        let folder = URL(filePath: path).deletingLastPathComponent().relativePath
        return folder.isEmpty ? "." : folder
    }

    /// Removes a file.
    static func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: path) }

    /// Makes a symbolic link, in place of the one that is there, at once.
    static func link(_ path: String, to target: String) throws {
        let new = path + ".new"
        try? remove(new)
        try FileManager.default.createSymbolicLink(atPath: new, withDestinationPath: target)
        guard rename(new, path) == 0 else {
            let error = CocoaError(.fileWriteUnknown)
            try? remove(new)
            throw error
        }
    }

    /// Whether there is a file, no folder.
    static func isFile(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
            && !isFolder.boolValue
    }
}

import FoundationEssentials

/// The working copy the tests were built from, as a list of its own text files.
struct Repository {
    let root: String

    /// Finds the repository by walking up from this file.
    init(from file: String = #filePath) throws {
        var folder = file
        repeat {
            guard let slash = folder.lastIndex(of: "/"), slash != folder.startIndex else {
                throw Missing(name: "Package.swift", above: file)
            }
            folder = String(folder[..<slash])
        } while !FileManager.default.fileExists(atPath: folder + "/Package.swift")
        root = folder
    }

    struct Missing: Error { let name: String, above: String }

    /// All files of a folder whose names end so, as paths relative to the root, sorted.
    func files(under folder: String, ending: String = "") throws -> [String] {
        let base = root + "/" + folder
        return try FileManager.default.subpathsOfDirectory(atPath: base)
            .filter {
                $0.hasSuffix(ending) && !$0.split(separator: "/").contains { $0 == ".build" }
            }
            .map { folder + "/" + $0 }
            .filter { !isDirectory($0) }
            .sorted()
    }

    /// The names of the folders directly in a folder, sorted.
    func folders(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root + "/" + folder)
            .filter { isDirectory(folder + "/" + $0) }
            .sorted()
    }

    /// The top level's names, without what git ignores.
    func topLevel() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root).sorted()
    }

    func text(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: root + "/" + path)), as: UTF8.self)
    }

    func lines(_ path: String) throws -> [String] {
        try text(path).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    private func isDirectory(_ path: String) -> Bool {
        var directory = false
        return FileManager.default.fileExists(atPath: root + "/" + path, isDirectory: &directory)
            && directory
    }
}

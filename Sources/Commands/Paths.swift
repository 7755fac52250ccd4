import Foundation

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

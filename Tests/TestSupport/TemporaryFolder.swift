import Foundation

/// A folder of a test's own, gone with the test.
package final class TemporaryFolder: Sendable {
    /// Where it is.
    package let path: String

    /// A new one, empty.
    package init() throws {
        path = FileManager.default.temporaryDirectory.path + "/winnow-tests-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// A path in the folder.
    package subscript(name: String) -> String { path + "/" + name }

    /// Writes a file and the folders above it; returns its path.
    @discardableResult
    package func write(_ text: String, to name: String) throws -> String {
        let file = self[name]
        let folder = URL(filePath: file).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(filePath: file))
        return file
    }

    /// What a file holds.
    package func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: self[name])))
    }

    /// What is in the folder, sorted.
    package func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    }

    /// Makes a symbolic link in the folder.
    package func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(
            atPath: self[name], withDestinationPath: target)
    }
}

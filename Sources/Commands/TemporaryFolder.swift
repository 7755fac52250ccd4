import Foundation

/// A folder in the temporary folder that nobody else writes to; removed by whoever made it.
struct TemporaryFolder {
    /// Where it is, or will be.
    let path = FileManager.default.temporaryDirectory.path + "/winnow-" + UUID().uuidString

    /// Removes it with all that is in it, if it is there.
    func remove() { try? FileManager.default.removeItem(atPath: path) }
}

import Foundation

/// Programs that are built with the tests, beside the test bundle.
enum BuiltProgram {
    struct NotBuilt: Error { let path: String }

    static func find(_ name: String) throws -> URL {
        let bundle = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        let candidates = [bundle, URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()]
            .map { $0.deletingLastPathComponent().appending(path: name) }
        for url in candidates where FileManager.default.isExecutableFile(atPath: url.path) {
            return url
        }
        throw NotBuilt(path: candidates[0].path)
    }
}

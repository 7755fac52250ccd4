import Evaluation
import FoundationEssentials
import Testing

@Suite struct CommittedMatricesTests {
    /// The folder of matrices, above this file.
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Benchmarks/Matrices").path

    static var files: [String] {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: folder)
                .filter { $0.hasSuffix(".yaml") }.sorted()
        }
    }

    static var corpora: [String] {
        get throws {
            let folder = folder + "/../../Corpora"
            return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        }
    }

    private func matrix(_ file: String) throws -> Matrix {
        let bytes = try Data(contentsOf: URL(filePath: Self.folder + "/" + file))
        return try Matrix(
            yaml: Array(bytes), file: file, corpora: Self.corpora, check: SettingAxes())
    }

    private func plan(_ file: String) throws -> Plan {
        let corpora = try Self.corpora.map { CorpusIdentity(name: $0, hash: $0) }
        return try Plan(matrix(file), corpora: corpora)
    }

    @Test func `every matrix is planned and called as its file`() throws {
        #expect(try Self.files.contains("default.yaml"))
        for file in try Self.files {
            #expect(try matrix(file).name + ".yaml" == file)
            #expect(try !matrix(file).description.isEmpty)
            #expect(try !plan(file).cells.isEmpty)
        }
    }

    @Test func `the default matrix compares what it says`() throws {
        let matrix = try matrix("default.yaml")
        let varied = matrix.axes.filter { $0.values.count > 1 }
        #expect(
            varied == [
                Matrix.Axis(
                    name: "management", values: ["chunked", "full", "legacy", "compaction", "off"]),
                Matrix.Axis(name: "context.limit", values: ["30%", "60%", "8000"]),
            ])
        #expect(matrix.seed == 20_260_101)
        #expect(matrix.repetitions == 1)
        #expect(matrix.modes == [.stateless, .stateful])
        #expect(matrix.corpora == nil)
        let included = ["condensation.lengthRatio", "compaction.keepRecent", "price.rule"]
        for axis in included { #expect(matrix.values(of: axis).count > 1) }
        #expect((24...40).contains(try plan("default.yaml").configurations.count))
    }

    @Test func `the smoke matrix is small`() throws {
        #expect(try plan("smoke.yaml").cells.count <= 10)
    }

    @Test func `the key that the default matrix explains can be used`() throws {
        let text = try Data(contentsOf: URL(filePath: Self.folder + "/default.yaml"))
        let lines = String(decoding: text, as: UTF8.self).split(separator: "\n")
        let explained = lines.filter { $0.hasPrefix("#   ") }.map { $0.dropFirst(4) }
        #expect(explained.count == 1)
        let yaml = (lines + explained).joined(separator: "\n")
        let matrix = try Matrix(
            yaml: Array(yaml.utf8), file: "explained", corpora: Self.corpora, check: SettingAxes())
        #expect(matrix.corpora == ["coding-agent", "vision"])
    }
}

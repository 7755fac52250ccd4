import Testing

@Suite struct LayeringTests {
    let repository: Repository
    let table: ModuleTable

    init() throws {
        repository = try Repository()
        table = ModuleTable(manifest: try repository.text("Package.swift"))
    }

    @Test func `every folder of Sources is a row of the module table and back`() throws {
        let pieces = try repository.folders(in: "Sources/C")
        let folders = Set(try repository.folders(in: "Sources")).subtracting(["C"])
        #expect(folders.union(pieces) == Set(table.rows.map(\.name)))
    }

    @Test func `a module depends only on rows above it in a lower layer`() {
        for (index, row) in table.rows.enumerated() {
            for name in row.dependencies {
                guard let position = table.rows.firstIndex(where: { $0.name == name }) else {
                    Issue.record("\(row.name) depends on \(name), which is no row")
                    continue
                }
                let other = table.rows[position]
                let isBelow = other.layer < row.layer || Self.mayShareALayer.contains(row.layer)
                #expect(position < index && isBelow, "\(row.name) must not depend on \(name)")
            }
        }
    }

    @Test func `a file imports only modules that its row names`() throws {
        let names = Set(table.rows.map(\.name))
        for row in table.rows {
            for path in try sources(of: row) {
                for imported in try imports(of: path) where names.contains(imported) {
                    #expect(
                        row.dependencies.contains(imported),
                        "\(path) imports \(imported), which the row of \(row.name) does not name")
                }
            }
        }
    }

    @Test func `Foundation stays out of the lower layers`() throws {
        for row in table.rows where row.layer < 5 {
            let allowed: Set<String> = row.layer == 4 ? ["FoundationEssentials"] : []
            for path in try sources(of: row) {
                let found = try imports(of: path).filter { $0.hasPrefix("Foundation") }
                #expect(Set(found).isSubset(of: allowed), "\(path) imports \(found)")
            }
        }
    }

    @Test func `nothing that winnow links needs the network stack`() {
        let isNetwork = { (row: ModuleTable.Row) in
            row.packages.contains("nio") || row.packages.contains("asyncHTTPClient")
        }
        #expect(table.rows.filter(isNetwork).map(\.name) == ["HTTPBackends"])
        #expect(table.closure(of: "winnow-http").contains(where: isNetwork))
        let linked = table.closure(of: "winnow")
        #expect(linked.contains { $0.name == "Commands" } && !linked.contains(where: isNetwork))
    }

    /// Words and tools may use each other, the pipeline has settings, evaluation reports on evaluation,
    /// the shell wires the shell.
    private static let mayShareALayer: Set<Int> = [0, 3, 4, 5]

    /// A module's files in Swift; those in C import nothing.
    private func sources(of row: ModuleTable.Row) throws -> [String] {
        let isC = try repository.folders(in: "Sources/C").contains(row.name)
        return isC ? [] : try repository.files(under: "Sources/" + row.name, ending: ".swift")
    }

    private func imports(of path: String) throws -> [String] {
        try repository.lines(path).compactMap { line in
            let words = line.split(separator: " ").drop {
                ["public", "package", "internal"].contains($0)
            }
            guard words.first == "import", let module = words.last else { return nil }
            return module.split(separator: ".").first.map(String.init)
        }
    }
}

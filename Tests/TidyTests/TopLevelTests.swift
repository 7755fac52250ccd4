import Testing

@Suite struct TopLevelTests {
    @Test func `the top level holds what it should and nothing else`() throws {
        let allowed: Set<String> = [
            "Package.swift", "Package.resolved", "Sources", "Benchmarks", "Corpora", "Tests",
            "reports", "README.md",
        ]
        let found = try Repository().topLevel().filter { !$0.hasPrefix(".") }
        #expect(Set(found).subtracting(allowed) == [])
    }

    @Test func `every module is on the map`() throws {
        let repository = try Repository()
        let map = try repository.text("Sources/ARCHITECTURE.md")
        for row in ModuleTable(manifest: try repository.text("Package.swift")).rows {
            #expect(map.contains("`\(row.name)`"), "\(row.name) is not in Sources/ARCHITECTURE.md")
        }
    }

    @Test func `the README is short and names the two commands`() throws {
        let lines = try Repository().lines("README.md")
        #expect(lines.count <= 101)
        #expect(lines.contains { $0.contains("Benchmarks/run") })
        #expect(lines.contains { $0.contains("Tests/run") })
    }
}

import Foundation
import Settings
import Testing

/// The table of everything that the documents name, `DocumentedNames.tsv`: a row says where it acts,
/// which test shows that, and how far it is there. `Tests/documented-names` counts the rows.
@Suite struct DocumentedNamesTests {
    private let rows = DocumentedName.all

    @Test func `every row can be read, and is of a known kind and state`() throws {
        #expect(rows.count > 400)
        #expect(rows.map(\.line) == Array(2..<rows.count + 2))
        let documents: Set = ["000", "001", "002", "003", "004", "contract"]
        for row in rows {
            #expect(DocumentedName.Kind(rawValue: row.kind) != nil, "\(row.place): \(row.kind)")
            #expect(DocumentedName.State(rawValue: row.state) != nil, "\(row.place): \(row.state)")
            #expect(
                !row.documents.isEmpty && documents.isSuperset(of: row.documents),
                "\(row.place): \(row.documents)")
        }
    }

    @Test func `no name stands twice`() {
        let names = Dictionary(grouping: rows, by: \.name)
        for (name, rows) in names where rows.count > 1 {
            Issue.record("\(name) stands in the lines \(rows.map(\.line))")
        }
    }

    /// A whole thing acts somewhere and is shown by a test; of others the note says what is missing.
    @Test func `a state is founded`() {
        for row in rows {
            switch DocumentedName.State(rawValue: row.state) {
            case .whole:
                #expect(
                    row.test != nil && !row.places.isEmpty, "\(row.place) is whole without a test")
            case .part: #expect(!row.places.isEmpty && !row.note.isEmpty, "\(row.place)")
            case .absent:
                #expect(row.test == nil && !row.note.isEmpty, "\(row.place) is absent and tested")
            case .endpoint, .later, .refused, nil: #expect(!row.note.isEmpty, "\(row.place)")
            }
        }
    }

    @Test func `every test that is named exists, and every claim`() throws {
        let index = try SourceIndex.shared.get()
        #expect(index.tests.contains("DocumentedNamesTests/no name stands twice"))
        for row in rows {
            guard let test = row.test else { continue }
            if test.contains("/") {
                #expect(index.tests.contains(test), "\(row.place): there is no test \(test)")
            } else {
                let claims =
                    row.state == "whole" ? index.claims.judged : index.claims.unmeasurable
                #expect(claims.contains(test), "\(row.place): the claim \(test) is not such a one")
            }
        }
        let named = Set(rows.compactMap(\.test))
        let all = index.claims.judged.union(index.claims.unmeasurable)
        #expect(all.subtracting(named).sorted() == [], "claims without a row")
    }

    @Test func `every declaration, command and setting that is named exists`() throws {
        let index = try SourceIndex.shared.get()
        #expect(!index.declares("NoSuchType") && !index.declares("Setting.noSuchMember"))
        #expect(index.missing(of: "winnow condense --json: no_such.member") == "no_such")
        for row in rows {
            for name in row.declarations {
                #expect(index.declares(name), "\(row.place): nothing declares \(name)")
            }
            for command in row.commands {
                let missing = index.missing(of: command)
                #expect(missing == nil, "\(row.place): there is no \(missing ?? "")")
            }
            for setting in row.settings {
                if let known = SettingTable[setting.name] {
                    #expect(setting.name == known.name, "\(row.place): not the axis name")
                    #expect(
                        setting.standard ?? known.standard == known.standard,
                        "\(row.place): its default is \(known.standard)")
                } else {
                    #expect(ForeignSetting[setting.name] != nil, "\(row.place): \(setting.name)")
                }
            }
        }
    }

    @Test func `every documented setting has its row, with its default`() {
        let settings = rows.filter { $0.kind == DocumentedName.Kind.setting.rawValue }
        for setting in SettingTable.rows
        where setting.environment != nil || setting.document != nil {
            let row = settings.first { row in
                row.settings.contains { $0.name == setting.name && $0.standard != nil }
            }
            #expect(row != nil, "\(setting.name) has no row")
            if let document = setting.document, let row {
                #expect(row.documents.contains(document), "\(row.place): document \(document)")
            }
        }
        for foreign in ForeignSetting.all {
            #expect(settings.contains { $0.name == foreign.name }, "\(foreign.name) has no row")
        }
    }

    /// The folder of the documents, where they lie beside the checkout.
    private static let documents: String? = {
        var parts = #filePath.split(separator: "/")
        while parts.popLast() != nil {
            let folder = "/" + parts.joined(separator: "/") + "/shared/seeds"
            if FileManager.default.fileExists(atPath: folder) { return folder }
        }
        return nil
    }()

    @Test(.enabled(if: documents != nil, "the documents are not beside the checkout"))
    func `every variable of the environment in the documents has a row`() throws {
        let folder = try #require(Self.documents)
        let names = Set(rows.map(\.name))
        var found: Set<String> = []
        for file in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
            let text = try String(contentsOf: URL(filePath: folder + "/" + file), encoding: .utf8)
            for line in text.split(whereSeparator: \.isNewline) {
                found.formUnion(Self.variables(in: line))
            }
        }
        #expect(found.count > 40)
        #expect(found.subtracting(names).sorted() == [])
    }

    /// The names in capitals that a line assigns to (`NAME=`) or marks as code.
    private static func variables(in line: Substring) -> [String] {
        var names: [String] = []
        var rest = line
        while let start = rest.firstIndex(where: \.isLetter) {
            let name = rest[start...].prefix { $0.isLetter || $0.isNumber || $0 == "_" }
            let next = rest[name.endIndex...].first
            let isLoud = name.allSatisfy { $0.isUppercase || $0.isNumber || $0 == "_" }
            let isMarked = next == "`" && name.contains("_")
            if isLoud, name.count > 3, next == "=" || isMarked { names.append(String(name)) }
            rest = rest[name.endIndex...]
        }
        return names
    }
}

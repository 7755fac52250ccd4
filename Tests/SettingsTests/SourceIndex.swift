import Foundation

/// What the sources and tests declare, by name, as far as lines tell.
struct SourceIndex: Sendable {
    /// Of each file of `Sources` the types it declares or extends, and everything that it declares.
    private var files: [(types: Set<Substring>, declared: Set<Substring>)] = []
    /// The texts between quotation marks in `Sources`.
    private var literals: Set<Substring> = []
    /// The tests, `Suite/test`.
    private(set) var tests: Set<String> = []
    /// The claims that can be judged, and those that say why they cannot.
    private(set) var claims: (judged: Set<String>, unmeasurable: Set<String>) = ([], [])

    /// The working copy that the tests were built from, read once.
    static let shared = Result { try SourceIndex() }

    private init(_ from: String = #filePath) throws {
        let folder = URL(filePath: from).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        for path in try Self.swiftFiles(under: folder.appending(path: "Sources")) {
            addSource(try String(contentsOf: path, encoding: .utf8))
        }
        for path in try Self.swiftFiles(under: folder.appending(path: "Tests")) {
            addTests(try String(contentsOf: path, encoding: .utf8))
        }
        addClaims(
            try String(
                contentsOf: folder.appending(path: "Benchmarks/claims.yaml"), encoding: .utf8))
    }

    private static func swiftFiles(under folder: URL) throws -> [URL] {
        try FileManager.default.subpathsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".swift") }.sorted().map { folder.appending(path: $0) }
    }

    private static let types: Set<Substring> = [
        "struct", "class", "enum", "actor", "protocol", "extension", "typealias",
    ]
    private static let members: Set<Substring> = ["func", "var", "let", "case", "subscript"]

    private static func lines(_ text: String) -> [Substring] {
        text.utf8.split(separator: UInt8(ascii: "\n")).map { Substring($0) }
    }

    private static func pieces(_ line: Substring, between mark: Unicode.Scalar) -> [Substring] {
        line.utf8.split(separator: UInt8(ascii: mark), omittingEmptySubsequences: false)
            .map { Substring($0) }
    }

    private static func words(_ line: Substring) -> [Substring] {
        line.utf8.split { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                false
            default: true
            }
        }.map { Substring($0) }
    }

    private mutating func addSource(_ text: String) {
        var types: Set<Substring> = []
        var declared: Set<Substring> = []
        for line in Self.lines(text) {
            guard !line.drop(while: { $0 == " " }).hasPrefix("//") else { continue }
            let pieces = Self.pieces(line, between: "\"")
            for index in pieces.indices where index % 2 == 1 { literals.insert(pieces[index]) }
            let words = Self.words(pieces[0])
            for (word, next) in zip(words, words.dropFirst()) {
                if Self.types.contains(word) {
                    types.insert(next)
                    declared.insert(next)
                } else if Self.members.contains(word) {
                    declared.insert(next)
                }
            }
            // Of `extension A.B` the latter is meant, too.
            if words.contains("extension"), let last = words.last { types.insert(last) }
            // Cases stand side by side.
            if words.first == "case" { declared.formUnion(words.dropFirst()) }
        }
        files.append((types, declared))
    }

    private mutating func addTests(_ text: String) {
        var suite: Substring = ""
        for line in Self.lines(text) {
            if line.first != " ", line.first != "/" {
                let words = Self.words(line)
                let type = words.firstIndex(where: Self.types.contains)
                if let type, type + 1 < words.count { suite = words[type + 1] }
            }
            let pieces = Self.pieces(line, between: "`")
            if pieces.count == 3, pieces[0].hasSuffix("func ") {
                tests.insert("\(suite)/\(pieces[1])")
            }
        }
    }

    private mutating func addClaims(_ text: String) {
        for claim in text.components(separatedBy: "\n- id: ").dropFirst() {
            let id = String(claim.prefix { $0 != "\n" })
            if claim.contains("\n  unmeasurable: ") {
                claims.unmeasurable.insert(id)
            } else {
                claims.judged.insert(id)
            }
        }
    }

    /// Whether `Type` or `Type.member` is declared; the member in a file that declares or extends the type.
    func declares(_ name: String) -> Bool {
        let parts = name.split(separator: ".")
        guard let type = parts.first else { return false }
        return files.contains { file in
            file.types.contains(type) && parts.dropFirst().allSatisfy(file.declared.contains)
        }
    }

    /// What of `winnow command --option: member.member` there is not; nil where there is all of it.
    func missing(of command: String) -> String? {
        let parts = command.components(separatedBy: ": ")
        let words = parts[0].split(separator: " ").dropFirst()
        for word in words {
            let isThere: Bool
            if word.hasPrefix("--") {
                let camel = word.dropFirst(2).split(separator: "-")
                let name = camel.dropFirst().reduce(String(camel[0])) { $0 + $1.capitalized }
                isThere = files.contains { $0.declared.contains(name[...]) }
            } else {
                isThere = literals.contains(word)
            }
            if !isThere { return String(word) }
        }
        return parts.dropFirst().joined().split(separator: ".").first { !literals.contains($0) }
            .map(String.init)
    }
}

import Evaluation
import FoundationEssentials
import Testing
import Verdicts

/// The documents of the specification beside the checkout, where they are to be had.
private enum Documents {
    static let folder: String? = {
        var parts = #filePath.split(separator: "/").dropLast()
        while !parts.isEmpty {
            let folder = "/" + parts.joined(separator: "/") + "/shared/seeds"
            if FileManager.default.fileExists(atPath: folder) { return folder }
            parts.removeLast()
        }
        return nil
    }()
}

@Suite(.enabled(if: Documents.folder != nil, "the documents are not beside the checkout"))
struct ClaimSourcesTests {
    /// A document as its sections: heading and level, and the text as far as the next heading that is
    /// not below it.
    private struct Document {
        var sections: [(heading: String, text: String)] = []

        init(_ text: String) {
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            var headings: [(line: Int, level: Int)] = []
            var isFenced = false
            for (number, line) in lines.enumerated() {
                let trimmed = line.drop { $0 == " " }
                if trimmed.hasPrefix("```") { isFenced.toggle() }
                let level = line.prefix { $0 == "#" }.count
                if !isFenced, level > 0 { headings.append((number, level)) }
            }
            for (place, heading) in headings.enumerated() {
                let next = headings[(place + 1)...].first { $0.level <= heading.level }
                let body = lines[(heading.line + 1)..<(next?.line ?? lines.count)]
                let title = lines[heading.line].dropFirst(heading.level)
                sections.append(
                    (Self.plain(String(title)), Self.plain(body.joined(separator: " "))))
            }
        }

        /// Words without marks of emphasis, one space between.
        static func plain(_ text: String) -> String {
            text.filter { $0 != "*" && $0 != "`" }.split(whereSeparator: \.isWhitespace)
                .joined(separator: " ")
        }
    }

    private func document(of claim: Claim) throws -> Document {
        let folder = try #require(Documents.folder)
        let number = claim.document.prefix { $0 != " " } + "_"
        let files = try FileManager.default.contentsOfDirectory(atPath: folder)
        let file = try #require(files.first { $0.hasPrefix(number) })
        let data = try Data(contentsOf: URL(filePath: folder + "/" + file))
        return Document(String(decoding: data, as: UTF8.self))
    }

    @Test func `every promise stands in the section that its claim names`() throws {
        let claims = try CommittedClaims.all()
        #expect(!claims.isEmpty)
        for claim in claims {
            let document = try document(of: claim)
            let title = claim.document.drop { $0 != " " }.dropFirst()
            #expect(document.sections.first?.heading == String(title), "\(claim.id)")
            let named = document.sections.filter {
                $0.heading == claim.section || $0.heading.hasSuffix(" " + claim.section)
            }
            #expect(!named.isEmpty, "\(claim.id): there is no section '\(claim.section)'")
            let quote = Document.plain(claim.quote)
            #expect(named.contains { $0.text.contains(quote) }, "\(claim.id): \(quote)")
        }
    }
}

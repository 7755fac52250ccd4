import Statistics
import Summarization
import Testing

@Suite struct FactExtractorTests {
    @Test(arguments: [
        (
            "order #W2378156 for user_id mia_li_3668",
            "identifier:W2378156 identifier:user_id identifier:mia_li_3668"
        ),
        ("see src/app/main.swift:12 or /tmp.", "path:src/app/main.swift number:12 path:/tmp"),
        ("go to https://example.org/a?b=1&c=2.", "url:https://example.org/a?b=1&c=2"),
        ("write to mia.li@example.org, please", "email:mia.li@example.org"),
        (
            "it costs $1,234.50 on 2024-05-01 at 12:30",
            "number:1,234.50 number:2024-05-01 number:12:30"
        ),
        ("he said \"keep it short\" and left", "quoted:keep it short"),
        (
            "run `make` with --force or call parse(x)",
            "codeName:make codeName:--force codeName:parse"
        ),
        ("we met Anna in Berlin, NATO came", "name:Anna name:Berlin name:NATO"),
        ("input and/or output, 5 of 7, e.g. this", ""),
        (
            "std::vector os.path.join getValue x2 v10",
            "identifier:std::vector identifier:os.path.join identifier:getValue identifier:v10"
        ),
        ("同じ file_a です", "identifier:file_a"),
        ("a1b2 A1B2", "identifier:a1b2"),
    ])
    func `facts of each kind are found`(text: String, expected: String) {
        let found = FactExtractor.facts(in: text).map { "\($0.kind):\($0.text)" }
        #expect(found.joined(separator: " ") == expected)
    }

    @Test func `encoded data has no facts`() {
        var generator = SeededGenerator(seed: 7)
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
        let blob = String((0..<2000).map { _ in generator.choose(letters) })
        #expect(FactExtractor.facts(in: "data:" + blob).isEmpty)
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `any text has facts that stand in it`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let bytes = (0..<generator.next(below: 80)).map { _ in
                generator.choose(Array("aZ9_./-:@\"'`\\ \n?é日🙂(".utf8))
            }
            let text = String(decoding: bytes, as: UTF8.self)
            for fact in FactExtractor.facts(in: text) { #expect(text.contains(fact.text)) }
        }
    }
}

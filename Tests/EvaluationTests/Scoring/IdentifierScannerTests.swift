import Evaluation
import Testing

@Suite struct IdentifierScannerTests {
    private func scan(_ text: String) -> [Identifier] { IdentifierScanner().identifiers(in: text) }

    @Test(arguments: [
        ("order #W1234567.", "W1234567"), ("commit 3fa9c1d in", "3fa9c1d"),
        ("id 0B8F3C7E-1c2d-4e5f-8a9b-0c1d2e3f4a5b!", "0B8F3C7E-1c2d-4e5f-8a9b-0c1d2e3f4a5b"),
        ("flight HAT136 to", "HAT136"), ("user mia_li_3668,", "mia_li_3668"),
        ("use v1.2.3.", "v1.2.3"),
        ("订单W1234567在途", "W1234567"), ("at 2024-05-16T10:00", "2024-05-16T10"),
    ])
    func `an id is found without what stands around it`(text: String, id: String) {
        #expect(scan(text) == [Identifier(.id, id)])
    }

    @Test(arguments: [
        ("costs $54.04 now", "54.04"), ("the 1024 rows", "1024"), ("on 2024-05-16.", "2024-05-16"),
        ("after 100ms", "100"), ("12.5kg", "12.5"), ("12/05/2024", "12/05/2024"), ("-0.5", "0.5"),
    ])
    func `a number is found without sign and unit`(text: String, number: String) {
        #expect(scan(text) == [Identifier(.number, number)])
    }

    @Test(arguments: [
        ("see ./src/main.c:12", "src/main.c"), ("in /tmp, or", "/tmp"), ("../a/b/c.", "a/b/c"),
        ("run \"tests/test_all\"", "tests/test_all"), ("ls /var/log/", "/var/log"),
    ])
    func `a path is found without its way from here`(text: String, path: String) {
        #expect(scan(text) == [Identifier(.path, path)])
    }

    @Test(
        arguments: [
            ("(https://example.com/a?b=1&c=2)", .url, "https://example.com/a?b=1&c=2"),
            ("at http://localhost:8080/.", .url, "http://localhost:8080"),
            ("to jo.doe@mail.example.org,", .email, "jo.doe@mail.example.org"),
            ("<a@b.co>", .email, "a@b.co"),
        ] as [(String, IdentifierClass, String)])
    func `addresses are found whole`(text: String, kind: IdentifierClass, address: String) {
        #expect(scan(text) == [Identifier(kind, address)])
    }

    @Test(arguments: [
        "snake_case", "camelCase", "PascalCase", "HTMLParser", "dotted.names", "np.array",
        "MAX_SIZE", "TIMEOUT", "__init__", "self.assertEqual", "foo.py",
    ])
    func `a name out of code is found`(name: String) {
        #expect(scan("the `\(name)`, then") == [Identifier(.codeName, name)])
    }

    @Test(arguments: [
        "The quick brown fox, and/or he/she. It's state-of-the-art!",
        "1/2 or 24/7, 20th, 2nd, 3x, 42",
        "e.g. this i.e. that U.S. IDs", "</div><br/> // --", "it... well - no", "007 is 7", "",
        "@ . / - _",
        "wait...what", "a 20-minute break", "mp3", "日本語",
    ])
    func `plain words and small numbers are nothing`(text: String) {
        #expect(scan(text) == [])
    }

    @Test func `what an escape stands for is no part of a name`() {
        let names = scan(#"{"a": "foo_bar\nbaz_qux\tone_two\u00e9x_y"}"#).map(\.text)
        #expect(names == ["foo_bar", "baz_qux", "one_two", "x_y"])
    }

    @Test func `pieces that are no path and no address are looked at one by one`() {
        #expect(scan("foo_bar/42").map(\.text) == ["foo_bar/42"])
        #expect(scan("W1234567/step").map(\.text) == ["W1234567"])
        #expect(scan("one_two@three_four").map(\.text) == ["one_two", "three_four"])
        #expect(scan("key=user_id&x=1000").map(\.text) == ["user_id", "1000"])
    }

    @Test func `identifiers come in order and as often as they occur`() {
        let found = scan("foo_bar 100 https://a.b/c foo_bar")
        #expect(found.map(\.text) == ["foo_bar", "100", "https://a.b/c", "foo_bar"])
        #expect(found.map(\.kind) == [.codeName, .number, .url, .codeName])
    }

    @Test(arguments: 1...20)
    func `any bytes can be scanned, and what is found stands in the text`(seed: UInt64) {
        let text = RandomText(seed: seed).text(length: 400)
        var rest = text[...]
        for identifier in scan(text) {
            guard let range = rest.ranges(of: identifier.text).first else {
                Issue.record("\(identifier) does not stand in the rest of \(text)")
                return
            }
            rest = rest[range.upperBound...]
        }
    }
}

import StrictJSON
import Testing

@Suite struct ParserTests {
    @Test(
        arguments: [
            ("null", "null"), ("true", "true"), (" false\r\n\t", "false"), ("\"\"", "\"\""),
            ("[]", "[]"), ("[ ]", "[]"), ("{}", "{}"), ("{ }", "{}"), ("[[],{}]", "[[],{}]"),
            ("[1 , 2]", "[1,2]"), ("{ \"a\" : 1 , \"b\" : [ ] }", "{\"a\":1,\"b\":[]}"),
            ("{\"\":0}", "{\"\":0}"), ("\"\\u0041\\u00e9\\u20AC\"", "\"Aé€\""),
            ("\"\\uD83D\\uDE00\"", "\"😀\""), ("\"\\ud834\\udd1e x\"", "\"𝄞 x\""),
            ("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\\"\\\\/\\b\\f\\n\\r\\t\""),
            ("\"\\u0000\\u001f\\u007f\"", "\"\\u0000\\u001f\u{7F}\""),
            ("\"\u{2028}\u{FEFF}\u{FFFF}\u{10FFFF}\"", "\"\u{2028}\u{FEFF}\u{FFFF}\u{10FFFF}\""),
            ("\u{FEFF}[1]", "[1]"), ("\"a/b\"", "\"a/b\""),
            ("{\"é\":1,\"e\u{301}\":2}", "{\"é\":1,\"e\u{301}\":2}"),
        ])
    func `a JSON text is read as its value`(text: String, compact: String) {
        #expect(Array(parsed(text).utf8) == Array(compact.utf8))
    }

    @Test(
        arguments: [
            "0", "-0", "-0.0", "1", "-1", "10", "1.0", "1.50", "0.1e5", "1e400", "1E+2", "1e-0007",
            "123456789012345678901234567890", "0.1000000000000000055511151231257827021181583404541",
        ])
    func `a number keeps the text it was written with`(lexeme: String) throws {
        #expect(try JSONValue(parsing: lexeme).number?.lexeme == lexeme)
        #expect(parsed("[\(lexeme)]") == "[\(lexeme)]")
    }

    @Test func `members keep their order`() throws {
        let object = try JSONValue(parsing: "{\"z\":1,\"a\":2,\"m\":3}").object
        #expect(object?.members.map(\.key) == ["z", "a", "m"])
    }

    @Test(
        arguments: [
            ("", "(byte 0): expected a JSON value, found the end of the text"),
            (" ", "column 2 (byte 1): expected a JSON value, found the end of the text"),
            ("[1,]", "(byte 3), [1]: expected a JSON value, found \"]\""),
            ("[,1]", "(byte 1), [0]: expected a JSON value, found \",\""),
            ("[1 2]", "(byte 3), [0]: expected \",\" or \"]\", found 2"),
            ("[1", "(byte 2), [0]: expected \",\" or \"]\", found the end of the text"),
            ("[1}", "(byte 2), [0]: expected \",\" or \"]\", found \"}\""),
            ("{\"a\":1,}", "(byte 7): expected a key in double quotes, found \"}\""),
            ("{a:1}", "(byte 1): expected a key in double quotes, found a"),
            ("{'a':1}", "(byte 1): expected a key in double quotes, found \"'\""),
            ("{1:1}", "(byte 1): expected a key in double quotes, found 1"),
            ("{\"a\" 1}", "(byte 5), a: expected \":\" after the key, found 1"),
            ("{\"a\"}", "(byte 4), a: expected \":\" after the key, found \"}\""),
            ("{\"a\":}", "(byte 5), a: expected a JSON value, found \"}\""),
            ("{\"a\":1 \"b\"", "(byte 7), a: expected \",\" or \"}\", found \"b\""),
            ("{\"a\":1", "(byte 6), a: expected \",\" or \"}\", found the end of the text"),
            ("[] []", "(byte 3): expected the end of the text, found \"[\""),
            ("{}x", "(byte 2): expected the end of the text, found x"),
            ("1 // one", "(byte 2): expected the end of the text, found \"/\""),
            ("]", "(byte 0): expected a JSON value, found \"]\""),
            ("\u{FEFF}\u{FEFF}1", "(byte 3): expected a JSON value, found \"\u{FEFF}\""),
            ("\u{A0}1", "(byte 0): expected a JSON value, found \"\u{A0}\""),
            ("\u{0C}1", "(byte 0): expected a JSON value, found \"\\u000C\""),
        ])
    func `broken structure is refused at its place`(text: String, message: String) {
        expectRefusal(parsed(text), message)
    }

    @Test(
        arguments: [
            ("nul", "(byte 0): expected true, false or null, found nul"),
            ("nulL", "(byte 0): expected true, false or null, found nulL"),
            ("[True]", "(byte 1), [0]: expected a JSON value, found True"),
            ("NaN", "(byte 0): expected a JSON value, found NaN"),
            ("Infinity", "(byte 0): expected a JSON value, found Infinity"),
            ("-Infinity", "(byte 1): expected a digit, found Infinity"),
            ("-", "(byte 1): expected a digit, found the end of the text"),
            ("+1", "(byte 0): expected a JSON value, found +1"),
            (".5", "(byte 0): expected a JSON value, found .5"),
            ("1.", "(byte 2): expected a digit, found the end of the text"),
            ("[1.]", "(byte 3), [0]: expected a digit, found \"]\""),
            ("1.e1", "(byte 2): expected a digit, found e1"),
            ("1e", "(byte 2): expected a digit, found the end of the text"),
            ("1e+", "(byte 3): expected a digit, found the end of the text"),
            ("[01]", "(byte 1), [0]: expected a number without leading zeros, found 01"),
            ("-012", "(byte 0): expected a number without leading zeros, found -012"),
            ("0x10", "(byte 1): expected the end of the text, found x10"),
            ("1_000", "(byte 1): expected the end of the text, found _000"),
            ("[１]", "(byte 1), [0]: expected a JSON value, found \"１\""),
        ])
    func `what only looks like a number or word is refused`(text: String, message: String) {
        expectRefusal(parsed(text), message)
    }

    @Test(
        arguments: [
            ("\"", "expected \"\"\" at the end of the string, found the end of the text"),
            ("\"a\\", "(byte 3): expected \"\"\" at the end of the string, found the end"),
            ("\"a\\\"", "(byte 4): expected \"\"\" at the end of the string, found the end"),
            ("'a'", "(byte 0): expected a JSON value, found \"'\""),
            (
                "\"a\nb\"",
                "(byte 2): expected control characters written as escapes, found byte 0x0A"
            ),
            ("\"tab\there\"", "(byte 4): expected control characters written as escapes"),
            (
                "\"\u{0}\"",
                "(byte 1): expected control characters written as escapes, found byte 0x00"
            ),
            (
                "\"\\x41\"",
                "(byte 1): expected one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u, found \\x"
            ),
            ("\"\\U0041\"", "(byte 1): expected one of"),
            ("\"\\\u{0}\"", "found \\\\u0000"),
            ("\"\\u12\"", "(byte 5): expected four hexadecimal digits, found \""),
            ("\"\\u00G0\"", "(byte 5): expected four hexadecimal digits, found G0"),
            ("\"\\u 123\"", "(byte 3): expected four hexadecimal digits, found \" \""),
            ("\"\\u+123\"", "(byte 3): expected four hexadecimal digits, found +123"),
            ("\"\\u004", "(byte 6): expected four hexadecimal digits, found the end of the text"),
        ])
    func `a broken string is refused at its place`(text: String, message: String) {
        expectRefusal(parsed(text), message)
    }

    @Test(
        arguments: [
            "\\ud800", "\\udc00", "\\udfff", "\\ud800\\ud800", "\\ud800\\u0041", "\\ud800x",
            "\\ud800\\n", "\\udbff\\ue000",
        ])
    func `the escape of a lone surrogate is refused naming the place`(escape: String) {
        expectRefusal(
            parsed("{\"messages\":[{\"content\":\"ab\(escape)\"}]}"),
            """
            line 1, column 28 (byte 27), messages[0].content: expected surrogate escapes in pairs, \
            high then low, found \(escape.prefix(6))
            """)
    }

    @Test(
        arguments: [
            ([0xFF], 0), ([0x61, 0x80], 1), ([0xC3], 0), ([0xC0, 0xAF], 0), ([0xE2, 0x82], 0),
            ([0xED, 0xA0, 0x80], 0), ([0xF4, 0x90, 0x80, 0x80], 0), ([0xF8, 0x88, 0x80, 0x80], 0),
            ([0xC3, 0xA9, 0xE9], 2), ([0x5C, 0x6E, 0xC3], 2), ([0xC3, 0x5C, 0x6E], 0),
        ] as [([UInt8], Int)])
    func `bytes that are not UTF-8 are refused at their offset`(bytes: [UInt8], offset: Int) {
        let place = "(byte \(offset + 2)), [0]: expected UTF-8, found byte 0x"
        expectRefusal(parsed(Array("[\"".utf8) + bytes + Array("\"]".utf8)), place)
    }

    @Test(
        arguments: [
            (
                "{\"a\":1,\n \"a\":2}",
                "line 2, column 2 (byte 9), a: expected each key once, found \"a\" again"
            ),
            (
                "{\"a\":1,\"\\u0061\":2}",
                "(byte 7), a: expected each key once, found \"\\u0061\" again"
            ),
            (
                "{\"messages\":[{},\n{\"role\":1,\"role\":2}]}",
                "line 2, column 11 (byte 27), messages[1].role: expected each key once"
            ),
            ("[{\"x y\":{\"\":1,\"\":1}}]", "[0][\"x y\"][\"\"]: expected each key once"),
        ])
    func `a key that comes twice is refused with its path and line`(text: String, message: String) {
        expectRefusal(parsed(text), message)
    }

    @Test func `a key that comes twice is found among many`() {
        for count in [11, 12, 13, 40] {
            let members = (0..<count).map { "\"key\($0)\":\($0)" }.joined(separator: ",")
            #expect(parsed("{\(members)}") == "{\(members)}")
            for twice in [0, count / 2, count - 1] {
                expectRefusal(
                    parsed("{\(members),\"key\(twice)\":0}"), "key\(twice): expected each key once")
            }
        }
    }

    @Test func `depth is limited`() {
        let deepest = String(repeating: "[", count: 512) + String(repeating: "]", count: 512)
        #expect(parsed(deepest) == deepest)
        let message = "(byte 512), \(String(repeating: "[0]", count: 512)): expected at most 512"
        expectRefusal(parsed("[\(deepest)]"), message)
        expectRefusal(parsed(String(repeating: "[", count: 1_000_000)), message)
        expectRefusal(
            parsed(String(repeating: "{\"a\":", count: 100_000)),
            "expected at most 512 arrays and objects inside each other, found one more")
    }

    @Test func `the depth limit can be chosen`() throws {
        #expect(throws: JSONError.self) { try JSONValue(parsing: "[[1]]", maximumDepth: 1) }
        #expect(try JSONValue(parsing: "[[1]]", maximumDepth: 2).compactText == "[[1]]")
    }

    @Test func `a column counts code points and not the byte order mark`() {
        expectRefusal(parsed("\u{FEFF}[\"é😀\", x]"), "line 1, column 8 (byte 14), [1]: expected")
    }

    @Test func `a string of a megabyte is read whole`() throws {
        let long = String(repeating: "0123456789abcdef", count: 65_536)
        #expect(try JSONValue(parsing: "\"\(long)\"").string == long)
        let escaped = String(repeating: "line\\nline\\u20ac", count: 65_536)
        #expect(try JSONValue(parsing: "\"\(escaped)\"").string?.utf8.count == 65_536 * 12)
    }
}

private func expectRefusal(
    _ outcome: String, _ message: String, sourceLocation: SourceLocation = #_sourceLocation
) {
    let holds = Array(outcome.utf8).contains(Array(message.utf8))
    #expect(holds, "\(outcome)", sourceLocation: sourceLocation)
}

extension [UInt8] {
    fileprivate func contains(_ part: [UInt8]) -> Bool {
        guard count >= part.count else { return false }
        return (0...count - part.count).contains { self[$0..<$0 + part.count].elementsEqual(part) }
    }
}

import StrictJSON
import Testing

/// The way to a value.
@Suite struct PathTests {
    let value: JSONValue
    let path: [JSONPath.Step] = [.member("a b"), .element(1), .member("text")]

    init() throws { value = try JSONValue(parsing: #"{"a b":[1,{"text":"x","n":2}]}"#) }

    @Test func `a path is written as people read it`() {
        #expect(JSONPath.text(path) == #"["a b"][1].text"#)
        #expect(JSONPath.text([.member("messages"), .element(3)]) == "messages[3]")
        #expect(JSONPath.text([]).isEmpty)
    }

    @Test func `what is at the end of a path is found, and nothing where there is none`() {
        #expect(value.value(at: path) == .string("x"))
        #expect(value.value(at: []) == value)
        #expect(value.value(at: [.member("a b"), .element(2)]) == nil)
        #expect(value.value(at: [.element(0)]) == nil)
        #expect(value.value(at: path + [.member("y")]) == nil)
    }

    @Test func `only a text is replaced, and all else stays`() {
        var changed = value
        let isReplaced = changed.replaceText(at: path, with: "é")
        #expect(isReplaced)
        #expect(changed.compactText == #"{"a b":[1,{"text":"é","n":2}]}"#)
        let before = changed
        for wrong in [[], path.dropLast(), [.member("a b"), .element(0)], [.member("c")]] {
            let isReplaced = changed.replaceText(at: wrong, with: "y")
            #expect(!isReplaced)
        }
        #expect(changed == before)
    }

    @Test func `a text is escaped as between quotes`() {
        var bytes = Array("\"".utf8)
        JSONValue.appendEscaped("a\"\\\n\u{1}é", to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == #""a\"\\\n\u0001é"#)
    }
}

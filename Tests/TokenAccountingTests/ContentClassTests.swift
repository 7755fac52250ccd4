import ContextModel
import StrictJSON
import TestSupport
import Testing
import TokenAccounting

@Suite struct ContentClassTests {
    @Test(arguments: [
        "", "   \n", "Hello!",
        "Could you please book the flight (HAT045) for May 20, at 7:30 a.m.?",
        "# Plan\n\n1. Read the file.\n2. Change the name of the *first* function.\n\nThat is all.",
        "[citation needed] is what the editors wrote [at the end]", "{not json}", "[1] is a note",
        "Смотрите, это обычный русский текст без всякого кода.",
        "See {curly} things, he said: \"hm\".",
    ])
    func `prose is what is nothing else`(text: String) {
        #expect(ContentClass.classify(text) == .prose)
    }

    @Test(arguments: [
        "def f(x):\n    if x:\n        return x + 1\n    return None\n",
        "for (int i = 0; i < n; ++i) { sum += values[i]; }",
        "$ ls -la /usr/lib | grep '\\.so$' > files.txt && wc -l files.txt",
        "struct A {\n    let name: String\n    var count = 0\n}\n",
        "<div class=\"a\"><p>Text</p></div>",
        "class Reader:\n    def __init__(self, path):\n        self.path = path\n",
    ])
    func `code is told by its signs and its lines`(text: String) {
        #expect(ContentClass.classify(text) == .code)
    }

    @Test(arguments: [
        "{}", " [ ] ", "{\"a\": 1}", "\n{\n  \"long \\\" key\" : [1, 2]\n}\n", "[1, 2, 3]",
        "[true, null]",
        "[{\"a\": \"b\"}]", "[\"数据\"]",
    ])
    func `JSON is told by its outline`(text: String) {
        #expect(ContentClass.classify(text) == .json)
    }

    @Test(arguments: [
        "请帮我预订一张明天去北京的火车票。", "これはテストです。", "한국어 문장입니다.", "使用 print 函数输出结果",
        "𠀀𠀁 abc",
    ])
    func `CJK is told by its share`(text: String) {
        #expect(ContentClass.classify(text) == .cjk)
    }

    @Test func `CJK begins at exactly 30 % of the code points that are not white space`() {
        #expect(ContentClass.classify("数据库 abcdefg") == .cjk)
        #expect(ContentClass.classify("数据库 abcdefgh") == .prose)
    }

    @Test func `parts are classified by kind first`() {
        let call = ToolCall(id: nil, name: "f", arguments: .text("{}"))
        #expect(ContentClass(of: .toolCall(call)) == .tools)
        #expect(ContentClass(of: .toolResult(ToolResult(callID: nil, "plain words"))) == .tools)
        #expect(ContentClass(of: .text(TextPart("plain words")), in: .tool) == .tools)
        #expect(ContentClass(of: .text(TextPart("plain words")), in: .assistant) == .prose)
        #expect(ContentClass(of: .reasoning(TextPart("思考一下")), in: .assistant) == .cjk)
        #expect(ContentClass(of: .image(ImagePart(source: .null))) == nil)
        #expect(ContentClass(of: .opaque(.null)) == nil)
    }

    @Test func `only the beginning and the end of a long text matter`() {
        let prose = String(repeating: "A sentence of plain words, as people write. ", count: 200)
        #expect(ContentClass.classify(prose + String(repeating: "{};", count: 9_000)) == .prose)
        #expect(ContentClass.classify("{\"a\": " + prose + "}") == .json)
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func `every text has a class, cut anywhere`(seed: UInt64) {
        var random = SplitMix(seed: seed)
        let bytes = (0..<200).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        for end in 0..<200 {
            let text = String(decoding: bytes[..<end], as: UTF8.self)
            #expect(ContentClass.classify(text) != .tools)
        }
        for text in ["{\"a\\\"", "[\\", "{\"\\", "[\"", "{\"a\":1}x", "]", "}{", "[-]"] {
            #expect(ContentClass.classify(text + String(text.reversed())) != .tools)
        }
    }
}

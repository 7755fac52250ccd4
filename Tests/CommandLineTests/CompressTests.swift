import Foundation
import Testing

/// `winnow compress` and `winnow decompress`.
@Suite struct CompressTests {
    let winnow: Program

    init() throws { winnow = try Program(in: Scratch()) }

    private let line = "GET /api/v2/orders/{id}/positions returned 500 for customer 4711.\\n"

    @Test func `any text comes back byte for byte`() throws {
        let text = String(repeating: "naïve\r\n" + line + "\u{FEFF}尔 튼 ", count: 20)
        try winnow.scratch.file("t.txt", text)
        let compressed = try winnow("compress", "t.txt")
        #expect(compressed.status == 0 && compressed.text.contains("\"dictionary\":[{\"symbol\":"))
        try winnow.scratch.file("t.json", compressed.text)
        let back = try winnow("decompress", "t.json")
        #expect(back.status == 0 && back.output == Data(text.utf8))
    }

    @Test func `a conversation comes back as the same values`() throws {
        let repeated = String(repeating: line, count: 12)
        let text = """
            {"messages":[{"role":"user","content":"\(repeated)","n":1.0}],"model":"m"}

            """
        try winnow.scratch.file("c.json", text)
        let compressed = try winnow("compress", "--encoding", "cl100k_base", "c.json")
        #expect(compressed.text.utf8.count < text.utf8.count && compressed.status == 0)
        try winnow.scratch.file("o.json", compressed.text)
        let back = try winnow("decompress", "o.json")
        #expect(back.text.contains("\"n\":1.0"))
        let values = try [Data(text.utf8), back.output].map {
            try JSONSerialization.jsonObject(with: $0) as? NSDictionary
        }
        #expect(values[0] == values[1] && values[0] != nil)
    }

    @Test func `arguments alone are compressed and come back`() throws {
        let repeated = String(repeating: line, count: 12)
        let text = """
            [{"role":"user","content":"go"},{"role":"assistant","content":null,"tool_calls":[{"id":"a",\
            "type":"function","function":{"name":"f","arguments":"\(repeated)"}}]},\
            {"role":"tool","tool_call_id":"a","content":"done"}]
            """
        try winnow.scratch.file("a.json", text)
        let compressed = try winnow("compress", "--contents", "arguments", "a.json")
        #expect(compressed.status == 0 && compressed.text.utf8.count < text.utf8.count)
        try winnow.scratch.file("o.json", compressed.text)
        #expect(try winnow("decompress", "o.json").text == text + "\n")
    }

    @Test func `what cannot be compressed or expanded is told with its place`() throws {
        try winnow.scratch.file(
            "d.json", #"{"messages":[{"role":"user","content":"a","role":"b"}]}"#)
        let twice = try winnow("compress", "d.json")
        #expect(twice.status == 65 && twice.messages.contains("messages[0].role"))
        let none = try winnow("decompress", "d.json")
        #expect(none.status == 65 && none.messages.contains("d.json: "))
        #expect(try winnow("compress", "--contents", "jokes", "d.json").status == 64)
        #expect(try winnow("compress", "absent").status == 66)
    }
}

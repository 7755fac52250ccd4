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

/// How deep conversations may be.
@Suite struct DepthTests {
    /// A conversation with so many arrays and objects inside each other.
    private func conversation(_ depth: Int) -> String {
        let inner =
            String(repeating: "[", count: depth - 2) + String(repeating: "]", count: depth - 2)
        return #"[{"role":"user","content":"x","extra":\#(inner)}]"#
    }

    @Test(arguments: [500, 511, 512])
    func `the deepest conversation that is read comes back, or is refused before it is printed`(
        _ depth: Int
    ) throws {
        let winnow = try Program(in: Scratch())
        try winnow.scratch.file("c.json", conversation(depth))
        try winnow.scratch.file("z.json", try winnow("compress", "c.json").text)
        #expect(try winnow("decompress", "z.json").text == conversation(depth) + "\n")
        for (command, result) in [
            (["condense", "--json", "c.json"], "again.json"),
            (["corpus", "import", "c.json"], "again.jsonl"),
        ] {
            let run = try winnow(command)
            if run.status == 0 {
                try winnow.scratch.file(result, run.text)
                #expect(try winnow("condense", "--json", result).status == 0)
            } else {
                #expect(run.status == 65 && run.text.isEmpty && depth >= 511)
                #expect(run.messages.contains("could not be read back"))
            }
        }
    }

    @Test func `what stands for more than may be is refused, with what to do`() throws {
        let winnow = try Program(in: Scratch())
        let line = "the very same line of a report that comes again and again\n"
        try winnow.scratch.file("t.txt", String(repeating: line, count: 40))
        try winnow.scratch.file("z.json", try winnow("compress", "t.txt").text)
        let size = line.utf8.count * 40
        #expect(try winnow("decompress", "--at-most", "\(size)", "z.json").status == 0)
        let refused = try winnow("decompress", "--at-most", "\(size - 1)", "z.json")
        #expect(refused.status == 65 && refused.text.isEmpty)
        #expect(refused.messages.contains("--at-most allows more"))
    }
}

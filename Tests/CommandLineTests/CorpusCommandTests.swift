import Foundation
import Testing

@Suite struct CorpusCommandTests {
    let scratch: Scratch
    let winnow: Program

    init() throws {
        scratch = try Scratch()
        winnow = try Program(in: scratch)
        try Recordings.write(to: scratch)
    }

    /// The folder of the committed corpora, in the working copy the tests were built from.
    private static let committed = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Corpora").path

    @Test func `list has a line for each corpus`() throws {
        try scratch.file("corpora/README.md", "beside")
        let run = try winnow("corpus", "list", "--corpora", "corpora")
        #expect(run.status == 0)
        let lines = run.text.split(separator: "\n")
        let columns = [
            "corpus", "conversations", "replayed", "messages", "requests", "tokens",
            "unknown files", "refused records", "left out",
        ]
        let header = lines.first.map { $0.split(separator: "\t").map(String.init) }
        #expect(header == columns)
        #expect(lines.count == 3)
        #expect(lines.dropFirst().first?.hasPrefix("chat\t2\t2\t8\t3\t") == true)
        #expect(lines.last?.hasPrefix("tools\t1\t1\t4\t2\t") == true)
        #expect(lines.dropFirst().allSatisfy { $0.hasSuffix("\t0\t0\t0") })
    }

    @Test func `a conversation without a request is none that is replayed`() throws {
        let lone = #"{"id":"lone","messages":[{"role":"assistant","content":"Anybody?"}]}"#
        try scratch.file("corpora/chat/lone.jsonl", lone + "\n")
        let list = try winnow("corpus", "list", "--corpora", "corpora").text
        #expect(list.contains("\nchat\t3\t2\t9\t3\t"))
        let stats = try winnow("corpus", "stats", "--json", "--corpora", "corpora").text
        #expect(
            stats.contains(
                #""path":"chat/lone.jsonl","format":"chat-completions","#
                    + #""conversations":1,"replayed":0,"messages":1,"requests":0"#))
    }

    @Test func `a folder of files is one corpus with the folder's name`() throws {
        for path in ["corpora/chat", "corpora/chat/", "./corpora/tools/../chat/."] {
            let lines = try winnow("corpus", "list", "--corpora", path).text.split(separator: "\n")
            #expect(lines.count == 2)
            #expect(lines.last?.hasPrefix("chat\t2\t2\t8\t3\t") == true)
        }
    }

    @Test func `stats as JSON have an object with these keys for each file`() throws {
        let run = try winnow("corpus", "stats", "--json", "--corpora", "corpora")
        #expect(run.status == 0)
        let lines = run.text.split(separator: "\n").map(String.init)
        #expect(lines.count == 2)
        let keys = [
            "path", "format", "conversations", "replayed", "messages", "requests", "toolCalls",
            "toolResults", "images", "contentTokens", "toolShare", "repeated", "longest", "refused",
            "leftOut",
        ]
        for line in lines {
            // The keys stand in this order.
            let places = keys.compactMap { line.range(of: "\"\($0)\":")?.lowerBound }
            #expect(places == places.sorted() && places.count == keys.count)
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
            #expect(Set(try #require(object as? [String: Any]).keys) == Set(keys))
        }
        #expect(
            lines.last?.hasPrefix(
                #"{"path":"tools/calls.jsonl","format":"chat-completions","conversations":1,"#
                    + #""replayed":1,"messages":4,"requests":2,"toolCalls":1,"toolResults":1,"images":0,"#
            )
                == true)
        let table = try winnow("corpus", "stats", "--corpora", "corpora").text
            .split(separator: "\n").map { $0.split(separator: "\t") }
        #expect(table.count == 3 && table.allSatisfy { $0.count == table[0].count })
        #expect(table[0].count == keys.count)
    }

    @Test func `the figures of the table and of its JSON are the same`() throws {
        try scratch.file("corpora/chat/more.jsonl", Recordings.chat + #"{"messages":[7]}"# + "\n")
        let table = try winnow("corpus", "stats", "--corpora", "corpora/chat").text
            .split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
        let lines = try winnow("corpus", "stats", "--json", "--corpora", "corpora/chat").text
            .split(separator: "\n")
        let row = try #require(table.first { $0.first == "more.jsonl" })
        let line = try #require(lines.first { $0.contains("more.jsonl") })
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        let names = ["tokens": "contentTokens", "tool calls": "toolCalls", "refused": "refused"]
        for (title, key) in names {
            let column = try #require(table[0].firstIndex(of: title))
            #expect(object[key] as? Int == Int(row[column]), "\(title)")
        }
        #expect(object["refused"] as? Int == 1)
        #expect(object["toolShare"] as? Double == 0)
        // Both conversations begin with the same three words of the system.
        let repeated = try #require(object["repeated"] as? Double)
        let column = try #require(table[0].firstIndex(of: "repeated"))
        #expect(repeated > 0 && row[column] == "\((repeated * 1000).rounded() / 10) %")
        let longest = try #require(object["longest"] as? [String: Any])
        let words = try #require(table[0].firstIndex(of: "longest"))
        #expect(row[words] == "\(longest["tokens"] as? Int ?? -1) (\(longest["id"] ?? ""))")
    }

    /// A session of Claude Code: a prompt, an answer, a hook that nobody was told of, a compaction.
    private static let session = [
        #"{"type":"user","uuid":"u","parentUuid":null,"sessionId":"s","message":{"content":"Go"}}"#,
        #"{"type":"assistant","uuid":"a","parentUuid":"u","sessionId":"s","message":{"id":"a","#
            + #""content":[{"type":"text","text":"Gone"}]}}"#,
        #"{"type":"attachment","uuid":"h","parentUuid":"a","sessionId":"s","attachment":"#
            + #"{"type":"hook_success","content":""}}"#,
        #"{"type":"system","subtype":"compact_boundary","uuid":"c","parentUuid":null,"#
            + #""sessionId":"s"}"#,
        #"{"type":"user","uuid":"v","parentUuid":"c","sessionId":"s","message":{"content":"Sum"}}"#,
        #"{"type":"assistant","uuid":"b","parentUuid":"v","sessionId":"s","message":{"id":"b","#
            + #""content":[{"type":"text","text":"Done"}]}}"#,
    ].joined(separator: "\n")

    /// A session's identifier, by which its file is called.
    private static let identifier = "01234567-89ab-cdef-0123-456789abcdef"

    @Test func `projects, a project and a session can each be the corpora`() throws {
        let project = "projects/-home-p/"
        try scratch.file(project + "\(Self.identifier).jsonl", Self.session)
        try scratch.file(project + "\(Self.identifier)/tool-results/t.txt", "long")
        try scratch.file(project + "memory/MEMORY.md", "# Use make")
        try scratch.file(project + "sessions-index.json", #"{"entries":[],"originalPath":"/p"}"#)
        let names = [
            "projects": "-home-p", project: "-home-p",
            project + "\(Self.identifier).jsonl": "\(Self.identifier).jsonl",
        ]
        for (path, name) in names {
            let run = try winnow("corpus", "list", "--corpora", path)
            #expect(run.messages.isEmpty, "\(run.messages)")
            let row = "\(name)\t1\t2\t4\t2\t"
            #expect(run.text.split(separator: "\n").last?.hasPrefix(row) == true, "\(run.text)")
            #expect(run.text.hasSuffix("\t0\t0\t1\n"))
        }
    }

    @Test func `a session that another file holds counts once and is told`() throws {
        try scratch.file("corpora/chat/a.jsonl", Self.session)
        try scratch.file("corpora/chat/b.jsonl", Self.session)
        let run = try winnow("corpus", "list", "--corpora", "corpora")
        #expect(run.text.contains("\nchat\t3\t4\t12\t5\t"))
        #expect(run.messages.contains("chat/b.jsonl: conversation 's' is a copy of what another"))
    }

    @Test func `stats name what was left out`() throws {
        try scratch.file("corpora/chat/a.jsonl", Self.session)
        let stats = try winnow("corpus", "stats", "--corpora", "corpora").text
        #expect(stats.contains("\t1 × attachment hook_success\n"))
        let json = try winnow("corpus", "stats", "--json", "--corpora", "corpora").text
        #expect(json.contains(#""leftOut":{"attachment hook_success":1}"#))
    }

    @Test func `half of a surrogate pair is told and the rest is read`() throws {
        try scratch.file(
            "half.json", #"{"messages":[{"role":"user","content":"hi \ud83d"}]}"#)
        let run = try winnow("corpus", "import", "half.json")
        #expect(run.status == 0)
        #expect(run.text.contains("hi \u{FFFD}"))
        #expect(run.messages.contains("half.json:1: messages[0].content: expected surrogate"))
    }

    @Test func `what was imported imports to the same, but for where it is from`() throws {
        let first = try winnow(
            "corpus", "import", "corpora/chat/talk.jsonl", "corpora/tools/calls.jsonl")
        #expect(first.status == 0)
        #expect(first.output.split(separator: UInt8(ascii: "\n")).count == 3)
        try scratch.file("imported.jsonl", first.output)
        let second = try winnow("corpus", "import", "--out", "again.jsonl", "imported.jsonl")
        #expect(second.status == 0)
        #expect(second.text.isEmpty)
        let source = /"source":{[^}]*}/
        #expect(first.text.contains(#""source":{"path":"corpora/tools/calls.jsonl","record":0,"#))
        #expect(
            try scratch.text("again.jsonl").replacing(source, with: "")
                == first.text.replacing(source, with: ""))
    }

    @Test func `an import that refuses a record says so, and strictly writes nothing`() throws {
        try scratch.file("bad.jsonl", Recordings.chat + #"{"messages":[{"role":7}]}"# + "\n")
        let loose = try winnow("corpus", "import", "bad.jsonl")
        #expect(loose.status == 0)
        #expect(loose.messages.contains("bad.jsonl:3: messages[0].role: expected"))
        #expect(loose.text.split(separator: "\n").count == 2)
        let strict = try winnow("corpus", "import", "--strict", "--out", "out.jsonl", "bad.jsonl")
        #expect(strict.status == 65)
        #expect(strict.messages.contains("1 records cannot be read; nothing was written"))
        #expect(!scratch.exists("out.jsonl"))
        try scratch.file("odd.txt", "no recording")
        let odd = try winnow("corpus", "import", "odd.txt")
        #expect(odd.status == 65)
        #expect(odd.messages.contains("odd.txt: no known format; known are "))
    }

    @Test func `the shipped corpora are verified`() throws {
        try FileManager.default.copyItem(atPath: Self.committed, toPath: scratch.path + "/made")
        let files = try FileManager.default.subpathsOfDirectory(atPath: Self.committed)
        let good = try winnow("corpus", "verify", "--corpora", "made")
        #expect(good.status == 0)
        let lines = good.text.split(separator: "\n")
        #expect(lines.count == files.filter { $0.hasSuffix(".jsonl") }.count)
        #expect(lines.allSatisfy { $0.hasSuffix("\tas it should be") })

        var bytes = Data(try scratch.text("made/vision/conversations.jsonl").utf8)
        bytes[bytes.count / 2] ^= 1
        try scratch.file("made/vision/conversations.jsonl", bytes)
        try FileManager.default.removeItem(
            atPath: scratch.path + "/made/multilingual/conversations.jsonl")
        let bad = try winnow("corpus", "verify", "--corpora", "made")
        #expect(bad.status == 65)
        #expect(bad.text.contains("vision/conversations.jsonl\tdiffers\n"))
        #expect(bad.text.contains("multilingual/conversations.jsonl\tmissing\n"))
        #expect(bad.text.contains("pathological/conversations.jsonl\tas it should be\n"))
        #expect(bad.messages.contains("2 differences"))
    }

    @Test func `a manifest's numbers and hashes are compared`() throws {
        let sum = try winnow.other("/usr/bin/sha256sum", "corpora/chat/talk.jsonl").text.prefix(64)
        func manifest(_ hash: Substring, conversations: Int) throws -> Program.Finished {
            let row =
                try winnow("corpus", "stats", "--corpora", "corpora/chat").text
                .split(separator: "\n").last?.split(separator: "\t") ?? []
            try #require(row.count == 15)
            let (tokens, longest) = (row[9], row[12].prefix { $0 != " " })
            let entry = """
                {"entries":[{"path":"chat/talk.jsonl","sha256":"\(hash)",\
                "conversations":\(conversations),"messages":8,"tokens_cl100k":\(tokens),\
                "longest_conversation":{"tokens":\(longest)}}]}
                """
            try scratch.file("corpora/manifest.json", entry)
            return try winnow("corpus", "verify", "--corpora", "corpora")
        }
        let wrong = try manifest(sum.dropLast() + "x", conversations: 3)
        #expect(wrong.status == 65)
        #expect(wrong.text.contains("chat/talk.jsonl\tconversations: expected 3, found 2\n"))
        #expect(wrong.text.contains("chat/talk.jsonl\tsha256: expected \(sum.dropLast())x, found "))
        #expect(wrong.messages.contains("2 differences"))
        let right = try manifest(sum, conversations: 2)
        #expect(right.status == 0)
        #expect(right.text == "chat/talk.jsonl\tas it should be\n")
        try FileManager.default.removeItem(atPath: scratch.path + "/corpora/chat")
        let missing = try winnow("corpus", "verify", "--corpora", "corpora")
        #expect(missing.status == 65)
        #expect(missing.text == "chat/talk.jsonl\tmissing\n")
    }
}

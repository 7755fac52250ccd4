import GenerateCorpora
import StrictJSON
import Testing

@Suite struct PathologicalTests {
    /// The conversation with an oddity, by the position its name has in the README's list.
    private func line(_ oddity: String) throws -> Line {
        let names = try #require(SyntheticCorpus.all.last).making
        let number = try #require(
            names.split(separator: "\n").firstIndex { $0.hasSuffix(". " + oddity) },
            "no oddity is called \(oddity)")
        return try #require(try Corpora.lines(of: "pathological").dropFirst(number).first)
    }

    private func calls(_ line: Line) -> [String] {
        line.messages.indices.flatMap(line.calls).compactMap { $0["id"]?.string }
    }

    private func results(_ line: Line) -> [String] {
        line.messages.compactMap { $0["tool_call_id"]?.string }
    }

    @Test func `every conversation has a name in the list`() throws {
        let names = try #require(SyntheticCorpus.all.last).making.split(separator: "\n")
        let numbered = names.count { $0.first?.isNumber ?? false }
        #expect(try Corpora.lines(of: "pathological").count == numbered)
    }

    @Test func `contents are empty, null, absent and arrays`() throws {
        #expect(try line("empty contents").texts.count { $0.isEmpty } > 6)
        let odd = try line("null and absent contents").messages
        #expect(odd.contains { $0["content"] == .null })
        #expect(odd.contains { $0["content"] == nil })
        #expect(odd.contains { $0["content"] == .array([]) })
        let parts = try line("contents as arrays of text parts").messages
        #expect(parts.contains { ($0["content"]?.array?.count ?? 0) > 4 })
    }

    @Test func `roles come in unusual orders`() throws {
        #expect(try line("a system prompt and nothing else").roles == ["system"])
        #expect(try !line("no system prompt").roles.contains("system"))
        #expect(try line("the assistant speaks first").roles.first == "assistant")
        #expect(try line("one user message and no answer").roles == ["user"])
        let middle = try line("system messages in the middle").roles.dropFirst(2)
        #expect(middle.contains("system") && middle.contains("developer"))
        let rows = try line("several messages of one role in a row").roles
        #expect(zip(rows, rows.dropFirst(3)).contains { $0 == $1 && $0 == "user" })
    }

    @Test func `some conversations are long in one way`() throws {
        let tiny = try line("thousands of tiny messages")
        #expect(tiny.messages.count > 2000)
        #expect(tiny.texts.allSatisfy { $0.utf8.count <= 5 })
        #expect(try line("one enormous message").texts.contains { $0.utf8.count > 30_000 })
        #expect(Set(try line("the same message fifty times").texts).count == 2)
    }

    @Test func `calls and results do not pair`() throws {
        let unanswered = try line("a call without a result")
        #expect(Set(calls(unanswered)).subtracting(results(unanswered)).count == 2)
        let unasked = try line("a result without a call")
        #expect(calls(unasked).isEmpty && !results(unasked).isEmpty)
        let twice = results(try line("two results for one call"))
        #expect(twice.count == 2 && Set(twice).count == 1)
        #expect(Set(calls(try line("one identifier used for many calls"))) == ["call_0"])
    }

    @Test func `results come late and out of order`() throws {
        let parallel = try line("parallel calls with results in another order")
        #expect(calls(parallel) != results(parallel))
        #expect(calls(parallel).sorted() == results(parallel).sorted())
        let late = try line("a result that comes after the next user message").roles
        #expect(late == ["user", "assistant", "user", "tool", "assistant"])
    }

    @Test func `arguments are no objects, or deep ones`() throws {
        let broken = try line("arguments that are not JSON")
        let arguments = broken.messages.indices.flatMap(broken.calls)
            .compactMap { $0["function"]?["arguments"]?.string }
        let objects = arguments.filter { (try? JSONValue(parsing: $0))?.object != nil }
        #expect(arguments.count >= 7 && objects.count <= 1)
        let deep = try line("deeply nested arguments")
        let texts = deep.messages.indices.flatMap(deep.calls)
            .compactMap { $0["function"]?["arguments"]?.string }
        #expect(texts.contains { text in text.count { $0 == "[" || $0 == "{" } > 100 })
    }

    @Test func `texts are what tokenisers dislike`() throws {
        let letters = try line("long runs of one letter").texts
        #expect(letters.contains(String(repeating: "a", count: 20_000)))
        let spaces = try line("long runs of white space").texts
        #expect(spaces.contains { $0.contains(String(repeating: " ", count: 10_000)) })
        let special = try line("strings that look like special tokens").texts
        #expect(special.contains("<|endoftext|>"))
        let invisible = try line("unusual white space and invisible characters").texts
        #expect(invisible.contains { $0.unicodeScalars.contains("\u{0}") })
        let marks = try line("combining marks and unusual scripts").texts
        #expect(marks.contains { $0.count < 10 && $0.unicodeScalars.count > 200 })
        let results = try line("empty and enormous results").texts
        #expect(results.contains("") && results.contains { $0.utf8.count >= 20_000 })
    }
}

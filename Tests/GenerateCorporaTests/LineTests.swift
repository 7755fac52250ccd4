import GenerateCorpora
import StrictJSON
import Testing

@Suite struct LineTests {
    static let names = SyntheticCorpus.all.map(\.name)

    @Test(arguments: names)
    func `a line says who it is and where it stands`(name: String) throws {
        let lines = try Corpora.lines(of: name)
        #expect(lines.count >= 5)
        #expect(Set(lines.map(\.id)).count == lines.count)
        for line in lines {
            #expect(line.id.hasPrefix(name + "-"))
            #expect(line.source["path"] == .string("conversations.jsonl"))
            #expect(line.source["record"]?.number?.int == line.number)
            #expect(line.source["format"] == .string("chat-completions"))
        }
    }

    @Test(arguments: names)
    func `every message has a known role and a time, and time never goes back`(name: String)
        throws
    {
        let roles: Set = ["system", "developer", "user", "assistant", "tool"]
        for line in try Corpora.lines(of: name) {
            #expect(line.roles.count == line.messages.count, "\(line.id)")
            #expect(roles.isSuperset(of: line.roles), "\(line.id)")
            #expect(line.timestamps.count == line.messages.count, "\(line.id)")
            let isAscending = zip(line.timestamps, line.timestamps.dropFirst()).allSatisfy(<=)
            #expect(isAscending, "\(line.id)")
            #expect(try #require(line.timestamps.first) >= 1_736_150_400_000, "\(line.id)")
        }
    }

    @Test(arguments: names)
    func `requests send more and more messages, never none and never too many`(name: String)
        throws
    {
        for line in try Corpora.lines(of: name) {
            let sent = line.requests.map(abs)
            #expect(zip(sent, sent.dropFirst()).allSatisfy(<), "\(line.id)")
            #expect(sent.allSatisfy { (1..<line.messages.count).contains($0) }, "\(line.id)")
            let isMadeUp = line.requests.allSatisfy { $0 < 0 }
            #expect(isMadeUp == (name == "long-dialogue") || sent.isEmpty, "\(line.id)")
        }
    }

    @Test(arguments: names.filter { $0 != "long-dialogue" })
    func `a request stands before every answer of the model`(name: String) throws {
        for line in try Corpora.lines(of: name) {
            let roles = line.roles
            let answers = roles.indices.filter { $0 > 0 && roles[$0] == "assistant" }
            #expect(line.requests == answers, "\(line.id)")
        }
    }

    @Test func `a meeting has a made-up request before every turn but the first`() throws {
        for line in try Corpora.lines(of: "long-dialogue") {
            #expect(line.requests == (1..<line.messages.count).map { -$0 })
            #expect(line.roles.allSatisfy { $0 == "user" })
            let names = Set(line.messages.compactMap { $0["name"]?.string })
            #expect((4...8).contains(names.count), "\(line.id) has speakers \(names.sorted())")
        }
    }

    @Test(arguments: names.filter { $0 != "pathological" })
    func `every tool call is answered once, right after it`(name: String) throws {
        for line in try Corpora.lines(of: name) {
            var open: [String: String] = [:]
            var seen: Set<String> = []
            for (index, message) in line.messages.enumerated() {
                if message["role"] == .string("tool") {
                    let id = try #require(message["tool_call_id"]?.string)
                    #expect(open.removeValue(forKey: id) == message["name"]?.string, "\(line.id)")
                } else {
                    #expect(open.isEmpty, "\(line.id), message \(index)")
                }
                for call in line.calls(of: index) {
                    let id = try #require(call["id"]?.string)
                    #expect(seen.insert(id).inserted, "\(line.id), message \(index)")
                    open[id] = try #require(call["function"]?["name"]?.string)
                }
            }
            #expect(open.isEmpty, "\(line.id)")
        }
    }

    @Test(arguments: ["support-chat", "coding-agent"])
    func `calls use the tools on offer, with arguments that are JSON objects`(name: String) throws {
        for line in try Corpora.lines(of: name) {
            let offered = line.tools.compactMap { $0["function"]?["name"]?.string }
            #expect(!offered.isEmpty)
            for call in line.messages.indices.flatMap(line.calls) {
                let tool = try #require(call["function"]?["name"]?.string)
                #expect(offered.contains(tool), "\(line.id) calls \(tool)")
                let arguments = try #require(call["function"]?["arguments"]?.string)
                #expect(try JSONValue(parsing: arguments).object != nil, "\(line.id): \(arguments)")
            }
        }
    }

    @Test(arguments: names.filter { $0 != "pathological" })
    func `no text is empty but results, and no blank is left unfilled`(name: String) throws {
        for line in try Corpora.lines(of: name) {
            for message in line.messages where message["role"] != .string("tool") {
                #expect(message["content"] != .string(""), "\(line.id)")
            }
            for text in line.texts where name != "coding-agent" {
                let blank = text.firstMatch(of: /\{[a-z][a-z0-9.]*\}/)
                #expect(blank == nil, "\(line.id): \(blank.map { String($0.output) } ?? "")")
            }
        }
    }

    @Test func `a picture has its width and height, and some have a description`() throws {
        let images = try Corpora.lines(of: "vision").flatMap(\.images)
        #expect(images.count > 100)
        for image in images {
            #expect(try #require(image["width"]?.number?.int) > 0)
            #expect(try #require(image["height"]?.number?.int) > 0)
            let url = try #require(image["image_url"]?["url"]?.string)
            #expect(url.hasPrefix("https://") || url.hasPrefix("data:image/gif;base64,"))
        }
        let described = images.count { $0["alt"] != nil }
        #expect((images.count / 3..<images.count).contains(described))
    }
}

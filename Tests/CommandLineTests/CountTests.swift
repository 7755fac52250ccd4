import Foundation
import Testing

@Suite struct CountCommandTests {
    let scratch: Scratch
    let winnow: Program

    init() throws {
        scratch = try Scratch()
        winnow = try Program(in: scratch)
    }

    @Test func `counts are printed with the path, a line a file`() throws {
        try scratch.file("a.txt", "hello world")
        try scratch.file("b.txt", "")
        let run = try winnow("count", "a.txt", "b.txt")
        #expect(run.text == "2\ta.txt\n0\tb.txt\n")
        #expect(run.status == 0)
    }

    @Test func `standard input is a file named with a dash`() throws {
        #expect(try winnow("count", "-", input: "hello world").text == "2\t-\n")
    }

    @Test func `bytes that are not UTF-8 are refused with their offset`() throws {
        try scratch.file("bad.txt", Data([0x61, 0x62, 0xFF, 0x63]))
        let run = try winnow("count", "bad.txt")
        #expect(run.status == 65)
        #expect(run.messages.contains("bad.txt: byte 2: expected UTF-8 text"))
        #expect(run.text.isEmpty)
    }

    @Test func `a missing file is named and ends with status 66`() throws {
        let run = try winnow("count", "nowhere.txt")
        #expect(run.status == 66)
        #expect(run.messages.contains("nowhere.txt"))
    }

    @Test func `an unknown encoding is a usage error that names the known ones`() throws {
        let run = try winnow("count", "--encoding", "p50k_base", "-")
        #expect(run.status == 64)
        #expect(run.messages.contains("o200k_base"))
    }

    @Test func `JSON output has a time for every repetition`() throws {
        try scratch.file("a.txt", "hello world")
        let run = try winnow("count", "--json", "--repeat", "3", "a.txt")
        #expect(
            run.text.hasPrefix(
                #"{"file":"a.txt","encoding":"cl100k_base","bytes":11,"tokens":2,"ns":["#))
        #expect(run.text.split(separator: ",").count == 7)
    }

    @Test func `bench prints a count and nanoseconds`() throws {
        try scratch.file("a.txt", "hello world")
        for repetitions in ["0", "1", "5"] {
            let words = try winnow("count", "--bench", repetitions, "a.txt").text
                .split(whereSeparator: \.isWhitespace)
            #expect(words.count == 2 && words[0] == "2" && Int(words[1]) != nil)
        }
    }

    @Test func `a message list is counted message by message`() throws {
        try scratch.file("m.bin", Data([2, 0, 0, 0, 2, 0, 0, 0, 0x68, 0x69, 1, 0, 0, 0, 0x68]))
        #expect(try winnow("count", "--bench", "0", "m.bin").text.hasPrefix("2 "))
        #expect(try winnow("encode", "--messages", "m.bin").text == "6151\n71\n")
    }

    @Test func `a message list that ends too early is refused with the place`() throws {
        try scratch.file("m.bin", Data([2, 0, 0, 0, 9, 0, 0, 0, 0x68]))
        let run = try winnow("count", "--bench", "1", "m.bin")
        #expect(run.status == 65)
        #expect(run.messages.contains("m.bin: byte 8: the message list ends too early"))
    }

    @Test func `decode gives back the bytes that encode was given`() throws {
        let text = "Grüße <|endoftext|> 👩‍🚀\r\n\t int x = 42;"
        try scratch.file("a.txt", text)
        for encoding in ["cl100k_base", "o200k_base"] {
            let ids = try winnow("encode", "--encoding", encoding, "a.txt").text
            let bytes = try winnow("decode", "--encoding", encoding, "-", input: ids).output
            #expect(bytes == Data(text.utf8))
        }
    }

    @Test(arguments: ["12 x", "4000000000", "-1", "100300"])
    func `what is no token id is refused`(ids: String) throws {
        #expect(try winnow("decode", "-", input: ids).status == 65)
    }
}

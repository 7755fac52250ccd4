import Foundation
import Testing

/// Recorded descriptions of pictures, as `winnow condense` takes them.
@Suite struct PictureDescriptionTests {
    let winnow: Program

    init() throws {
        winnow = try Program(in: Scratch())
        try winnow.scratch.file(
            "talk.json", #"{"messages":[{"role":"user","content":[\#(picture)]}]}"#)
    }

    private let picture =
        #"{"type":"image_url","image_url":{"url":"https://pictures.test/cat.png"}}"#

    private struct Result: Decodable {
        struct Cache: Decodable { let descriptions: Counters }
        struct Counters: Decodable { let hits, misses, writes: Int }
        let originalTokens, finalTokens: Int
        let cache: Cache
    }

    private func condensed(_ arguments: String...) throws -> Result {
        let run = try winnow(["condense", "--json", "talk.json", "--cache", "kept"] + arguments)
        #expect(run.status == 0, "\(run.messages)")
        #expect(!run.text.contains("forty characters"))
        return try JSONDecoder().decode(Result.self, from: run.output)
    }

    @Test func `a picture counts its description, which is kept`() throws {
        let words = "A cat of exactly forty characters in all"
        try winnow.scratch.file(
            "d.jsonl", #"{"picture":\#(picture),"description":"\#(words)"}"# + "\n")
        let plain = try condensed()
        let first = try condensed("--descriptions", "d.jsonl")
        #expect(first.finalTokens == plain.finalTokens + 10)
        #expect(first.cache.descriptions.writes == 1 && first.cache.descriptions.misses == 1)
        let second = try condensed("--descriptions", "d.jsonl")
        #expect(second.finalTokens == first.finalTokens)
        #expect(second.cache.descriptions.hits == 1 && second.cache.descriptions.writes == 0)
        let off = try condensed("--descriptions", "d.jsonl", "--set", "image.descriptions=off")
        #expect(off.finalTokens == plain.finalTokens)
    }

    @Test func `descriptions of no picture of the conversation are counted`() throws {
        try winnow.scratch.file("d.jsonl", #"{"picture":{"type":"x"},"description":"none"}"# + "\n")
        let run = try winnow("condense", "talk.json", "--descriptions", "d.jsonl")
        #expect(run.status == 0)
        #expect(run.messages.contains("d.jsonl: 1 of 1 pictures described are none of"))
    }

    @Test(arguments: [
        ("{\"picture\":1}\n", 65, "d.jsonl:1: expected an object of picture and description"),
        ("\n{]\n", 65, "d.jsonl: line 2"), (nil, 66, "d.jsonl"),
    ])
    func `what is no description is refused with its place`(
        text: String?, status: Int32, words: String
    ) throws {
        if let text { try winnow.scratch.file("d.jsonl", text) }
        let run = try winnow("condense", "talk.json", "--descriptions", "d.jsonl")
        #expect(run.status == status && run.output.isEmpty)
        #expect(run.messages.contains(words), "\(run.messages)")
    }
}

import Testing

@Suite struct VocabularyTests {
    @Test(
        arguments: [
            (
                "cl100k_base",
                "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7"
            ),
            (
                "o200k_base",
                "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"
            ),
        ])
    func `the vocabulary is the published one`(encoding: String, hash: String) throws {
        let scratch = try Scratch()
        let winnow = try Program(in: scratch)
        let run = try winnow("vocabulary", "--encoding", encoding)
        #expect(run.status == 0)
        try scratch.file("vocabulary", run.output)
        let sum = try winnow.other("/usr/bin/sha256sum", "vocabulary").text
        #expect(sum.prefix(64) == hash)
    }
}

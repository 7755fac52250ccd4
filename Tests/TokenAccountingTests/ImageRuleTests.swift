import ContextModel
import StrictJSON
import Testing
import TokenAccounting

@Suite struct ImageRuleTests {
    private static func image(_ width: Int, _ height: Int) -> ImagePart {
        ImagePart(source: .null, size: PixelSize(width: width, height: height))
    }

    @Test(arguments: [(0, 85), (1, 86), (4, 86), (5, 87), (100, 110), (1_000, 335)])
    func `the dynamic rule is 85 and a quarter a character, rounded up`(
        characters: Int, tokens: Int
    ) {
        let description = String(repeating: "é", count: characters)
        let image = ImagePart(source: .null, description: description)
        #expect(ImageRule.standard.tokens(of: image) == tokens)
        #expect(!ImageRule.standard.misses(descriptionOf: image))
    }

    @Test func `without a description the dynamic rule counts its base and says so`() {
        let image = ImagePart(source: .null)
        #expect(ImageRule.standard.tokens(of: image) == 85)
        #expect(ImageRule.standard.misses(descriptionOf: image))
        #expect(!ImageRule.legacy.misses(descriptionOf: image))
    }

    @Test func `the legacy rule is 1,000 for every picture`() {
        #expect(ImageRule.legacy.tokens(of: Self.image(10, 10)) == 1_000)
        #expect(ImageRule.legacy.tokens(of: ImagePart(source: .null, description: "x")) == 1_000)
    }

    /// The first two are OpenAI's own examples.
    @Test(arguments: [(1_024, 1_024, 765), (2_048, 4_096, 1_105), (512, 512, 255), (513, 10, 425)])
    func `OpenAI's rule counts tiles`(width: Int, height: Int, tokens: Int) {
        #expect(ImageRule.openAITiles.tokens(of: Self.image(width, height)) == tokens)
    }

    @Test func `OpenAI's rule is 85 at low detail and for an unknown size`() {
        let detail = JSONValue.object(
            JSONObject([
                ("image_url", .object(JSONObject([("detail", .string("low"))])))
            ]))
        let size = PixelSize(width: 4_096, height: 8_192)
        let low = ImagePart(source: detail, size: size)
        #expect(ImageRule.openAITiles.tokens(of: low) == 85)
        #expect(ImageRule.openAITiles.tokens(of: ImagePart(source: .null)) == 85)
    }

    /// The first four are Anthropic's own examples.
    @Test(arguments: [
        (200, 200, 54), (1_000, 1_000, 1_334), (1_092, 1_092, 1_590), (3_136, 10, 11),
        (4_000, 4_000, 1_600),
    ])
    func `Anthropic's rule counts the area`(width: Int, height: Int, tokens: Int) {
        #expect(ImageRule.anthropicArea.tokens(of: Self.image(width, height)) == tokens)
    }
}

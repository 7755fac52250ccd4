public import ContextModel
import StrictJSON

/// How many tokens a picture counts.
public enum ImageRule: Hashable, Sendable {
    /// A base and a rate for each character of the description (doc 002): 85 + 0.25 a character, the sum
    /// rounded up; without a description the base alone, flagged.
    case dynamic(base: Int, perCharacter: Share)
    /// The same for every picture (the legacy system of doc 003: 1,000).
    case fixed(Int)
    /// OpenAI's published rule for high detail: fit into 2,048 × 2,048, shortest side to 768, 170 for
    /// each tile of 512 × 512 begun, and 85; 85 alone at low detail or unknown size.
    case openAITiles
    /// Anthropic's published rule: width × height ÷ 750, rounded up, after fitting the longest side into
    /// 1,568 and at most 1,600, to which larger pictures are scaled down; 1,600 for an unknown size.
    case anthropicArea

    /// The documented dynamic rule.
    public static let standard = ImageRule.dynamic(
        base: 85, perCharacter: Share(millionths: 250_000))
    /// The rule of the legacy system.
    public static let legacy = ImageRule.fixed(1_000)

    /// The tokens of a picture.
    public func tokens(of image: ImagePart) -> Int {
        switch self {
        case .dynamic(let base, let rate):
            let characters = image.description?.unicodeScalars.count ?? 0
            return base + (characters * rate.millionths + 999_999) / 1_000_000
        case .fixed(let tokens): return tokens
        case .openAITiles: return Self.openAITokens(image)
        case .anthropicArea: return Self.anthropicTokens(image)
        }
    }

    /// Whether the rule wants a description that the picture lacks.
    public func misses(descriptionOf image: ImagePart) -> Bool {
        if case .dynamic = self { image.description == nil } else { false }
    }

    private static func openAITokens(_ image: ImagePart) -> Int {
        let isLow = image.source["image_url"]?["detail"]?.string == "low"
        guard !isLow, let size = image.size, size.width > 0, size.height > 0 else { return 85 }
        let fitted = size.fitting(longest: 2_048).fitting(shortest: 768)
        let tiles = ((fitted.width + 511) / 512) * ((fitted.height + 511) / 512)
        return 85 + 170 * tiles
    }

    private static func anthropicTokens(_ image: ImagePart) -> Int {
        guard let size = image.size, size.width > 0, size.height > 0 else { return 1_600 }
        let fitted = size.fitting(longest: 1_568)
        return min(1_600, (fitted.width * fitted.height + 749) / 750)
    }
}

extension PixelSize {
    /// The size scaled down, proportions kept, until its longest side is at most so long.
    fileprivate func fitting(longest limit: Int) -> PixelSize {
        scaled(numerator: limit, denominator: max(width, height))
    }

    /// The size scaled down, proportions kept, until its shortest side is at most so long.
    fileprivate func fitting(shortest limit: Int) -> PixelSize {
        scaled(numerator: limit, denominator: min(width, height))
    }

    private func scaled(numerator: Int, denominator: Int) -> PixelSize {
        guard denominator > numerator else { return self }
        return PixelSize(
            width: max(1, width * numerator / denominator),
            height: max(1, height * numerator / denominator))
    }
}

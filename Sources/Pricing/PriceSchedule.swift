/// A model's prices under a rule: what the tokens of a prompt cost, by how the cache meets them and
/// by the size of the prompt.
public struct PriceSchedule: Hashable, Sendable {
    /// The rule, with the model's own minimum, step and lifetime where its row states them.
    public let rule: PriceRule
    /// The prices of prompts of any size, then of larger and larger ones.
    private let bands: [Band]

    /// The prices of prompts above a size.
    private struct Band: Hashable {
        let above: Int
        let input: TokenPrice
        let read: TokenPrice
        let write: TokenPrice?
        let output: TokenPrice
    }

    /// A model's prices under a rule.
    ///
    /// Under the model's own rule the row's minimum, step, lifetime, write and read prices hold
    /// where it states them, and the rule's where it does not. Under another rule of the same
    /// provider the row's minimum, step and read price hold, and the rule's lifetime and write
    /// price: these are what is bought. Under another provider's rule all is the rule's, its
    /// multipliers applied to the model's input price. Prices above a prompt size follow the same
    /// order.
    public init(model: ModelPrice, rule: PriceRule) {
        let own = Self.standardRule(of: model)
        let (isOwn, isSameProvider) = (rule.name == own.name, rule.provider == own.provider)
        var joined = rule
        if isSameProvider {
            joined.minimum = model.minimumPrefix ?? rule.minimum
            joined.step = model.prefixStep ?? rule.step
        }
        if isOwn, let seconds = model.lifetimeSeconds { joined.lifetime = .seconds(seconds) }
        self.rule = joined
        let first = PriceStep(
            above: 0, input: model.input, output: model.output, cacheWrite: model.cacheWrite,
            cacheRead: model.cacheRead)
        bands = ([first] + model.steps).map { step in
            // A step that leaves out what the row states is charged as input there: never too
            // little.
            let read = model.cacheRead.map { _ in step.cacheRead ?? step.input }
            let write = model.cacheWrite.map { _ in step.cacheWrite ?? step.input }
            let ruled = rule.write.map { step.input.scaled(by: $0) }
            return Band(
                above: step.above, input: step.input,
                read: (isSameProvider ? read : nil) ?? step.input.scaled(by: rule.read),
                write: rule.match == .never ? nil : (isOwn ? write : nil) ?? ruled,
                output: step.output)
        }
    }

    /// The rule that a model's prices were published with.
    ///
    /// Where a row names none it follows from what the row has: without a read price there is no
    /// cache; a price for writing is what Anthropic's markers have; a read price alone is what
    /// automatic caches have, and of these OpenAI's documents most.
    public static func standardRule(of model: ModelPrice) -> PriceRule {
        if let rule = model.rule { return rule }
        guard model.cacheRead != nil else { return .none }
        return model.cacheWrite == nil ? .openAI : .anthropicFiveMinutes
    }

    /// A model's prices under its own rule.
    public init(standardOf model: ModelPrice) {
        self.init(model: model, rule: Self.standardRule(of: model))
    }

    /// How a prompt is charged which begins with so many tokens that the cache holds.
    ///
    /// Found tokens are cut to the rule's step, and nothing is found below its minimum. The others
    /// are written where that has a price and the prompt is long enough to be kept; else they are
    /// uncached, whether or not the provider keeps them: each token counts once, as it is charged.
    public func usage(of total: Int, cached: Int) -> PromptUsage {
        let read = cached < rule.minimum ? 0 : cached / rule.step * rule.step
        let isWritten = bands[0].write != nil && total >= rule.minimum
        return isWritten
            ? PromptUsage(uncached: 0, read: read, written: total - read)
            : PromptUsage(uncached: total - read, read: read, written: 0)
    }

    /// What a prompt costs. Above a price step the whole prompt is charged at the higher prices.
    public func cost(of usage: PromptUsage) -> Money {
        let band = band(of: usage.total)
        return Money(
            picodollars: Int128(usage.uncached) * Int128(band.input.picodollars)
                + Int128(usage.read) * Int128(band.read.picodollars)
                + Int128(usage.written) * Int128((band.write ?? band.input).picodollars))
    }

    /// What so many tokens of an answer to a prompt of so many tokens cost.
    public func output(_ tokens: Int, prompt: Int) -> Money {
        Money(picodollars: Int128(tokens) * Int128(band(of: prompt).output.picodollars))
    }

    private func band(of total: Int) -> Band {
        var index = bands.count - 1
        while index > 0, bands[index].above >= total { index -= 1 }
        return bands[index]
    }
}

/// The tokens of one prompt by how they are charged: each counts once, and their sum is the prompt.
public struct PromptUsage: Hashable, Sendable {
    /// Read at the input price.
    public var uncached: Int
    /// Found in the cache.
    public var read: Int
    /// Read, and charged for being kept.
    public var written: Int

    /// Tokens of one prompt; none of a kind unless said otherwise.
    public init(uncached: Int = 0, read: Int = 0, written: Int = 0) {
        self.uncached = uncached
        self.read = read
        self.written = written
    }

    /// The tokens of the prompt.
    public var total: Int { uncached + read + written }
}

internal import Pricing
internal import Settings

/// The configuration of a cell, read from its axes.
struct CellConfiguration: Sendable {
    /// The pipeline's settings; the context limit is set for each conversation.
    var pipeline: PipelineConfiguration
    /// The context limit, which may depend on the conversation.
    var limit: ContextLimit
    /// Whether a vision model has a limit of its own (`context.visionLimit` is an axis); else pictures
    /// go to the same model as text.
    var hasVisionModel = false
    /// The time between requests where none was recorded.
    var gap: Duration
    /// What prompts and answers cost: a model's prices under a price rule.
    var schedule: PriceSchedule
    /// What a summariser model's calls cost.
    var summarizerPrice: ModelPrice
    /// What decides when requests are made.
    var arrivals = ArrivalProcess.closed

    /// Reads the axes of a cell. Throws `TrialError` naming the setting that is refused.
    init(_ axes: [AxisValue]) throws(TrialError) {
        var settings: [PipelineConfiguration.Given] = []
        var limit: ContextLimit?
        gap = VirtualClock.standardGap
        var price = try Self.price(of: ReplayAxes.standardPriceModel)
        var rule: PriceRule?
        summarizerPrice = try Self.price(of: ReplayAxes.standardSummarizerModel)
        for axis in axes {
            switch axis.axis {
            case ReplayAxes.gap:
                gap = try Self.read(axis, VirtualClock.gap, VirtualClock.expectedGap)
            case ReplayAxes.priceModel: price = try Self.price(of: axis.value)
            case ReplayAxes.priceRule where axis.value != ReplayAxes.standardRule:
                rule = try Self.rule(axis.value)
            case ReplayAxes.priceRule: rule = nil
            case ReplayAxes.priceSummarizer: summarizerPrice = try Self.price(of: axis.value)
            case ReplayAxes.arrivals:
                arrivals = try Self.read(axis, { ArrivalProcess($0) }, ArrivalProcess.expected)
            case ReplayAxes.limit:
                limit = try Self.read(axis, { ContextLimit($0) }, ContextLimit.expected)
            default:
                if axis.axis == ReplayAxes.visionLimit { hasVisionModel = true }
                settings.append((axis.axis, axis.value))
            }
        }
        schedule =
            rule.map { PriceSchedule(model: price, rule: $0) }
            ?? PriceSchedule(standardOf: price)
        do {
            pipeline = try PipelineConfiguration(settings: settings)
        } catch {
            throw TrialError(error.description)
        }
        self.limit = limit ?? .absolute(pipeline.contextLimit)
    }

    /// The limit that holds for a conversation whose last request has that many tokens: with compaction
    /// the tier's, if that is smaller; the vision model's for a conversation with pictures, if there is
    /// one.
    func limit(finalSize: Int, hasPictures: Bool) -> Int {
        var pipeline = pipeline
        pipeline.contextLimit = limit.resolved(finalSize: finalSize)
        return pipeline.limit(isVision: hasVisionModel && hasPictures)
    }

    private static func price(of model: String) throws(TrialError) -> ModelPrice {
        do {
            return try PriceTable.shipped.price(of: model)
        } catch {
            throw TrialError(error.description)
        }
    }

    private static func rule(_ name: String) throws(TrialError) -> PriceRule {
        do {
            return try PriceRule.named(name)
        } catch {
            throw TrialError(error.description)
        }
    }

    private static func read<Value>(
        _ axis: AxisValue, _ reading: (String) -> Value?, _ expected: String
    ) throws(TrialError) -> Value {
        if let value = reading(axis.value) { return value }
        throw TrialError("\(axis.axis): '\(axis.value)' is refused: expected \(expected)")
    }
}

/// Why a cell cannot be replayed.
package struct TrialError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, for people.
    package let description: String

    init(_ description: String) { self.description = description }
}

internal import Pricing
package import Settings

/// Knows which axes there are and which values each can have.
///
/// Matrices are checked through it, so that reading one needs none of what the axes set.
package protocol AxisCheck: Sendable {
    /// The names of all axes, in the order to show them.
    var axes: [String] { get }
    /// Whether an axis, one of `axes`, can have a value.
    func verdict(on value: String, of axis: String) -> AxisVerdict
}

/// Whether an axis can have a value.
package enum AxisVerdict: Hashable, Sendable {
    /// It can; with the text that stands for it in cells and results. Spellings of one value have one
    /// text, so that they are not measured twice.
    case accepted(String)
    /// It cannot; with what would be accepted.
    case refused(expected: String)
}

/// The axes of the pipeline, with what a replay adds: limits as a share of the conversation's size,
/// the time between requests, what decides when they are made, and which prices and price rule they are
/// charged by.
package struct ReplayAxes: AxisCheck {
    static let limit = "context.limit"
    static let visionLimit = "context.visionLimit"
    static let gap = "replay.gap"
    static let arrivals = "replay.arrivals"
    /// The axis of the model whose prices requests are charged at.
    package static let priceModel = "price.model"
    /// The axis of how a provider charges for prompts.
    package static let priceRule = "price.rule"
    static let priceSummarizer = "price.summarizer"
    /// The model whose prices requests are charged at.
    static let standardPriceModel = "claude-sonnet-4-5"
    /// The rule that the model's prices were published with.
    package static let standardRule = "standard"
    /// The model whose prices summaries are charged at: the one that stands for the FAST tier (doc 004).
    static let standardSummarizerModel = "qwen3-32b"

    /// The axes that decide on every bill, each with its usual value: runs name them.
    package static let standardPrices = [
        (priceModel, standardPriceModel), (priceRule, standardRule),
        (priceSummarizer, standardSummarizerModel),
    ]

    let pipeline: any AxisCheck

    /// What changes the bill and nothing else.
    static let prices: Set = [priceModel, priceRule, priceSummarizer]
    private static let own = [gap, arrivals] + prices.sorted()

    /// The names of all axes, those of a replay last.
    package var axes: [String] { pipeline.axes.filter { !Self.own.contains($0) } + Self.own }

    /// Whether an axis can have a value.
    package func verdict(on value: String, of axis: String) -> AxisVerdict {
        switch axis {
        case Self.gap:
            return VirtualClock.gap(value) == nil
                ? .refused(expected: VirtualClock.expectedGap) : .accepted(value)
        case Self.priceRule:
            let rules = [Self.standardRule] + PriceRule.all.map(\.name)
            return rules.contains(value) ? .accepted(value) : .refused(expected: rules.asChoice)
        case Self.priceModel, Self.priceSummarizer:
            let models = PriceTable.shipped.rows.map(\.model)
            return models.contains(value) ? .accepted(value) : .refused(expected: models.asChoice)
        case Self.arrivals:
            return ArrivalProcess(value).map { .accepted($0.description) }
                ?? .refused(expected: ArrivalProcess.expected)
        case Self.limit:
            guard let limit = ContextLimit(value) else {
                return .refused(expected: ContextLimit.expected)
            }
            guard case .absolute = limit else { return .accepted(limit.description) }
            return pipeline.verdict(on: limit.description, of: axis)
        default:
            return pipeline.verdict(on: value, of: axis)
        }
    }
}

/// The pipeline's settings as axes of a matrix: their names and values are those of the setting table.
package struct SettingAxes: AxisCheck {
    /// All settings.
    package init() {}

    /// The settings' names.
    package var axes: [String] { SettingTable.rows.map(\.name) }

    /// A value in the spelling of the table, or what was expected.
    ///
    /// A value is tried alone: what only several settings together can break is found by `Plan.check`,
    /// before anything runs.
    package func verdict(on value: String, of axis: String) -> AxisVerdict {
        guard let setting = SettingTable[axis] else { return .refused(expected: "a setting") }
        guard let spelling = setting.spelling(of: value) else {
            return .refused(expected: setting.range)
        }
        return .accepted(spelling)
    }
}

extension AxisValue {
    /// What an axis decides on. Nobody chooses between bills that were counted or priced differently, or
    /// of requests that were made at other times.
    package static func role(of axis: String) -> Setting.Role {
        switch axis {
        case ReplayAxes.priceModel, ReplayAxes.priceRule: .situation
        case ReplayAxes.priceSummarizer, ReplayAxes.gap, ReplayAxes.arrivals: .measurement
        // An axis that this program no longer knows may have been a policy's.
        default: SettingTable[axis]?.role ?? .policy
        }
    }

    /// What the axis decides on.
    package var role: Setting.Role { Self.role(of: axis) }

    /// Whether it is a counter that estimates.
    package var isEstimate: Bool {
        axis == "counter" && CounterName(rawValue: value).map { !$0.isExact } ?? false
    }

    /// Whether it is the summariser whose answers fail on purpose.
    package var injectsFaults: Bool {
        axis == "condensation.summarizer" && value == SummarizerName.faulty.rawValue
    }
}

package import Settings

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

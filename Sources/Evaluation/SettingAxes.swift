internal import ContextPipeline

/// The pipeline's settings as axes of a matrix: their names and values are those of the setting table.
package struct SettingAxes: AxisCheck {
    /// All settings.
    package init() {}

    /// The settings' names.
    package var axes: [String] { SettingTable.rows.map(\.name) }

    /// A value in the spelling of the table, or what was expected.
    ///
    /// A value is tried alone, beside the defaults; what only several settings together can break is
    /// found by `Plan.check`, before anything runs.
    package func verdict(on value: String, of axis: String) -> AxisVerdict {
        do {
            let configuration = try PipelineConfiguration(settings: [(axis, value)])
            return .accepted(try configuration.value(of: axis))
        } catch {
            return .refused(expected: SettingTable[axis]?.range ?? "a setting")
        }
    }
}

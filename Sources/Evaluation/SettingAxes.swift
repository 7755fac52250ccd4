internal import ContextPipeline

/// The pipeline's settings as axes of a matrix: their names and values are those of the setting table.
package struct SettingAxes: AxisCheck {
    /// All settings.
    package init() {}

    /// The settings' names.
    package var axes: [String] { SettingTable.rows.map(\.name) }

    /// A value in the spelling of the table, or what was expected.
    ///
    /// A value is tried alone, with the thresholds it must lie between as far away as they can be;
    /// what only several settings together can break is found by `Plan.check`, before anything runs.
    package func verdict(on value: String, of axis: String) -> AxisVerdict {
        let widest = [
            ("risk.caution", "0.000001"), ("risk.warning", "0.000002"), ("risk.critical", "1"),
        ]
        let above = [("risk.warning", "0.999999"), ("risk.critical", "1")]
        let others = axis == "risk.caution" ? above : widest.filter { $0.0 != axis }
        do {
            let configuration = try PipelineConfiguration(settings: others + [(axis, value)])
            return .accepted(try configuration.value(of: axis))
        } catch {
            return .refused(expected: SettingTable[axis]?.range ?? "a setting")
        }
    }
}

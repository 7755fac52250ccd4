internal import Settings

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

internal import ContextModel

/// Writes what was chosen in the order of the source, with short labels of who said it.
struct ExtractText {
    private(set) var text = ""
    private let style: SummaryStyle

    init(_ selection: ExtractSelection, _ style: SummaryStyle) {
        self.style = style
        var line = -1
        for number in selection.chosen.map(\.unit).sorted() {
            let unit = selection.units.units[number]
            let segment = selection.source.segments[unit.segment]
            let isNewLine = style == .keyPoints || line != selection.line(of: unit)
            if isNewLine {
                text += (text.isEmpty ? "" : "\n") + (style == .keyPoints ? "- " : "")
                text += segment.speaker.label
            } else {
                text += segment.kind == .result ? " | " : " "
            }
            line = selection.line(of: unit)
            text += selection.text(of: unit)
        }
    }

    /// The text and the fact list below it.
    func text(with factList: FactList) -> String {
        guard !factList.items.isEmpty else { return text }
        return text + (text.isEmpty ? "" : "\n") + (style == .keyPoints ? "- " : "") + factList.text
    }
}

extension Plan {
    /// A line for each cell, `corpus  mode  axis=value …`, and one that counts them.
    package var listing: String {
        var text = ""
        for cell in cells { text += cell.listing + "\n" }
        return text + summary + "\n"
    }

    private var summary: String {
        let parts = [
            Self.counted(Set(cells.map(\.corpus)).count, "corpus", "corpora"),
            Self.counted(configurations.count, "configuration", "configurations"),
            Self.counted(Set(cells.map(\.mode)).count, "mode", "modes"),
            Self.counted(repetitions, "repetition", "repetitions"),
        ]
        return Self.counted(cells.count, "cell", "cells") + ": " + parts.joined(separator: ", ")
    }

    private static func counted(_ count: Int, _ one: String, _ several: String) -> String {
        "\(count) \(count == 1 ? one : several)"
    }
}

extension Cell {
    /// The cell in a line: `corpus  mode  axis=value …`.
    package var listing: String {
        let settings = configuration.map { "\($0.axis)=\($0.value)" }.joined(separator: " ")
        return "\(corpus.name)  \(mode.rawValue)  \(settings)"
    }
}

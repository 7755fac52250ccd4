import Statistics

/// The report, from what was measured.
struct Page {
    private(set) var text: String

    init(_ facts: [String]) {
        text = "# Chunk tracking beside the naive way\n\n"
        text += facts.map { "- \($0)\n" }.joined()
        text += """
            - CPU time of one thread, one process, contenders in turn each round; medians and minima
            - Naive: join the texts of a chunk and hash them, the whole history each time; adaptive by
              sets of words of neighbouring messages; look-ups in a dictionary of arrays of records

            """
    }

    /// A table of times; each of ours with its naive counterpart.
    mutating func section(_ title: String, _ timings: [Timing], naive: [String: String]) {
        text += "\n## \(title)\n\n| way | median | least | naive ÷ ours, median | least |\n"
        text += "|---|---|---|---|---|\n"
        for timing in timings {
            let other = timings.first { $0.name == naive[timing.name] }
            let ratios = [
                other.map { $0.median / timing.median }, other.map { $0.least / timing.least },
            ].map { $0.map { DecimalText.fixed($0, decimals: 1) } ?? "" }
            text += "| \(timing.name) | \(time(timing.median)) | \(time(timing.least)) "
            text += "| \(ratios[0]) | \(ratios[1]) |\n"
        }
    }

    mutating func add(_ line: String) { text += "\n\(line)\n" }

    /// Whether a target was met, with what was measured.
    mutating func verdict(_ target: String, holds: Bool, measured: String) {
        text += "\n\(holds ? "Holds" : "**Fails**"): \(target); measured \(measured).\n"
    }

    private func time(_ seconds: Double) -> String {
        if seconds >= 1e-3 { return DecimalText.fixed(seconds * 1e3, decimals: 2) + " ms" }
        if seconds >= 1e-6 { return DecimalText.fixed(seconds * 1e6, decimals: 1) + " µs" }
        return DecimalText.fixed(seconds * 1e9, decimals: 0) + " ns"
    }
}

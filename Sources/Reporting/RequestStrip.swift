internal import Evaluation

/// The requests of a conversation as bars beside each other: what each read from the provider's cache,
/// wrote to it and paid in full, and a mark where it no longer began as the one before.
struct RequestStrip {
    private let inspection: Inspection

    /// The most bars: more would be thinner than a pixel.
    static let mostBars = 450

    private static let size = (width: 960.0, height: 260.0)
    private static let frame = (left: 64.0, right: 944.0, top: 44.0, bottom: 200.0)

    init(_ inspection: Inspection) { self.inspection = inspection }

    /// What the colours and marks mean.
    var legend: String {
        let left = inspection.requests.count - shown.count
        return
            "A bar is a request: grey was read from the provider's cache, blue written to it, black neither. "
            + "A triangle: the request no longer begins as the one before (the pointer says by what). A "
            + "cross: its answer uses what it no longer showed."
            + (left > 0 ? " The first \(Figure.count(shown.count)) are shown." : "")
    }

    private var shown: ArraySlice<Inspection.Request> {
        inspection.requests.prefix(Self.mostBars)
    }

    /// The picture.
    var svg: String {
        var picture = SVGPicture(
            "Tokens sent with each request", width: Self.size.width, height: Self.size.height)
        let frame = Self.frame
        let most = shown.map(\.tokens).max() ?? 0
        let scale = ChartScale([0, Double(max(most, 1))], atLeast: 1, isAmount: true)
        func top(_ tokens: Int) -> Double {
            frame.bottom - scale.share(of: Double(tokens)) * (frame.bottom - frame.top)
        }
        for tick in scale.ticks {
            let height = top(Int(tick))
            picture.line(
                .init(x: frame.left, y: height), .init(x: frame.right, y: height))
            picture.text(
                Figure.count(Int(tick)), at: .init(x: frame.left - 6, y: height + 4), .end,
                isSmall: true)
        }
        let pitch = (frame.right - frame.left) / Double(max(shown.count, 1))
        // Bars keep a gap where there is room for one.
        let width = min(pitch > 3 ? pitch - 1 : pitch, 40)
        for (place, request) in shown.enumerated() {
            let x = frame.left + Double(place) * pitch
            var below = 0
            let parts: [(Int, SVGPicture.Ink)] = [
                (request.cacheRead, .other), (request.cacheWritten, .front),
                (request.uncached, .ink),
            ]
            for (tokens, ink) in parts where tokens > 0 {
                picture.rectangle(
                    .init(x: x, y: top(below + tokens)),
                    .init(x: width, y: top(below) - top(below + tokens)), ink)
                below += tokens
            }
            let middle = x + width / 2
            if request.prefixBreak != nil {
                picture.mark(
                    .left, at: .init(x: middle, y: frame.bottom + 12), .front,
                    "request \(request.number): prefix broken \(request.breakText)")
            }
            if request.count(.lost) > 0 {
                picture.mark(
                    .cross, at: .init(x: middle, y: frame.bottom + 28), .ink,
                    "request \(request.number): \(request.count(.lost)) references lost")
            }
        }
        picture.text(
            "1", at: .init(x: frame.left, y: frame.bottom + 50), isSmall: true)
        picture.text(
            "request \(Figure.count(shown.count))", at: .init(x: frame.right, y: frame.bottom + 50),
            .end, isSmall: true)
        return picture.svg
    }
}

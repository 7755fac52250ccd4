import Statistics

/// What was measured of recorded conversations: the quantiles of one quantity.
struct RealShape: Sendable {
    /// The synthetic corpus the recordings stand beside.
    let corpus: String
    /// The quantity, such as "tokens of a user".
    let quantity: String
    /// How many values were measured.
    let samples: Int
    /// The quantiles at 0 %, 5 %, … 100 % (nearest rank).
    let quantiles: [Int]

    init(_ corpus: String, _ quantity: String, samples: Int, _ quantiles: [Int]) {
        self.corpus = corpus
        self.quantity = quantity
        self.samples = samples
        self.quantiles = quantiles
    }

    /// The quantile at a share in thousandths, between the measured ones on a straight line.
    func value(atThousandth share: Int) -> Int {
        let position = min(max(share, 0), 1000) * (quantiles.count - 1)
        let index = min(position / 1000, quantiles.count - 2)
        let (low, high) = (quantiles[index], quantiles[index + 1])
        return low + (high - low) * (position - index * 1000) / 1000
    }

    /// A value as likely as in the recordings, their last five percent cut at a limit.
    func draw(_ generator: inout SeededGenerator, atMost limit: Int = .max) -> Int {
        min(value(atThousandth: generator.next(in: 0...1000)), limit)
    }

    /// The value that stands for one of so many equally large groups of the recordings.
    func stratum(_ index: Int, of count: Int) -> Int {
        value(atThousandth: (2 * index + 1) * 1000 / (2 * count))
    }

    /// The shape of a quantity of a corpus.
    static func of(_ corpus: String, _ quantity: String) -> Self {
        guard let shape = all.first(where: { $0.corpus == corpus && $0.quantity == quantity })
        else { preconditionFailure("\(quantity) of \(corpus) was not measured") }
        return shape
    }
}

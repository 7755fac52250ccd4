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

// Made by `Corpora/compare-with-real FOLDER --swift` from recordings in their public formats.

extension RealShape {
    /// The quantities measured of the recordings that the synthetic corpora are modelled on.
    static let all: [RealShape] = [
        RealShape(
            "support-chat", "tokens of a system", samples: 314,
            [
                1252, 1252, 1252, 1252, 1252, 1252, 1252, 1252, 1252, 1252, 1252, 1252, 1252,
                1401, 1401, 1401, 1401, 1401, 1401, 1401, 1401,
            ]),
        RealShape(
            "support-chat", "tokens of a user", samples: 2010,
            [
                1, 9, 12, 14, 15, 17, 19, 21, 22, 24, 26, 28, 30, 33, 36, 41, 51, 71, 102, 148,
                522,
            ]),
        RealShape(
            "support-chat", "tokens of a assistant", samples: 1900,
            [
                9, 9, 24, 27, 32, 36, 41, 46, 51, 56, 62, 71, 82, 101, 128, 162, 199, 249, 325,
                439, 2626,
            ]),
        RealShape(
            "support-chat", "tokens of a call", samples: 2037,
            [
                6, 13, 13, 13, 14, 14, 14, 14, 14, 15, 17, 18, 20, 24, 25, 30, 43, 51, 65, 97,
                412,
            ]),
        RealShape(
            "support-chat", "age of an identifier in a call", samples: 5944,
            [
                1, 1, 1, 2, 3, 3, 4, 5, 6, 7, 9, 10, 12, 13, 15, 17, 20, 23, 27, 36, 56,
            ]),
        RealShape(
            "support-chat", "tokens of a result", samples: 2037,
            [
                0, 1, 3, 7, 9, 109, 177, 220, 235, 249, 260, 271, 287, 312, 325, 353, 400, 451,
                513, 707, 2837,
            ]),
        RealShape(
            "support-chat", "messages", samples: 314,
            [
                6, 10, 12, 13, 14, 14, 15, 16, 17, 18, 18, 19, 20, 21, 22, 24, 25, 26, 29, 35,
                61,
            ]),
        RealShape(
            "support-chat", "tokens", samples: 314,
            [
                1459, 1773, 1872, 2054, 2285, 2523, 2958, 3275, 3485, 3764, 4058, 4344, 4630,
                4984, 5267, 5694, 6297, 6742, 7260, 8241, 17823,
            ]),
        RealShape(
            "support-chat", "characters per 100 tokens", samples: 314,
            [
                319, 341, 347, 354, 359, 363, 367, 371, 375, 380, 384, 390, 395, 399, 405, 419,
                435, 451, 464, 484, 497,
            ]),
        RealShape(
            "support-chat", "tool results, % of tokens", samples: 314,
            [
                0, 0, 9, 14, 19, 22, 25, 28, 31, 34, 38, 40, 42, 45, 47, 48, 50, 53, 56, 60, 72,
            ]),
        RealShape(
            "support-chat", "repeated 8-word runs, %", samples: 314,
            [
                2, 3, 4, 4, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 10, 11, 12, 14, 16, 24,
            ]),
        RealShape(
            "support-chat", "calls", samples: 314,
            [
                0, 0, 1, 2, 2, 3, 4, 4, 5, 6, 6, 7, 7, 8, 8, 9, 10, 11, 12, 14, 27,
            ]),
        RealShape(
            "coding-agent", "tokens of a user", samples: 50,
            [
                521, 598, 612, 643, 678, 727, 760, 778, 788, 816, 817, 823, 838, 898, 930, 982,
                1033, 1142, 1231, 1357, 1673,
            ]),
        RealShape(
            "coding-agent", "tokens of a assistant", samples: 929,
            [
                1, 8, 12, 14, 15, 17, 19, 23, 27, 30, 35, 42, 47, 58, 69, 89, 112, 156, 277,
                409, 2704,
            ]),
        RealShape(
            "coding-agent", "tokens of a call", samples: 1440,
            [
                1, 4, 13, 19, 21, 21, 21, 26, 31, 32, 34, 36, 39, 43, 50, 57, 65, 93, 132, 272,
                8365,
            ]),
        RealShape(
            "coding-agent", "age of an identifier in a call", samples: 5163,
            [
                1, 2, 4, 6, 9, 13, 19, 24, 30, 36, 44, 54, 66, 81, 94, 110, 133, 154, 186, 232,
                356,
            ]),
        RealShape(
            "coding-agent", "tokens of a result", samples: 1420,
            [
                0, 5, 16, 22, 23, 23, 23, 28, 36, 57, 75, 100, 135, 186, 257, 340, 438, 573,
                857, 1424, 6974,
            ]),
        RealShape(
            "coding-agent", "messages", samples: 50,
            [
                9, 10, 11, 19, 23, 24, 25, 25, 28, 30, 31, 37, 39, 43, 47, 60, 70, 81, 89, 160,
                220,
            ]),
        RealShape(
            "coding-agent", "tokens", samples: 50,
            [
                1748, 2643, 2941, 5464, 6173, 6827, 7025, 7726, 8503, 9189, 9789, 10627, 10689,
                12555, 12782, 15371, 16828, 21939, 28892, 57799, 80511,
            ]),
        RealShape(
            "coding-agent", "characters per 100 tokens", samples: 50,
            [
                296, 303, 325, 330, 349, 351, 357, 364, 365, 370, 372, 380, 383, 386, 390, 401,
                411, 412, 412, 422, 433,
            ]),
        RealShape(
            "coding-agent", "tool results, % of tokens", samples: 50,
            [
                14, 20, 29, 41, 46, 49, 51, 52, 54, 56, 57, 60, 61, 65, 67, 70, 72, 74, 75, 76,
                87,
            ]),
        RealShape(
            "coding-agent", "repeated 8-word runs, %", samples: 50,
            [
                0, 2, 2, 4, 4, 10, 11, 12, 12, 14, 17, 18, 18, 21, 22, 24, 24, 26, 28, 39, 49,
            ]),
        RealShape(
            "coding-agent", "calls", samples: 50,
            [
                4, 4, 5, 9, 11, 12, 12, 13, 14, 17, 18, 20, 23, 25, 26, 35, 44, 52, 58, 100, 140,
            ]),
        RealShape(
            "coding-agent", "tokens of a system", samples: 22,
            [
                22, 355, 355, 355, 390, 763, 765, 772, 774, 1119, 1119, 1119, 1277, 1432, 1432,
                1463, 1463, 1485, 1489, 1490, 1964,
            ]),
        RealShape(
            "long-dialogue", "tokens of a user", samples: 14323,
            [
                0, 2, 2, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 17, 21, 26, 33, 43, 63, 101, 1143,
            ]),
        RealShape(
            "long-dialogue", "messages", samples: 26,
            [
                130, 151, 165, 179, 234, 240, 254, 315, 316, 336, 347, 425, 443, 646, 766, 796,
                829, 877, 1139, 1530, 1832,
            ]),
        RealShape(
            "long-dialogue", "tokens", samples: 26,
            [
                2340, 3262, 4002, 4524, 6483, 7454, 8696, 10926, 12109, 14291, 14492, 15586,
                15679, 17229, 18500, 19357, 21281, 23263, 23304, 24718, 28750,
            ]),
        RealShape(
            "long-dialogue", "characters per 100 tokens", samples: 26,
            [
                357, 363, 367, 368, 375, 378, 378, 379, 381, 383, 384, 385, 386, 394, 469, 472,
                476, 479, 487, 488, 488,
            ]),
        RealShape(
            "long-dialogue", "repeated 8-word runs, %", samples: 26,
            [
                0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3,
            ]),
        RealShape(
            "vision", "tokens of a user", samples: 78,
            [
                322, 338, 426, 436, 448, 464, 470, 477, 482, 488, 507, 620, 634, 647, 659, 666,
                671, 675, 677, 702, 719,
            ]),
        RealShape(
            "vision", "tokens of a assistant", samples: 78,
            [
                26, 26, 26, 26, 26, 26, 28, 42, 46, 57, 61, 68, 77, 81, 89, 104, 119, 142, 151,
                174, 214,
            ]),
        RealShape(
            "vision", "messages", samples: 6,
            [
                18, 18, 18, 18, 22, 22, 22, 26, 26, 26, 26, 26, 26, 26, 30, 30, 30, 34, 34, 34,
                34,
            ]),
        RealShape(
            "vision", "tokens", samples: 6,
            [
                5149, 5149, 5149, 5149, 6934, 6934, 6934, 7753, 7753, 7753, 7753, 8720, 8720,
                8720, 9366, 9366, 9366, 10695, 10695, 10695, 10695,
            ]),
        RealShape(
            "vision", "characters per 100 tokens", samples: 6,
            [
                425, 425, 425, 425, 428, 428, 428, 430, 430, 430, 430, 430, 430, 430, 430, 430,
                430, 434, 434, 434, 434,
            ]),
        RealShape(
            "vision", "repeated 8-word runs, %", samples: 6,
            [
                60, 60, 60, 60, 63, 63, 63, 68, 68, 68, 68, 68, 68, 68, 73, 73, 73, 74, 74, 74,
                74,
            ]),
        RealShape(
            "multilingual", "tokens of a user", samples: 3466,
            [
                1, 7, 9, 11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 25, 26, 28, 31, 36, 42, 86,
            ]),
        RealShape(
            "multilingual", "tokens of a assistant", samples: 3466,
            [
                1, 7, 9, 10, 12, 13, 14, 15, 16, 18, 19, 20, 21, 23, 24, 26, 28, 31, 35, 42, 107,
            ]),
        RealShape(
            "multilingual", "messages", samples: 450,
            [
                4, 14, 14, 14, 14, 14, 14, 14, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16,
                32,
            ]),
        RealShape(
            "multilingual", "tokens", samples: 450,
            [
                110, 147, 178, 198, 215, 234, 245, 256, 271, 284, 296, 310, 329, 345, 368, 391,
                411, 443, 481, 546, 1195,
            ]),
        RealShape(
            "multilingual", "characters per 100 tokens", samples: 450,
            [
                74, 78, 80, 82, 91, 97, 98, 100, 102, 105, 315, 324, 328, 332, 338, 342, 351,
                366, 390, 404, 441,
            ]),
        RealShape(
            "multilingual", "repeated 8-word runs, %", samples: 450,
            [
                0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3,
            ]),
    ]
}

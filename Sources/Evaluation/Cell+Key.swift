package import ContextModel

extension Cell {
    /// Names what a measurement of the cell depends on: results of equal keys are interchangeable.
    ///
    /// The key is the SHA-256 of `keyText`. The build fingerprint stands for the measuring program, the
    /// benchmark version for the meaning of what it measures.
    package func key(
        buildFingerprint: String, benchmarkVersion: Int, hasher: any ContentHasher
    ) -> String {
        let text = keyText(buildFingerprint: buildFingerprint, benchmarkVersion: benchmarkVersion)
        return hasher.sha256(Array(text.utf8))
    }

    /// The text whose hash is the key: a line `name=value` for each thing the results depend on.
    package func keyText(buildFingerprint: String, benchmarkVersion: Int) -> String {
        StoredCell(
            configuration: configurationText, corpus: corpus.hash, mode: mode.rawValue,
            seed: String(seed)
        ).keyText(buildFingerprint: buildFingerprint, benchmarkVersion: benchmarkVersion)
    }
}

/// A cell in the texts that a database keeps of it.
package struct StoredCell: Hashable, Sendable {
    /// The configuration's text.
    package let configuration: String
    /// The hash of the corpus.
    package let corpus: String
    /// How the client behaves.
    package let mode: String
    /// The seed.
    package let seed: String

    /// A cell of these texts.
    package init(configuration: String, corpus: String, mode: String, seed: String) {
        self.configuration = configuration
        self.corpus = corpus
        self.mode = mode
        self.seed = seed
    }

    /// The text whose hash is the cell's key.
    package func keyText(buildFingerprint: String, benchmarkVersion: Int) -> String {
        """
        benchmark=\(benchmarkVersion)
        build=\(buildFingerprint)
        configuration=\(configuration)
        corpus=\(corpus)
        mode=\(mode)
        seed=\(seed)

        """
    }
}

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
        Self.keyText(
            configuration: configurationText, corpus: corpus.hash, mode: mode.rawValue,
            seed: String(seed), buildFingerprint: buildFingerprint,
            benchmarkVersion: benchmarkVersion)
    }

    /// The same from the texts that a database keeps of a cell.
    package static func keyText(
        configuration: String, corpus: String, mode: String, seed: String,
        buildFingerprint: String, benchmarkVersion: Int
    ) -> String {
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

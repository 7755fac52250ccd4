extension Plan {
    /// Checks that every configuration can be replayed. Throws the first `TrialError`, naming the
    /// configuration: settings that are fine alone can break each other.
    package func check() throws(TrialError) {
        for configuration in configurations {
            do throws(TrialError) {
                _ = try Replay(configuration)
            } catch {
                let text = configuration.map { "\($0.axis)=\($0.value)" }.joined(separator: " ")
                throw TrialError("configuration \(text): \(error.description)")
            }
        }
    }
}

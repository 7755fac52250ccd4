/// Computes content hashes; the shell hands one in, so that no core module links a hash library.
public protocol ContentHasher: Sendable {
    /// The SHA-256 of the bytes, as 64 lower-case hexadecimal digits.
    func sha256(_ bytes: [UInt8]) -> String
}

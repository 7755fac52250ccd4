package import ContextModel

/// The content hasher that the shell hands to the modules that hash.
package struct SHA256Hasher: ContentHasher {
    /// A hasher; it keeps nothing between calls.
    package init() {}

    /// The SHA-256 of the bytes, as 64 lower-case hexadecimal digits. O(bytes).
    package func sha256(_ bytes: [UInt8]) -> String { bytes.withUnsafeBytes { SHA256.hash($0) } }

    /// The SHA-256 of the bytes, as a value. O(bytes).
    package func digest(_ bytes: UnsafeRawBufferPointer) -> ContentDigest { SHA256.digest(bytes) }
}

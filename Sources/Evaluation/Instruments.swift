package import ContextModel

/// What a trial measures with: handed in by the shell, since nothing here reads a clock.
package struct Instruments: Sendable {
    /// The counter of a name in the setting table; nil if there is none.
    package var counter: @Sendable (String) -> (any TokenCounter)?
    /// The exact counter that others are compared with, and that sizes of conversations are told in.
    package var reference: any TokenCounter
    /// Hashes outputs.
    package var hasher: any ContentHasher
    /// Nanoseconds of a clock that never goes back.
    package var wall: @Sendable () -> UInt64
    /// CPU nanoseconds of the calling thread.
    package var cpu: @Sendable () -> UInt64
    /// The largest memory the process has had, in bytes.
    package var peakMemory: @Sendable () -> Int64

    /// Instruments.
    package init(
        counter: @escaping @Sendable (String) -> (any TokenCounter)?,
        reference: any TokenCounter, hasher: any ContentHasher,
        wall: @escaping @Sendable () -> UInt64, cpu: @escaping @Sendable () -> UInt64,
        peakMemory: @escaping @Sendable () -> Int64
    ) {
        self.counter = counter
        self.reference = reference
        self.hasher = hasher
        self.wall = wall
        self.cpu = cpu
        self.peakMemory = peakMemory
    }
}

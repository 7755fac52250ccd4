extension Duration {
    /// Whole milliseconds.
    package var wholeMilliseconds: Int64 { whole(1_000) }

    /// Whole microseconds.
    package var wholeMicroseconds: Int64 { whole(1_000_000) }

    /// Whole nanoseconds.
    package var wholeNanoseconds: Int64 { whole(1_000_000_000) }

    /// Whole units of which a second has so many.
    private func whole(_ units: Int64) -> Int64 {
        let (seconds, attoseconds) = components
        return seconds * units + attoseconds / (1_000_000_000_000_000_000 / units)
    }
}

/// How many records are kept, and how.
package struct RecordOptions: Hashable, Sendable {
    /// The most records of a kind.
    package var maximumEntries: Int
    /// The most bytes of a kind's contents together, as they are stored. The file is larger: keys, indices and
    /// pages that are filled in part come on top.
    package var maximumBytes: Int
    /// Whether the file is mapped into memory, not read.
    package var mapsFile: Bool
    /// Whether new records are kept compressed where that is shorter; either kind is always read.
    package var compresses: Bool

    /// Options; by default 16,384 records and 64 MiB of each kind, read, not compressed.
    package init(
        maximumEntries: Int = 16_384, maximumBytes: Int = 64 << 20, mapsFile: Bool = false,
        compresses: Bool = false
    ) {
        self.maximumEntries = maximumEntries
        self.maximumBytes = maximumBytes
        self.mapsFile = mapsFile
        self.compresses = compresses
    }
}

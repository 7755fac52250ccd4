/// How a folder of records is bounded and read.
package struct RecordOptions: Hashable, Sendable {
    /// The most records in the folder.
    package var maximumEntries: Int
    /// The most bytes of its files together, headers included.
    package var maximumBytes: Int
    /// Whether files are mapped, not read; worth it for contents of many pages only.
    package var mapsFiles: Bool
    /// Whether new records are kept compressed where that is shorter; either kind is always read.
    package var compresses: Bool

    /// Options; by default 16,384 records and 64 MiB, read, not compressed.
    package init(
        maximumEntries: Int = 16_384, maximumBytes: Int = 64 << 20, mapsFiles: Bool = false,
        compresses: Bool = false
    ) {
        self.maximumEntries = maximumEntries
        self.maximumBytes = maximumBytes
        self.mapsFiles = mapsFiles
        self.compresses = compresses
    }
}

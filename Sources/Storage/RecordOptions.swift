/// How a folder of records is bounded and read.
package struct RecordOptions: Hashable, Sendable {
    /// The most records in the folder.
    package var maximumEntries: Int
    /// The most bytes of its files together, headers included.
    package var maximumBytes: Int
    /// Whether files are mapped, not read; worth it for contents of many pages only.
    package var mapsFiles: Bool

    /// Options; by default 65,536 records and 256 MiB, read.
    package init(
        maximumEntries: Int = 65_536, maximumBytes: Int = 256 << 20, mapsFiles: Bool = false
    ) {
        self.maximumEntries = maximumEntries
        self.maximumBytes = maximumBytes
        self.mapsFiles = mapsFiles
    }
}

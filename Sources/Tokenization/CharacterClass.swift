internal import RankTables

/// What the split patterns tell apart, by Unicode's general category; the numbers are those of the
/// table that `make-tables` asks of tiktoken's own regular expression crate.
enum CharacterClass {
    /// Anything else: punctuation, symbols, controls, unassigned.
    static let other: UInt8 = 0
    /// `Lu` and `Lt`.
    static let upper: UInt8 = 1
    /// `Ll`.
    static let lower: UInt8 = 2
    /// `Lm` and `Lo`: letters without case.
    static let caseless: UInt8 = 3
    /// `M`.
    static let mark: UInt8 = 4
    /// `N`.
    static let number: UInt8 = 5
    /// White_Space, ASCII included.
    static let space: UInt8 = 6

    /// The class of every code point. Reading this property costs a check each time, so the table is
    /// handed down to whoever asks often.
    static let table = CharacterClassTable()
}

/// One byte for each code point, made once from the runs in the program.
struct CharacterClassTable: @unchecked Sendable {
    // Unchecked: written by the initialiser only, read by all, never freed.
    private let classes: UnsafePointer<UInt8>

    fileprivate init() {
        let classes = UnsafeMutablePointer<UInt8>.allocate(capacity: 0x11_0000)
        let runs = UnsafeRawBufferPointer(table: winnow_class_runs())
        for offset in stride(from: 0, to: runs.count, by: 4) {
            let first = runs.threeBytes(at: offset)
            let next = offset + 4 < runs.count ? runs.threeBytes(at: offset + 4) : 0x11_0000
            (classes + first).initialize(repeating: runs[offset + 3], count: next - first)
        }
        self.classes = UnsafePointer(classes)
    }

    /// The class of a code point below 0x110000.
    @inline(__always)
    subscript(code: UInt32) -> UInt8 { classes[Int(code)] }
}

extension UnsafeRawBufferPointer {
    /// The bytes of a table in the program.
    init(table: winnow_table) { self.init(start: table.bytes, count: table.count) }

    /// A number of 24 bits, little-endian.
    func threeBytes(at offset: Int) -> Int {
        Int(self[offset]) | Int(self[offset + 1]) << 8 | Int(self[offset + 2]) << 16
    }
}

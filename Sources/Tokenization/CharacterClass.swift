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

/// A code point in UTF-8 text: its class and how many bytes it takes.
///
/// Bytes that are not UTF-8 are taken one by one as `other`, so that no input can be read past its
/// end; the public interface asks for valid UTF-8.
struct Character {
    let kind: UInt8
    let length: Int

    /// The code point at a position before the end.
    @inline(__always)
    init(
        at start: UnsafePointer<UInt8>, before end: UnsafePointer<UInt8>,
        _ classes: CharacterClassTable
    ) {
        let first = UInt32(start[0])
        if first < 0x80 {
            self.init(kind: classes[first], length: 1)
        } else {
            self.init(manyBytesAt: start, first, end - start, classes)
        }
    }

    @inline(__always)
    private init(
        manyBytesAt start: UnsafePointer<UInt8>, _ first: UInt32, _ rest: Int,
        _ classes: CharacterClassTable
    ) {
        @inline(__always)
        func bits(_ offset: Int) -> UInt32 { UInt32(start[offset] & 0x3F) }
        if first < 0xE0, first >= 0xC2, rest >= 2 {
            self.init(code: (first & 0x1F) << 6 | bits(1), length: 2, classes)
        } else if first >= 0xE0, first < 0xF0, rest >= 3 {
            self.init(code: (first & 0x0F) << 12 | bits(1) << 6 | bits(2), length: 3, classes)
        } else if first >= 0xF0, rest >= 4 {
            let code = (first & 0x07) << 18 | bits(1) << 12 | bits(2) << 6 | bits(3)
            self.init(code: code, length: code < 0x11_0000 ? 4 : 1, classes)
        } else {
            self.init(kind: CharacterClass.other, length: 1)
        }
    }

    @inline(__always)
    private init(code: UInt32, length: Int, _ classes: CharacterClassTable) {
        self.init(kind: classes[min(code, 0x10_FFFF)], length: length)
    }

    @inline(__always)
    private init(kind: UInt8, length: Int) {
        self.kind = kind
        self.length = length
    }

    @inline(__always)
    var isLetter: Bool { kind &- 1 < 3 }
    @inline(__always)
    var isSpace: Bool { kind == CharacterClass.space }
    @inline(__always)
    var isNumber: Bool { kind == CharacterClass.number }
    /// `[^\s\p{L}\p{N}]`: marks belong here.
    @inline(__always)
    var isOther: Bool { kind & 3 == 0 }
}

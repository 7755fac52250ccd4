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

extension JSONError {
    /// A defect told with its place, which is found by going through the text up to it once more.
    init(_ defect: JSONDefect, in bytes: UnsafeRawBufferPointer, maximumDepth: Int) {
        var place = JSONPlace()
        place.advance(to: defect.offset, in: bytes)
        if defect.kind == .duplicateKey { place.readKey(in: bytes) }
        self.init(
            offset: defect.offset, line: place.line, column: place.column, path: place.path,
            expected: defect.expected(maximumDepth: maximumDepth), found: defect.found(in: bytes),
            isOfStrictness: [.duplicateKey, .surrogate].contains(defect.kind))
    }
}

/// A place in a JSON text that is well formed up to it.
private struct JSONPlace {
    private(set) var line = 1
    private(set) var column = 1
    private var at = 0
    private var steps: [Step] = []

    /// A container that is open at the place.
    private enum Step {
        case element(Int)
        case member(String?)
    }

    /// The way from the root.
    var path: String {
        steps.reduce("") { path, step in
            switch step {
            case .element(let index): JSONPath.text(path, .element(index))
            case .member(nil): path
            case .member(let key?): JSONPath.text(path, .member(key))
            }
        }
    }

    mutating func advance(to offset: Int, in bytes: UnsafeRawBufferPointer) {
        while at < min(offset, bytes.count) {
            switch bytes[at] {
            case UInt8(ascii: "["): steps.append(.element(0))
            case UInt8(ascii: "{"): steps.append(.member(nil))
            case UInt8(ascii: "]"), UInt8(ascii: "}"): _ = steps.popLast()
            case UInt8(ascii: ","): nextItem()
            case UInt8(ascii: "\""):
                skipString(to: offset, in: bytes)
                continue
            default: break
            }
            step(over: bytes[at])
        }
    }

    /// Enters the member whose key begins at the place.
    mutating func readKey(in bytes: UnsafeRawBufferPointer) {
        var ahead = self
        ahead.skipString(to: bytes.count, in: bytes)
        steps = ahead.steps
    }

    private mutating func nextItem() {
        switch steps.popLast() {
        case .element(let index): steps.append(.element(index + 1))
        case .member: steps.append(.member(nil))
        case nil: break
        }
    }

    /// Goes to the end of a string, or to `offset` inside it; a whole key becomes the open member.
    private mutating func skipString(to offset: Int, in bytes: UnsafeRawBufferPointer) {
        let start = at
        step(over: bytes[at])
        while at < offset, bytes[at] != UInt8(ascii: "\"") {
            if bytes[at] == UInt8(ascii: "\\") { step(over: bytes[at]) }
            if at < offset { step(over: bytes[at]) }
        }
        guard at < offset else { return }
        step(over: bytes[at])
        guard case .member(nil) = steps.last else { return }
        var parser = JSONParser(
            UnsafeRawBufferPointer(rebasing: bytes[start..<at]), maximumDepth: 0)
        steps[steps.count - 1] = .member((try? parser.string()) ?? "")
    }

    private mutating func step(over byte: UInt8) {
        at += 1
        if byte == 0x0A {
            line += 1
            column = 1
        } else if byte & 0xC0 != 0x80, !(at == 1 && byte == 0xEF) {
            column += 1
        }
    }
}

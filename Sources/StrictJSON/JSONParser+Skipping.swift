extension JSONParser {
    /// Goes past the value at `at`, looking at brackets and strings only.
    mutating func skipValue() throws(JSONDefect) {
        skipSpace()
        switch byte {
        case UInt8(ascii: "\""): try skipString()
        case UInt8(ascii: "{"), UInt8(ascii: "["): try skipContainer()
        default: try skipScalar()
        }
    }

    /// Goes past the string at `at`.
    private mutating func skipString() throws(JSONDefect) {
        at += 1
        while true {
            at = bytes.endOfPlainText(from: at)
            guard at < bytes.count else { throw defect(.stringEnd) }
            switch bytes[at] {
            case UInt8(ascii: "\""):
                at += 1
                return
            case UInt8(ascii: "\\"): at = min(at + 2, bytes.count)
            default: throw defect(.control)
            }
        }
    }

    private mutating func skipContainer() throws(JSONDefect) {
        closers.removeAll(keepingCapacity: true)
        repeat {
            switch byte {
            case UInt8(ascii: "\""):
                try skipString()
                continue
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                guard closers.count < maximumDepth else { throw defect(.depth) }
                // In ASCII both closing brackets are two above their opening ones.
                closers.append(bytes[at] + 2)
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                guard closers.last == bytes[at] else { throw missingCloser }
                closers.removeLast()
            default:
                guard at < bytes.count else { throw missingCloser }
            }
            at += 1
        } while !closers.isEmpty
    }

    private var missingCloser: JSONDefect {
        defect(closers.last == UInt8(ascii: "]") ? .elementSeparator : .memberSeparator)
    }

    private mutating func skipScalar() throws(JSONDefect) {
        let start = at
        while at < bytes.count, bytes[at] > 0x20, !isDelimiter(bytes[at]) { at += 1 }
        guard at > start else { throw defect(.value) }
    }

    private func isDelimiter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "]"), UInt8(ascii: "}"),
            UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "\""):
            true
        default: false
        }
    }
}

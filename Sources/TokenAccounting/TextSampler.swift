import ContextModel
import StrictJSON

/// Hashes texts by their length and some of their bytes: enough to tell most apart without reading all.
///
/// The hash is the same in every process and on every platform.
struct TextSampler {
    private(set) var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    private(set) var byteCount = 0

    mutating func add(_ part: ContentPart) {
        switch part {
        case .text(let part), .reasoning(let part): add(part.text)
        case .image(let image):
            add(image.description ?? "")
            add(image.source)
        case .toolCall(let call):
            add(call.name)
            add(call.id ?? "")
            add(call.arguments)
        case .toolResult(let result):
            add(result.callID ?? "")
            for part in result.content { add(part) }
        case .opaque(let value): add(value)
        }
    }

    mutating func add(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            byteCount += utf8.count
            mix(UInt64(utf8.count))
            let bytes = UnsafeRawBufferPointer(utf8)
            guard bytes.count >= 8 else {
                for byte in bytes { mix(UInt64(byte)) }
                return
            }
            let step = max(8, (bytes.count - 8) / 16)
            for offset in stride(from: 0, through: bytes.count - 8, by: step) {
                mix(bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian)
            }
            let last = bytes.loadUnaligned(fromByteOffset: bytes.count - 8, as: UInt64.self)
            mix(last.littleEndian)
        }
    }

    private mutating func add(_ arguments: ToolArguments) {
        switch arguments {
        case .text(let text): add(text)
        case .value(let value): add(value)
        }
    }

    private mutating func add(_ value: JSONValue) {
        switch value {
        case .null: mix(1)
        case .bool(let value): mix(value ? 3 : 2)
        case .number(let number): add(number.lexeme)
        case .string(let text): add(text)
        case .array(let elements): for element in elements { add(element) }
        case .object(let object):
            for member in object.members {
                add(member.key)
                add(member.value)
            }
        }
    }

    private mutating func mix(_ word: UInt64) {
        hash = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
        hash ^= hash >> 29
    }
}

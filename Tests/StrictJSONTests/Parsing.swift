import StrictJSON

/// The value of a text, or the message of the refusal.
func parsed(_ text: String) -> String { parsed(Array(text.utf8)) }

func parsed(_ bytes: [UInt8]) -> String {
    do throws(JSONError) {
        return try value(bytes).compactText
    } catch {
        return error.description
    }
}

func value(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
    let result: Result<JSONValue, JSONError> = bytes.withUnsafeBytes { bytes in
        do throws(JSONError) {
            return .success(try JSONValue(parsing: bytes))
        } catch {
            return .failure(error)
        }
    }
    return try result.get()
}

/// A small generator with a seed, so that a failing case can be told by its seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

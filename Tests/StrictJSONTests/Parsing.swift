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

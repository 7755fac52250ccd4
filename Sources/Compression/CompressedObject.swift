internal import ContextModel
internal import StrictJSON

/// An object that is read member by member.
struct CompressedObject {
    let object: JSONObject
    let place: String

    init(_ object: JSONObject, _ place: String) {
        self.object = object
        self.place = place
    }

    static func object(
        _ value: JSONValue, _ place: String
    ) throws(CompressionReadingError) -> JSONObject {
        guard case .object(let object) = value else {
            throw CompressionReadingError("\(place): expected an object")
        }
        return object
    }

    private func refusal(_ name: String, _ expected: String) -> CompressionReadingError {
        CompressionReadingError("\(place)\(name): expected \(expected)")
    }

    func text(_ name: String) throws(CompressionReadingError) -> String {
        guard case .string(let text)? = object[name] else { throw refusal(name, "a text") }
        return text
    }

    func scalar(_ name: String) throws(CompressionReadingError) -> Unicode.Scalar {
        let scalars = try text(name).unicodeScalars
        guard let scalar = scalars.first, scalars.count == 1 else {
            throw refusal(name, "one character")
        }
        return scalar
    }

    func number(_ name: String) throws(CompressionReadingError) -> Int {
        guard case .number(let number)? = object[name], let value = Int(number.lexeme), value >= 0
        else { throw refusal(name, "a whole number") }
        return value
    }

    func digest(_ name: String) throws(CompressionReadingError) -> ContentDigest {
        guard let digest = ContentDigest(hexadecimal: try text(name)) else {
            throw refusal(name, "64 hexadecimal digits")
        }
        return digest
    }

    func truth(_ name: String) throws(CompressionReadingError) -> Bool {
        guard let value = object[name]?.bool else { throw refusal(name, "true or false") }
        return value
    }

    func path(_ name: String) throws(CompressionReadingError) -> [JSONPath.Step] {
        guard case .array(let steps)? = object[name] else { throw refusal(name, "an array") }
        var path: [JSONPath.Step] = []
        for step in steps {
            switch step {
            case .string(let member): path.append(.member(member))
            case .number(let number):
                guard let index = Int(number.lexeme) else { throw refusal(name, "whole numbers") }
                path.append(.element(index))
            default: throw refusal(name, "names and numbers")
            }
        }
        return path
    }

    func list<Element>(
        _ name: String,
        _ read: (CompressedObject) throws(CompressionReadingError) -> Element
    ) throws(CompressionReadingError) -> [Element] {
        guard case .array(let elements)? = object[name] else { throw refusal(name, "an array") }
        var list: [Element] = []
        for (index, element) in elements.enumerated() {
            let place = "\(name)[\(index)]"
            list.append(
                try read(
                    CompressedObject(try Self.object(element, place), place + ".")))
        }
        return list
    }
}

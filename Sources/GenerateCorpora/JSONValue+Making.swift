import StrictJSON

extension JSONValue {
    /// An amount of money in cents, as a decimal number.
    static func cents(_ value: Int) -> Self { .number(JSONNumber(lexeme: value.money)) }

    /// Strings as an array.
    static func strings(_ values: [String]) -> Self { .array(values.map(JSONValue.string)) }

    /// A function tool as Chat Completions defines it; parameters are (name, type, description).
    static func tool(
        _ name: String, _ description: String, _ parameters: [(String, String, String)]
    ) -> Self {
        let properties = parameters.map { name, type, description -> (String, JSONValue) in
            var property = JSONObject([("type", .string(type))])
            if type == "array" {
                property["items"] = .object(JSONObject([("type", .string("string"))]))
            }
            property["description"] = .string(description)
            return (name, .object(property))
        }
        let schema = JSONObject([
            ("type", .string("object")), ("properties", .object(JSONObject(properties))),
            ("required", .strings(parameters.map(\.0))),
        ])
        let function = JSONObject([
            ("name", .string(name)), ("description", .string(description)),
            ("parameters", .object(schema)),
        ])
        return .object(
            JSONObject([("type", .string("function")), ("function", .object(function))]))
    }
}

extension Int {
    /// Cents as euros or dollars with two decimals.
    var money: String {
        let cents = self % 100
        return String(self / 100) + (cents < 10 ? ".0" : ".") + String(cents)
    }
}

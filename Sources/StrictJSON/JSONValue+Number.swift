extension JSONValue {
    /// A whole number.
    public static func int(_ value: Int) -> Self { .number(JSONNumber(value)) }
}

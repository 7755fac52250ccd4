import StrictJSON

extension JSONValue {
    /// Why what was read is not printed: it was just shallow enough.
    static let tooDeepWhenPrinted =
        "what is printed would have more than \(standardMaximumDepth) arrays and objects inside each "
        + "other, and could not be read back"
}

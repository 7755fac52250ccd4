internal import StrictJSON

extension [ContentPart] {
    /// Whether both say the same to a model, byte for byte: texts, names, identifiers, arguments,
    /// pictures. Fields kept for export and the shapes of the wire may differ. O(1) where they share
    /// storage, else O(bytes).
    public func saysTheSame(as other: Self) -> Bool {
        guard count == other.count else { return false }
        return sharesStorage(with: other) || zip(self, other).allSatisfy { $0.saysTheSame(as: $1) }
    }
}

extension ContentPart {
    fileprivate func saysTheSame(as other: Self) -> Bool {
        switch (self, other) {
        case (.text(let own), .text(let other)), (.reasoning(let own), .reasoning(let other)):
            own.text.hasSameBytes(as: other.text)
        case (.image(let own), .image(let other)):
            own.size == other.size && own.description.hasSameBytes(as: other.description)
                && own.source.hasSameText(as: other.source)
        case (.toolCall(let own), .toolCall(let other)):
            own.id.hasSameBytes(as: other.id) && own.name.hasSameBytes(as: other.name)
                && own.arguments.saysTheSame(as: other.arguments)
        case (.toolResult(let own), .toolResult(let other)):
            own.callID.hasSameBytes(as: other.callID) && own.name.hasSameBytes(as: other.name)
                && own.content.saysTheSame(as: other.content)
        case (.opaque(let own), .opaque(let other)): own.hasSameText(as: other)
        default: false
        }
    }
}

extension ToolArguments {
    fileprivate func saysTheSame(as other: Self) -> Bool {
        switch (self, other) {
        case (.text(let own), .text(let other)): own.hasSameBytes(as: other)
        case (.value(let own), .value(let other)): own.hasSameText(as: other)
        default: false
        }
    }
}

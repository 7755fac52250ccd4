internal import ContextModel

/// What is kept of a message: facts that do not depend on where it stands.
struct MessageFacts: Sendable {
    let digest: ContentDigest
    let tokens: Int
    /// What its tokens count against the bound.
    let weight: Int
    let containsImage: Bool
    let isFromPerson: Bool
    let hasResults: Bool

    /// The facts of a message; its density, in thousandths, adds to the weight of its tokens.
    init(_ message: Message, tokens: Int, digest: ContentDigest, density: Int) {
        self.digest = digest
        self.tokens = tokens
        containsImage = message.parts.contains(where: \.holdsImage)
        hasResults = message.role == .tool || message.parts.contains(where: \.isResult)
        isFromPerson = message.role == .user && !hasResults
        weight = tokens + tokens * density / 1_000
    }
}

extension ContentPart {
    fileprivate var isResult: Bool {
        if case .toolResult = self { true } else { false }
    }

    fileprivate var holdsImage: Bool {
        switch self {
        case .image: true
        case .toolResult(let result): result.content.contains(where: \.holdsImage)
        case .text, .reasoning, .toolCall, .opaque: false
        }
    }
}

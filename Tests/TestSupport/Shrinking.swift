package import ContextModel

/// A smaller history that still fails: messages, tool exchanges, parts and the most of texts are taken
/// away as long as it does.
///
/// The result is minimal for single steps: no message, exchange or part can go and no text be halved.
/// `isAllowed` keeps it within bounds, as `{ rule.violations(in: $0).isEmpty }` keeps it legal. If the
/// history itself does not fail, it is returned.
package func shrink(
    _ messages: [Message], keeping isAllowed: ([Message]) -> Bool = { _ in true },
    while fails: ([Message]) -> Bool
) -> [Message] {
    guard fails(messages) else { return messages }
    var smallest = messages
    while let smaller = smaller(than: smallest, where: { isAllowed($0) && fails($0) }) {
        smallest = smaller
    }
    return smallest
}

/// The history after a round of steps, nil if none was possible.
private func smaller(
    than messages: [Message], where isGood: ([Message]) -> Bool
) -> [Message]? {
    var messages = messages
    let found = [
        removeRuns(of: &messages, where: isGood), removeAtoms(of: &messages, where: isGood),
        removeParts(of: &messages, where: isGood), shortenTexts(of: &messages, where: isGood),
    ]
    return found.contains(true) ? messages : nil
}

/// Removes runs of messages: halves, quarters … single ones.
private func removeRuns(
    of messages: inout [Message], where isGood: ([Message]) -> Bool
) -> Bool {
    var found = false
    var length = max(messages.count / 2, 1)
    while length > 0 {
        var start = 0
        while start < messages.count {
            var candidate = messages
            candidate.removeSubrange(start..<min(start + length, messages.count))
            if isGood(candidate) {
                messages = candidate
                found = true
            } else {
                start += length
            }
        }
        length /= 2
    }
    return found
}

private func removeAtoms(
    of messages: inout [Message], where isGood: ([Message]) -> Bool
) -> Bool {
    var found = false
    for range in MessageAtoms(messages).ranges.reversed() where range.count > 1 {
        var candidate = messages
        candidate.removeSubrange(range)
        guard isGood(candidate) else { continue }
        messages = candidate
        found = true
    }
    return found
}

/// Removes parts, a call together with its results if it cannot go alone.
private func removeParts(
    of messages: inout [Message], where isGood: ([Message]) -> Bool
) -> Bool {
    var found = false
    for index in messages.indices.reversed() {
        for place in messages[index].parts.indices.reversed() {
            var alone = messages
            let part = alone[index].parts.remove(at: place)
            var candidates = [alone]
            if case .toolCall(let call) = part, let id = call.id {
                candidates.append(alone.withoutNextResult(of: id, after: index))
            }
            guard let good = candidates.first(where: isGood) else { continue }
            messages = good
            found = true
        }
    }
    return found
}

/// Cuts texts to their first characters, or to half.
private func shortenTexts(
    of messages: inout [Message], where isGood: ([Message]) -> Bool
) -> Bool {
    var found = false
    for index in messages.indices {
        for place in messages[index].parts.indices {
            for length in messages[index].parts[place].shorterLengths {
                var candidate = messages
                candidate[index].parts[place].cutText(to: length)
                guard isGood(candidate) else { continue }
                messages = candidate
                found = true
                break
            }
        }
    }
    return found
}

extension [Message] {
    /// The messages without the next result of a call; a message left without parts goes, too.
    fileprivate func withoutNextResult(of id: String, after index: Int) -> Self {
        var messages = self
        for later in messages.indices.dropFirst(index + 1) {
            let place = messages[later].parts.firstIndex { part in
                if case .toolResult(let result) = part { result.callID == id } else { false }
            }
            guard let place else { continue }
            messages[later].parts.remove(at: place)
            if messages[later].parts.isEmpty { messages.remove(at: later) }
            break
        }
        return messages
    }
}

extension ContentPart {
    /// Lengths worth trying, shortest first, each at most half of the text's.
    fileprivate var shorterLengths: [Int] {
        let count = ownText.unicodeScalars.count
        return [1, 8, count / 2].filter { $0 > 0 && $0 <= count / 2 }
    }

    private var ownText: String {
        switch self {
        case .text(let part), .reasoning(let part): return part.text
        case .toolResult(let result):
            if case .text(let part)? = result.content.first { return part.text }
            return ""
        case .toolCall, .image, .opaque: return ""
        }
    }

    /// Keeps the first code points of a text.
    fileprivate mutating func cutText(to length: Int) {
        switch self {
        case .text(var part):
            part.text = part.text.cut(to: length)
            self = .text(part)
        case .reasoning(var part):
            part.text = part.text.cut(to: length)
            self = .reasoning(part)
        case .toolResult(var result):
            guard case .text(var part)? = result.content.first else { return }
            part.text = part.text.cut(to: length)
            result.content[0] = .text(part)
            self = .toolResult(result)
        case .toolCall, .image, .opaque: break
        }
    }
}

extension String {
    fileprivate func cut(to length: Int) -> String {
        String(String.UnicodeScalarView(unicodeScalars.prefix(length)))
    }
}

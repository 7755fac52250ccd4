internal import ContextModel
internal import StrictJSON
internal import WireFormats

/// Reads XPersona: an array of `{persona, dialogue[[one, other]]}`, people who get to know each
/// other.
///
/// The file's language and the position name a dialogue, as `En-0`. The persona tells one speaker whom
/// to play; it was never said, so it is no message. `__SILENCE__`, which stands where nobody began, is
/// kept as recorded.
enum XPersona {
    static let importer = Importer(.xPersona) { sample in
        guard sample.shape == .array, let first = sample.records.first,
            first["persona"]?.array != nil, first["dialogue"]?.array?.first?.array != nil
        else { return nil }
        return .elements(read)
    }

    private static func read(_ record: JSONRecord) throws(TranscriptError) -> Transcript {
        let rows = try record.value.requiredObject().array("dialogue")
        var messages: [Message] = []
        for (index, row) in rows.enumerated() {
            guard let texts = row.array?.compactMap(\.string), texts.count == 2,
                row.array?.count == 2
            else {
                throw TranscriptError(expected: "an array of two strings", found: row)
                    .inside(index).inside("dialogue")
            }
            messages += [Message(.user, texts[0]), Message(.assistant, texts[1])]
        }
        let language = record.source.stem.prefix { $0 != "_" }
        return Transcript(
            conversation: Conversation(
                id: "\(language)-\(record.source.place)", messages: messages),
            requests: .betweenTurns(messages), source: record.source)
    }
}

import ContextModel
import Corpus
import StrictJSON
import WireFormats

/// A text read as a file of a corpus: what it was recognised as, its transcripts and its errors.
struct Reading {
    var format: TranscriptFormat?
    var transcripts: [Transcript] = []
    var errors: [TranscriptError] = []
    var remarks: [TranscriptError] = []
    var refusedRecords = 0
    var isUnknown = false
    var companion: CompanionFile?

    init(_ text: String, path: String = "corpus/file.txt") {
        self.init(Array(text.utf8), path: path)
    }

    init(_ bytes: [UInt8], path: String = "corpus/file.txt") {
        bytes.withUnsafeBytes { read($0, path: path) }
    }

    init(mapped bytes: UnsafeRawBufferPointer, path: String) { read(bytes, path: path) }

    private mutating func read(_ bytes: UnsafeRawBufferPointer, path: String) {
        switch TranscriptReader.recognise(bytes, path: path) {
        case .unknown: isUnknown = true
        case .companion(let kind): companion = kind
        case .malformed(let error): errors = [error]
        case .transcripts(var reader):
            format = reader.format
            while let transcript = reader.next() { transcripts.append(transcript) }
            errors = reader.errors
            remarks = reader.remarks
            refusedRecords = reader.refusedRecords
        }
    }

    /// The messages of the only transcript in the tests' notation.
    var notation: String { transcripts.first.map { describe($0.conversation.messages) } ?? "" }
}

/// Messages in one line: `S: rules / A: text|name#id(arguments) / T: #id=result`; the parts of a
/// message are separated by `|`, images are `[image]`, reasoning stands in parentheses.
func describe(_ messages: [Message]) -> String {
    messages.map { message in
        let letter = message.role.rawValue.prefix(1).uppercased()
        return letter + ": " + message.parts.map(describe).joined(separator: "|")
    }.joined(separator: " / ")
}

private func describe(_ part: ContentPart) -> String {
    switch part {
    case .text(let text): text.text
    case .reasoning(let text): "(\(text.text))"
    case .image: "[image]"
    case .toolCall(let call): "\(call.name)#\(call.id ?? "-")(\(call.arguments.text))"
    case .toolResult(let result):
        "#\(result.callID ?? "-")=" + result.content.map(describe).joined(separator: "|")
    case .opaque(let value): "?\(value.compactText)"
    }
}

extension [RequestPoint] {
    /// The lengths of the requests' prefixes.
    var counts: [Int] { map(\.messageCount) }
}

/// Counts words, so that expected numbers can be seen in the fixtures.
struct WordCounter: TokenCounter {
    let name = "words"
    let isExact = false

    func count(_ text: String) -> TokenCount {
        TokenCount(text.split { $0.isWhitespace }.count)
    }
}

import ContextModel
import Corpus
import Storage

/// The conversations of one file of any known format.
struct RecordedFile {
    /// In the order of the file.
    let transcripts: [Transcript]

    /// Reads a file; whatever cannot be read is refused.
    init(_ path: String) throws {
        let input = try InputText(path, validated: false)
        switch TranscriptReader.recognise(input.bytes, path: path) {
        case .unknown:
            let known = TranscriptFormat.allCases.map(\.rawValue).joined(separator: ", ")
            throw CommandFailure(.badData, "\(path): no known format; known are \(known)")
        case .companion(let kind): throw CommandFailure(holdsNoConversation: path, kind)
        case .malformed(let error): throw CommandFailure(.badData, error.description)
        case .transcripts(var reader):
            var transcripts: [Transcript] = []
            var joiner = SessionJoiner()
            while let transcript = reader.next() { transcripts += joiner.add(transcript) }
            transcripts += joiner.finish()
            if let error = reader.errors.first { throw CommandFailure(.badData, error.description) }
            self.transcripts = transcripts
        }
    }
}

extension CommandFailure {
    /// The failure for a file that was to hold conversations, but only belongs to some.
    init(holdsNoConversation path: String, _ kind: CompanionFile) {
        self.init(
            .badData, "\(path): holds \(kind.rawValue), no conversation; give it a recording")
    }
}

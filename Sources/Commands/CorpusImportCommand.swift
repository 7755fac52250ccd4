import ArgumentParser
import ContextModel
import Corpus
import Files
import StrictJSON
import WireFormats

/// `winnow corpus import`: recordings of any known format as JSON lines of Chat Completions.
struct CorpusImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Prints the conversations of files as JSON lines of Chat Completions.",
        discussion: """
            The format of a file is found out by its content. Steps of one session that are files of \
            one folder make one conversation: give them in their order. A file beside others that holds \
            no conversation, but a picture, questions or a rejected step, is passed over. What Chat Completions has no place for \
            (times, requests, where it came from) is in a member `winnow`.
            """)

    @Option(help: ArgumentHelp("Write here instead of standard output.", valueName: "file"))
    var out: String?

    @Flag(help: "Refuse everything (status 65) if a record cannot be read.")
    var strict = false

    @Argument(help: "The files.") var files: [String]

    func run() throws {
        var lines = ""
        var (refused, taken) = (0, 0)
        var joiner = SessionJoiner()
        func take(_ transcripts: [Transcript]) {
            for transcript in transcripts {
                let line = ChatCompletionsFormat.line(of: transcript) + "\n"
                guard JSONValue.depth(ofText: line) <= JSONValue.standardMaximumDepth else {
                    let id = transcript.conversation.id
                    Output.note("winnow: \(id): \(JSONValue.tooDeepWhenPrinted)")
                    refused += 1
                    continue
                }
                taken += 1
                if out == nil, !strict { Output.write(line) } else { lines += line }
            }
        }
        for path in files {
            let file = try MappedFile(path: path)
            try withExtendedLifetime(file) {
                let unread = try read(file.bytes, path) { take(joiner.add($0)) }
                refused += unread
            }
        }
        take(joiner.finish())
        if taken == 0, refused > 0 {
            throw CommandFailure(.badData, "no record can be read; nothing was written")
        }
        if strict, refused > 0 {
            throw CommandFailure(.badData, "\(refused) records cannot be read; nothing was written")
        }
        if let out { try AtomicFile.write(lines, to: out) } else { Output.write(lines) }
    }

    private func read(
        _ bytes: UnsafeRawBufferPointer, _ path: String, _ take: (Transcript) -> Void
    ) throws -> Int {
        switch TranscriptReader.recognise(bytes, path: path) {
        case .unknown:
            let known = TranscriptFormat.allCases.map(\.rawValue).joined(separator: ", ")
            throw CommandFailure(.badData, "\(path): no known format; known are \(known)")
        case .companion(let kind):
            guard files.count > 1 else { throw CommandFailure(holdsNoConversation: path, kind) }
            Output.note("winnow: \(path): holds \(kind.rawValue), passed over")
            return 0
        case .malformed(let error): throw CommandFailure(.badData, error.description)
        case .transcripts(var reader):
            while let transcript = reader.next() { take(transcript) }
            for error in reader.remarks + reader.errors { Output.note("winnow: \(error)") }
            return reader.refusedRecords
        }
    }
}

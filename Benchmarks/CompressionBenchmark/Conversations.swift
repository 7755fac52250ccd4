import ContextModel
import Corpus
import Foundation

/// The texts of conversations, by the turn that brought them; other files are one turn of one text.
struct Conversations {
    struct Source {
        let name: String
        /// Conversations, each its turns, each its texts.
        var conversations: [[[String]]] = []

        /// The bytes of all texts.
        var bytes: Int { conversations.joined().joined().reduce(0) { $0 + $1.utf8.count } }
    }

    private(set) var sources: [Source] = []

    /// All texts.
    var allTexts: [String] { sources.flatMap { $0.conversations.flatMap { $0.flatMap(\.self) } } }

    /// Reads files, and folders with what is in them.
    init(_ paths: [String]) throws {
        for path in paths {
            let url = URL(filePath: path)
            var source = Source(name: url.deletingPathExtension().lastPathComponent)
            if source.name == "conversations" {
                source = Source(name: url.deletingLastPathComponent().lastPathComponent)
            }
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
            let files =
                isFolder.boolValue
                ? try FileManager.default.subpathsOfDirectory(atPath: path).sorted().map {
                    path + "/" + $0
                } : [path]
            for file in files { try Self.read(file, isAlone: !isFolder.boolValue, into: &source) }
            if !source.conversations.isEmpty { sources.append(source) }
        }
    }

    private static func read(_ path: String, isAlone: Bool, into source: inout Source) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            if isAlone { throw Failure("\(path): cannot be read") }
            return
        }
        data.withUnsafeBytes { bytes in
            guard case .transcripts(var reader) = TranscriptReader.recognise(bytes, path: path)
            else {
                guard isAlone, let text = String(validating: bytes, as: UTF8.self) else { return }
                source.conversations.append([[text]])
                return
            }
            while let transcript = reader.next() { source.conversations.append(turns(transcript)) }
        }
    }

    /// What each request adds to the one before it.
    private static func turns(_ transcript: Transcript) -> [[String]] {
        let messages = transcript.conversation.messages
        var turns: [[String]] = []
        var start = 0
        for end in transcript.requests.map(\.messageCount) + [messages.count] where end > start {
            turns.append(messages[start..<end].flatMap(\.texts).filter { !$0.isEmpty })
            start = end
        }
        return turns
    }
}

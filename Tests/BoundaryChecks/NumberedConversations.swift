package import ContextModel
private import Corpus
private import Foundation

/// The conversations of a corpus by the parity of their numbers: of the even ones is learned, the odd
/// ones judge.
package struct NumberedConversations: Sendable {
    /// The conversations of even numbers.
    package private(set) var even: [[Message]] = []
    /// The conversations of odd numbers, the first among them.
    package private(set) var odd: [[Message]] = []

    /// Reads a file of transcripts, or all those in a folder in the order of their names; what is none is
    /// passed over.
    package init(path: String) throws {
        var number = 0
        var isFolder: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        let files =
            isFolder.boolValue
            ? try FileManager.default.subpathsOfDirectory(atPath: path).sorted().map {
                path + "/" + $0
            } : [path]
        for file in files {
            guard let data = FileManager.default.contents(atPath: file) else { continue }
            data.withUnsafeBytes { bytes in
                guard case .transcripts(var reader) = TranscriptReader.recognise(bytes, path: file)
                else { return }
                while let transcript = reader.next() {
                    number += 1
                    add(transcript.conversation.messages, number)
                }
            }
        }
    }

    private mutating func add(_ messages: [Message], _ number: Int) {
        if number.isMultiple(of: 2) { even.append(messages) } else { odd.append(messages) }
    }
}

internal import Corpus
internal import Foundation
internal import Summarization
internal import Tokenization

/// `ExtractBenchmark FOLDER` prints how good the embedded extract of the QMSum meetings in a folder is.
@main
struct ExtractBenchmark {
    static func main() throws {
        guard CommandLine.arguments.count == 2 else {
            throw Failure("usage: ExtractBenchmark FOLDER")
        }
        let folder = CommandLine.arguments[1]
        let tokenizer = Tokenizer(.cl100kBase)
        let run = MeetingRun(counter: tokenizer)
        var samples: [MeetingRun.Sample] = []
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder).sorted() {
            guard let data = FileManager.default.contents(atPath: folder + "/" + path) else {
                continue
            }
            let sample = try data.withUnsafeBytes { bytes -> MeetingRun.Sample? in
                guard
                    case .transcripts(var reader) = TranscriptReader.recognise(bytes, path: path),
                    let meeting = reader.next(), meeting.source.format == .qmsum
                else { return nil }
                return run.sample(meeting, try QMSumQuestions(bytes, path: path))
            }
            if let sample { samples.append(sample) }
        }
        guard !samples.isEmpty else {
            throw Failure("\(folder): no QMSum meeting with answers to general questions")
        }
        let identity = ExtractiveSummarizer(counter: tokenizer).identity
        print(MeetingPage(samples, summarizer: identity).markdown, terminator: "")
    }
}

/// Why there is no page.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

import ContextModel
import Corpus
import Foundation
import StrictJSON
import TestSupport
import Testing
import WireFormats

/// Generated requests, shown to the request types of the providers' SDKs.
@Suite struct SDKTests {
    private static let python = ProcessInfo.processInfo.environment["WINNOW_SDK_PYTHON"]

    @Test(
        .enabled(
            if: python != nil,
            "set WINNOW_SDK_PYTHON to a Python that has the packages openai and anthropic"))
    func `the SDKs take what the rules take`() throws {
        let file = FileManager.default.temporaryDirectory
            .appending(path: "winnow-requests-\(UUID().uuidString).jsonl")
        defer { try? FileManager.default.removeItem(at: file) }
        let text = Self.lines.map { $0.compactText + "\n" }.joined()
        try Data(text.utf8).write(to: file)
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: try #require(Self.python))
        let script = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "check-with-sdks")
        process.arguments = [script.path, file.path]
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let said = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(said)")
    }

    /// 70 requests of each format: the generator's, and those of Chat Completions as Responses.
    private static var lines: [JSONValue] {
        var chat = HistoryGenerator(seed: 12, format: .chatCompletions, legal: true)
        var anthropic = HistoryGenerator(seed: 12, format: .anthropicMessages, legal: true)
        return (0..<70).flatMap { _ in
            let messages = chat.next()
            let other = Conversation(messages: anthropic.next(), format: .anthropicMessages)
            return [
                line(
                    "chat-completions",
                    ChatCompletionsFormat.encode(Conversation(messages: messages))),
                line("responses", ResponsesItems.request(messages)),
                line("anthropic-messages", AnthropicMessagesFormat.encode(other)),
            ]
        }
    }

    private static func line(_ format: String, _ request: JSONValue) -> JSONValue {
        .object(JSONObject([("format", .string(format)), ("request", request)]))
    }
}

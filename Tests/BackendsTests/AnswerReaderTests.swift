import Backends
import ContextModel
import Testing

@Suite struct AnswerReaderTests {
    private func answer(
        _ wire: WireProtocol, isStream: Bool, _ pieces: [ArraySlice<UInt8>], limit: Int = 1 << 20
    ) throws -> SummaryAnswer {
        var reader = AnswerReader(wire, isStream: isStream, limit: limit)
        for piece in pieces { try reader.read(piece) }
        return try reader.end()
    }

    private func answer(_ wire: WireProtocol, stream: String) throws -> SummaryAnswer {
        try answer(wire, isStream: true, [Array(stream.utf8)[...]])
    }

    private let expected = SummaryAnswer("The map: Sources é", promptTokens: 21, outputTokens: 4)

    @Test(arguments: WireProtocol.allCases)
    func `a stream reads the same wherever it is cut`(wire: WireProtocol) throws {
        let events = Bodies.events(wire, ["The map", ": Sour", "", "ces é"]).joined()
        let bytes = Array(events.utf8)
        for cut in 0...bytes.count {
            let answer = try answer(wire, isStream: true, [bytes[..<cut], bytes[cut...]])
            #expect(answer == expected, "cut at \(cut)")
        }
    }

    @Test(arguments: WireProtocol.allCases)
    func `a body reads the same wherever it is cut`(wire: WireProtocol) throws {
        let bytes = Array(Bodies.whole(wire, "The map: Sources é").utf8)
        for cut in 0...bytes.count {
            let answer = try answer(wire, isStream: false, [bytes[..<cut], bytes[cut...]])
            #expect(answer == expected, "cut at \(cut)")
        }
    }

    @Test(arguments: WireProtocol.allCases)
    func `a stream cut before its answer ended is a failure that may pass`(
        wire: WireProtocol
    ) throws {
        let events = Bodies.events(wire, ["The map", ": Sources"])
        let isWhole = events.map { $0.contains("finish_reason") || $0.contains("stop_reason") }
        let whole = try #require(isWhole.firstIndex(of: true))
        for count in 0..<events.count {
            let stream = events[..<count].joined()
            guard count <= whole else {
                #expect(try answer(wire, stream: stream).isComplete)
                continue
            }
            #expect(throws: AttemptFailure.transient("the stream ended before the answer did")) {
                try answer(wire, stream: stream)
            }
        }
    }

    @Test(arguments: [
        (WireProtocol.chatCompletions, "length"), (.chatCompletions, "content_filter"),
        (.anthropicMessages, "max_tokens"), (.anthropicMessages, "refusal"),
    ])
    func `who did not end by itself is incomplete`(wire: WireProtocol, finish: String) throws {
        let body = Bodies.whole(wire, "half a", finish: finish)
        let answer = try answer(wire, isStream: false, [Array(body.utf8)[...]])
        #expect(answer.text == "half a")
        #expect(!answer.isComplete)
    }

    @Test(arguments: WireProtocol.allCases)
    func `an answer without text is a failure`(wire: WireProtocol) {
        let body = Bodies.whole(wire, " \\n")
        #expect(throws: AttemptFailure.self) {
            try answer(wire, isStream: false, [Array(body.utf8)[...]])
        }
        #expect(throws: AttemptFailure.self) {
            try answer(wire, stream: Bodies.events(wire, []).joined())
        }
    }

    @Test(arguments: WireProtocol.allCases, ["", "{", "[]", "{}", "<html>", "{\"choices\":7}"])
    func `a body of another shape is a failure`(wire: WireProtocol, body: String) {
        #expect(throws: AttemptFailure.self) {
            try answer(wire, isStream: false, [Array(body.utf8)[...]])
        }
    }

    @Test(arguments: [true, false])
    func `the bound is on all bytes, to the byte`(isStream: Bool) throws {
        let text =
            isStream
            ? Bodies.events(.chatCompletions, ["a"]).joined()
            : Bodies.whole(.chatCompletions, "a")
        let bytes = Array(text.utf8)
        let pieces = [bytes[..<40], bytes[40...]]
        let count = bytes.count
        #expect(
            try answer(.chatCompletions, isStream: isStream, pieces, limit: count).text == "a")
        #expect(throws: AttemptFailure.permanent("the answer is larger than \(count - 1) bytes")) {
            try answer(.chatCompletions, isStream: isStream, pieces, limit: count - 1)
        }
    }

    @Test func `an error in the stream is told by its kind`() {
        let begin = Bodies.events(.anthropicMessages, ["The"])[0]
        func failure(_ kind: String, _ message: String) -> AttemptFailure? {
            let error = Bodies.error(.anthropicMessages, kind, message)
            do {
                _ = try answer(.anthropicMessages, stream: begin + "data: \(error)\n\n")
                return nil
            } catch { return error as? AttemptFailure }
        }
        #expect(
            failure("overloaded_error", "busy")
                == .transient("the server broke off: overloaded_error: busy"))
        #expect(
            failure("odd_error", "why") == .permanent("the server broke off: odd_error: why"))
        #expect(failure("exceed_context_size_error", "") == .tooLong)
    }
}

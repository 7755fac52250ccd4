import Corpus
import Testing
import WireFormats

@Suite struct ArrivalTraceTests {
    private static let lines = """
        {"timestamp": 5000, "input_length": 10, "output_length": 2, "hash_ids": [1]}
        {"timestamp": 3000, "input_length": 30, "output_length": 4, "hash_ids": []}
        """
    private static let table = """
        TIMESTAMP,ContextTokens,GeneratedTokens\r
        2023-11-16 18:15:46.6805900,374,44\r
        2023-11-16 18:15:50.9951690,396,109\r

        """

    private static func trace(_ text: String) throws -> ArrivalTrace {
        try Array(text.utf8).withUnsafeBytes { try ArrivalTrace($0, path: "traces/t") }
    }

    private static func error(_ text: String) -> TranscriptError? {
        do {
            _ = try trace(text)
            return nil
        } catch { return error as? TranscriptError }
    }

    @Test func `times count from the first request and are put in order`() throws {
        let trace = try Self.trace(Self.lines)
        #expect(trace.arrivals.map(\.milliseconds) == [0, 2000])
        #expect(trace.arrivals.map(\.inputTokens) == [30, 10])
        #expect(trace.arrivals.map(\.outputTokens) == [4, 2])
    }

    @Test func `a table of times is read to the millisecond`() throws {
        let trace = try Self.trace(Self.table)
        #expect(trace.arrivals.map(\.milliseconds) == [0, 4315])
        #expect(trace.arrivals.map(\.inputTokens) == [374, 396])
    }

    @Test func `traces are recognised as what they are`() {
        #expect(Reading(Self.lines).companion == .arrivalTrace)
        #expect(Reading(Self.table).companion == .arrivalTrace)
    }

    @Test func `a bad line is refused with its number and field`() {
        let broken = Self.error(
            Self.lines.replacing("\"input_length\": 30", with: "\"input_length\": -3"))
        #expect(broken?.line == 2)
        #expect(broken?.field == "input_length")
        #expect(Self.error(Self.table.replacing(",109", with: ",many"))?.line == 3)
    }

    @Test func `what is no trace is refused by saying what a trace is`() {
        #expect(Self.error("a,b\n1,2\n")?.expected.contains("TIMESTAMP") == true)
    }
}

@Suite struct CompanionFileTests {
    @Test(arguments: [
        #"{"id": "q0", "question": [[{"role": "user", "content": "?"}]], "scenario": "s"}"#,
        #"{"id": "q0", "ground_truth": ["yes"], "source": "Yes."}"#,
        #"{"Ann": ["Where?", "When?"]}"#,
    ])
    func `questions about recordings are no recordings`(line: String) {
        #expect(Reading(line + "\n" + line).companion == .questions)
    }

    @Test func `a picture is known by its header`() {
        let gif: [UInt8] = Array("GIF89a".utf8) + [3, 0, 2, 0]
        #expect(Reading(gif).companion == .picture)
        #expect(Reading(Array(gif.prefix(8))).isUnknown)
    }
}

internal import StrictJSON
package import WireFormats

/// When the requests of a served model arrived, and how long they were: a production trace.
///
/// Mooncake: JSON lines of `timestamp` (milliseconds), `input_length`, `output_length`. Azure: CSV with
/// the columns `TIMESTAMP,ContextTokens,GeneratedTokens`.
package struct ArrivalTrace: Hashable, Sendable {
    /// One request.
    package struct Arrival: Hashable, Sendable {
        /// Milliseconds after the first request of the trace.
        package let milliseconds: Int64
        /// Tokens that were sent.
        package let inputTokens: Int
        /// Tokens that were answered.
        package let outputTokens: Int
    }

    /// The requests in the order of their arrival.
    package let arrivals: [Arrival]

    /// Reads a trace. Throws if it is none, or for the first line that cannot be read. O(n log n).
    package init(_ bytes: UnsafeRawBufferPointer, path: String) throws(TranscriptError) {
        let read: [Arrival]
        switch Format(FileSample(bytes)) {
        case .mooncake?: read = try Self.mooncake(bytes, path)
        case .azure?: read = try Self.azure(bytes, path)
        case nil:
            throw TranscriptError(
                path: path, field: "",
                expected: "an arrival trace: JSON lines with timestamp, input_length and "
                    + "output_length, or CSV headed \(Self.heading)",
                found: "something else")
        }
        let start = read.map(\.milliseconds).min() ?? 0
        arrivals = read.map { arrival in
            Arrival(
                milliseconds: arrival.milliseconds - start, inputTokens: arrival.inputTokens,
                outputTokens: arrival.outputTokens)
        }.sorted { $0.milliseconds < $1.milliseconds }
    }

    private static let heading = "TIMESTAMP,ContextTokens,GeneratedTokens"
}

extension ArrivalTrace {
    /// The traces that can be read.
    enum Format {
        case mooncake, azure

        /// The format of a file; nil if it is no trace.
        init?(_ sample: FileSample) {
            if sample.shape == .text, sample.head.hasPrefix(heading) {
                self = .azure
            } else if sample.shape == .lines,
                sample.keys.isSuperset(of: ["timestamp", "input_length", "output_length"])
            {
                self = .mooncake
            } else {
                return nil
            }
        }
    }

    private static func mooncake(
        _ bytes: UnsafeRawBufferPointer, _ path: String
    ) throws(TranscriptError) -> [Arrival] {
        var arrivals: [Arrival] = []
        for line in JSONLines(bytes) {
            let value: JSONValue
            do throws(JSONError) {
                value = try line.value(in: bytes)
            } catch { throw TranscriptError(error, path: path) }
            func number(_ key: String) throws(TranscriptError) -> Int {
                if let number = value[key]?.number?.int, number >= 0 { return number }
                throw TranscriptError(
                    path: path, line: line.line, field: key,
                    expected: "a whole number, not negative",
                    found: value[key]?.kindDescription ?? "nothing")
            }
            arrivals.append(
                Arrival(
                    milliseconds: Int64(try number("timestamp")),
                    inputTokens: try number("input_length"),
                    outputTokens: try number("output_length")))
        }
        return arrivals
    }

    private static func azure(
        _ bytes: UnsafeRawBufferPointer, _ path: String
    ) throws(TranscriptError) -> [Arrival] {
        var arrivals: [Arrival] = []
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated().dropFirst() {
            let text = String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self)
            if text.isEmpty { continue }
            let fields = text.split(separator: ",", omittingEmptySubsequences: false)
            guard fields.count == 3, let time = Timestamp.milliseconds(String(fields[0])),
                let input = Int(fields[1]), let output = Int(fields[2]), input >= 0, output >= 0
            else {
                throw TranscriptError(
                    path: path, line: index + 1, field: "",
                    expected: "a time and two whole numbers, not negative", found: "\"\(text)\"")
            }
            arrivals.append(Arrival(milliseconds: time, inputTokens: input, outputTokens: output))
        }
        return arrivals
    }
}

import Evaluation
import Reporting
import Verdicts

/// Verdicts to report on: comparisons, histories and claims made by hand.
enum VerdictSamples {
    /// Names that would be markup, were they not escaped.
    static let hostile = "</text><script>alert(1)</script>&\"'|`<b>"

    /// Series `name-i` that became slower by so much each, in enough blocks to say so.
    /// One may be wild: four times as slow in every second block, and three times as fast in the others.
    static func comparison(
        _ changes: [Double], name: String = "series", wild: Int? = nil
    ) -> ComparisonReport.Subject {
        var subject = ComparisonReport.Subject(
            base: "abc", head: "def", work: "speed", command: "winnow compare abc def")
        subject.blocks = (0..<24).map { number in
            let wobble = 1 + 0.001 * Double(number * 7 % 5)
            func sample(_ factor: (Int) -> Double) -> ArmSample {
                let pairs = changes.indices.map { ("\(name)-\($0)", 1e9 * factor($0) * wobble) }
                return ArmSample(
                    values: Dictionary(uniqueKeysWithValues: pairs),
                    outputs: Dictionary(uniqueKeysWithValues: pairs.map { ($0.0, "h") }))
            }
            return Block(
                base: sample { _ in 1 },
                head: sample { 1 + changes[$0] + ($0 == wild ? (number % 2 == 0 ? 3 : -0.7) : 0) },
                again: sample { _ in 1.0001 },
                noise: Noise(steal: 0.01, pressure: 0.2, involuntarySwitches: number))
        }
        subject.times = TimingJudge().judgements(subject.blocks)
        return subject
    }

    /// A series of CPU times, in milliseconds.
    static func history(_ milliseconds: [Double], name: String = "a cpu.time") -> SeriesHistory {
        SeriesHistory(
            name: name, metric: .cpuTime,
            points: milliseconds.enumerated().map {
                SeriesHistory.Point(
                    run: "run-\($0.offset)", revision: "r\($0.offset)",
                    value: .integer(Int64($0.element * 1e6)))
            })
    }

    /// Claims that at least 60 % of some tokens are saved, judged by thirty conversations that save so
    /// many percent, by turns so many more and less.
    static func claim(
        saved: Int64, spread: Int64 = 0, predicate: String = ">= 0.6", id: String = "saved"
    ) throws -> ClaimJudgement {
        let yaml = """
            - id: x
              document: 1 Doc
              section: some
              quote: "60 %"
              meaning: Nothing.
              matrix: m
              cells: {mode: stateless}
              ratio: {of: tokens.saved, to: tokens.recorded}
              predicate: "\(predicate)"

            """
        var claim = try Claim.all(yaml: Array(yaml.utf8), file: "c")[0]
        claim.id = id
        var result = TinyRun.result(TinyRun.cell([]), [])
        result.conversations = (0..<30).map { number in
            var conversation = ConversationResult(name: "\(number)")
            conversation.recorded = 100
            conversation.sent = 100 - Int(saved + (number % 2 == 0 ? spread : -spread))
            return conversation
        }
        let judge = ClaimJudge(buildFingerprint: "ff", corpora: ["c"])
        return judge.judgement(on: claim, by: ClaimRun(TinyRun.record([result])))
    }
}

import Evaluation
import Settings
import Testing

@Suite struct SettingsFileTests {
    private func settings(_ text: String) throws -> [GivenSetting] {
        try SettingsFile(yaml: Array(text.utf8), file: "s.yaml").settings
    }

    private func refusal(_ text: String) -> String? {
        #expect(throws: MatrixError.self) { try settings(text) }?.description
    }

    @Test func `names with values and groups of them are read with their lines`() throws {
        let text = """
            # ours
            management: full
            CONDENSATION_TIMEOUT: 15
            chunks:
              size: 4
              cache:
                entries: 10
            chunks.overlap: "1"
            """
        let places = [
            ("management", "full", 2), ("CONDENSATION_TIMEOUT", "15", 3), ("chunks.size", "4", 5),
            ("chunks.cache.entries", "10", 7), ("chunks.overlap", "1", 8),
        ]
        let expected = places.map { GivenSetting($0.0, $0.1, at: .file("s.yaml", line: $0.2)) }
        #expect(try settings(text) == expected)
    }

    @Test func `aliases that stand for any number of settings are refused`() throws {
        var text = "a0: &a0 {k: v}\n"
        for level in 1..<40 {
            text += "a\(level): &a\(level) {x: *a\(level - 1), y: *a\(level - 1)}\n"
        }
        #expect(refusal(text)?.contains("expected at most 2000 settings") == true)
        for key in ["? *a39\n: v\n", "*a39 : v\n", "c: {[*a39]: v}\n", "c: {? *a39}\n"] {
            let lists = text.replacing("{x: ", with: "[").replacing(", y: ", with: ", ")
                .replacing("}", with: "]").replacing("{k: v]", with: "[k]")
            #expect(refusal(lists + key)?.contains("may be no keys") == true, "\(key)")
        }
        let some = "b: &b {k: v}\nc: {x: *b, y: *b}\n"
        #expect(try settings(some).map(\.name) == ["b.k", "c.x.k", "c.y.k"])
    }

    @Test func `JSON is read, too`() throws {
        let text =
            "{\n\t\"chunks\": {\"size\": 4,\n\t\"persistent\": false}, \"risk.caution\": 0.5\n}"
        let expected = [
            GivenSetting("chunks.size", "4", at: .file("s.yaml", line: 2)),
            GivenSetting("chunks.persistent", "false", at: .file("s.yaml", line: 3)),
            GivenSetting("risk.caution", "0.5", at: .file("s.yaml", line: 3)),
        ]
        #expect(try settings(text) == expected)
        #expect(try ResolvedSettings(settings(text)).configuration.chunks.size == 4)
    }

    @Test func `what is no flat map is refused with its place`() {
        #expect(refusal("- a")?.hasPrefix("s.yaml:1:1: the settings file is a list") == true)
        #expect(refusal("a: [1]")?.hasPrefix("s.yaml:1:4: setting a is a list") == true)
        #expect(refusal("a:\n")?.contains("setting a is nothing") == true)
        #expect(refusal("a: 1\na: 2")?.contains("stands twice") == true)
        #expect(
            refusal("a:\n  b: 1\na.b: 2")
                == "s.yaml:3:1: the setting 'a.b' stands twice: expected once; "
                + "remove one of the two")
        #expect(refusal("a: {b")?.contains("this is no YAML") == true)
        #expect(refusal("")?.contains("empty") == true)
    }
}

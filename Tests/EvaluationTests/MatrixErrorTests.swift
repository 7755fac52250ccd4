import Evaluation
import Testing

@Suite struct MatrixErrorTests {
    /// A matrix with further lines below its axes.
    private func with(_ lines: String) -> String? {
        refusal("name: x\naxes:\n  counter: [cl100k_base, o200k_base]\n" + lines)
    }

    /// A matrix with some axes.
    private func axes(_ text: String) -> String? { refusal("name: x\naxes: " + text) }

    @Test func `a missing key is named`() {
        #expect(
            refusal("axes: {counter: [cl100k_base]}")
                == "m.yaml:1:1: the key 'name' is missing: expected at the top level; add 'name:'")
        #expect(
            refusal("# no axes\nname: x")
                == "m.yaml:2:1: the key 'axes' is missing: expected at the top level; add 'axes:'")
    }

    @Test func `an unknown key is refused with those known`() {
        #expect(
            with("sead: 3") == """
                m.yaml:4:1: the key 'sead' is unknown: expected one of name, description, seed, \
                repetitions, modes, corpora, combine, axes, include, exclude; correct or remove it
                """)
    }

    @Test func `a duplicate is refused where it stands`() {
        #expect(
            with("seed: 1\nseed: 2")
                == "m.yaml:4:1: the key 'seed' stands twice: expected once; remove one of the two")
        #expect(
            axes("\n  counter: [cl100k_base]\n  counter: [o200k_base]")
                == "m.yaml:3:3: the key 'counter' stands twice: expected once; remove one of the two"
        )
        #expect(
            axes("\n  counter: [cl100k_base]\n  !x counter: [o200k_base]")
                == "m.yaml:4:3: the key 'counter' stands twice: expected once; remove one of the two"
        )
        #expect(
            axes("{context.limit: [8k, 9k, 8_000]}") == """
                m.yaml:2:32: the value of context.limit '8000' stands twice: expected once; \
                remove one of the two
                """)
        #expect(
            axes("{cache.count: [on, true]}") == """
                m.yaml:2:26: the value of cache.count 'on' stands twice: expected once; \
                remove one of the two
                """)
        #expect(
            with("modes: [stateful, stateful]") == """
                m.yaml:4:19: the mode 'stateful' stands twice: expected once; remove one of the two
                """)
        #expect(
            with("corpora: [b, b]")
                == "m.yaml:4:14: the corpus 'b' stands twice: expected once; remove one of the two")
    }

    @Test(arguments: [
        ("axes: {}", "1:7: axes is empty"), ("axes: {counter: []}", "1:17: counter is empty"),
        ("axes: {counter: [cl100k_base]}\nmodes: []", "2:8: modes is empty"),
        ("axes: {counter: [cl100k_base]}\ncorpora: []", "2:10: corpora is empty"),
        ("axes: {counter: [cl100k_base]}\ninclude: []", "2:10: include is empty"),
        (
            "axes: {counter: [cl100k_base]}\ninclude: [{}]",
            "2:11: the included configuration is empty"
        ),
        ("axes: {counter: [cl100k_base]}\nexclude: [{}]", "2:11: the exclusion is empty"),
        ("axes: {counter: [cl100k_base]}\nexclude: [{mode: []}]", "2:18: mode is empty"),
    ])
    func `what is empty is refused`(lines: String, message: String) {
        #expect(
            refusal(lines + "\nname: x")
                == "m.yaml:\(message): expected at least one entry; add one or remove the key")
    }

    @Test func `an empty file is refused`() {
        for text in ["", "# only a comment\n"] {
            #expect(
                refusal(text) == """
                    m.yaml:1:1: the matrix is empty: expected at least one entry; \
                    add one or remove the key
                    """)
        }
    }

    @Test(arguments: [
        ("- name", "1:1: the matrix is a list: expected keys with values"),
        ("name: []\naxes: {}", "1:7: name is a list: expected a text"),
        ("name:\naxes: {}", "1:6: name is nothing: expected a text"),
        (
            "name: |\n  a\n  b\naxes: {counter: [cl100k_base]}",
            "1:7: name is a text of several lines: expected a text of one line"
        ),
        ("name: x\naxes: [counter]", "2:7: axes is a list: expected keys with values"),
        ("name: x\naxes: {counter: on}", "2:17: counter is 'on': expected a list"),
        (
            "name: x\naxes: {counter: [{a: b}]}",
            "2:18: a value of counter is keys with values: expected a text"
        ),
        (
            "name: x\naxes: {? [a] : [b]}",
            "2:10: a key of axes is a list: expected a text"
        ),
    ])
    func `a wrong kind is refused`(text: String, message: String) {
        #expect(refusal(text) == "m.yaml:\(message); write it so")
    }

    @Test(arguments: [
        ("seed: -1", "7: seed is '-1': expected a whole number from 0 to 18446744073709551615"),
        (
            "seed: 18446744073709551616",
            "7: seed is '18446744073709551616': expected a whole number from 0 to "
                + "18446744073709551615"
        ),
        (
            "repetitions: 0",
            "14: repetitions is '0': expected a whole number from 1 to 1000000"
        ),
        (
            "repetitions: many",
            "14: repetitions is 'many': expected a whole number from 1 to 1000000"
        ),
        (
            "repetitions: [1]",
            "14: repetitions is a list: expected a whole number from 1 to 1000000"
        ),
    ])
    func `a number outside its range is refused`(line: String, message: String) {
        #expect(with(line) == "m.yaml:4:\(message); write it so")
    }

    @Test func `an unknown corpus is refused with those there are`() {
        #expect(
            with("corpora: [a, bb]") == """
                m.yaml:4:14: there is no corpus 'bb': expected one of a, b, c; correct the name
                """)
        #expect(
            with("corpora: [a]\nexclude: [{corpus: b}]")
                == "m.yaml:5:20: there is no corpus 'b': expected a; correct the name")
    }

    @Test func `an unknown axis is refused with those there are`() {
        let known =
            "counter, image.rule, cache.count, context.limit, replay.gap, replay.arrivals, "
            + "price.model, price.rule, price.summarizer"
        #expect(
            axes("{conter: [cl100k_base]}") == """
                m.yaml:2:8: there is no axis 'conter': expected one of \(known); correct the name
                """)
        #expect(
            with("include: [{mode: stateful}]") == """
                m.yaml:4:12: there is no axis 'mode': expected one of \(known); correct the name
                """)
        #expect(
            with("exclude: [{cache.count: on}]") == """
                m.yaml:4:12: the axis 'cache.count' is not under axes: expected counter; \
                add it under axes, its usual value first
                """)
    }

    @Test(arguments: [
        (
            "{counter: [gpt]}", "2:18",
            "axis counter cannot be 'gpt': expected cl100k_base or o200k_base or characters/4"
        ),
        ("{context.limit: [99]}", "2:24", "axis context.limit cannot be '99': expected 100 up"),
        (
            "{replay.gap: [30]}", "2:21",
            "axis replay.gap cannot be '30': expected \(VirtualClock.expectedGap)"
        ),
        (
            "{context.limit: [8kb]}", "2:24",
            "axis context.limit cannot be '8kb': expected \(ContextLimit.expected)"
        ),
        (
            "{counter: ['a,b']}", "2:18",
            "axis counter cannot be 'a,b': expected a text without spaces and commas"
        ),
        (
            "{counter: [a b]}", "2:18",
            "axis counter cannot be 'a b': expected a text without spaces and commas"
        ),
    ])
    func `a refused value is shown with what is accepted`(
        text: String, place: String, message: String
    ) {
        #expect(axes(text) == "m.yaml:\(place): \(message); correct the value")
    }

    @Test func `an unknown mode is refused`() {
        #expect(
            with("modes: [proxy]") == """
                m.yaml:4:9: axis mode cannot be 'proxy': expected one of stateless, stateful; \
                correct the value
                """)
    }

    @Test func `an exclusion of what no cell has is refused`() {
        #expect(
            with("exclude: [{counter: characters/4}]") == """
                m.yaml:4:21: no cell has counter=characters/4: expected one of cl100k_base, \
                o200k_base; correct or remove it
                """)
        #expect(
            with("modes: [stateful]\nexclude: [{mode: stateless}]") == """
                m.yaml:5:18: no cell has mode=stateless: expected stateful; correct or remove it
                """)
        #expect(
            with("include: [{counter: characters/4}]\nexclude: [{counter: characters/4}]") == nil)
    }

    @Test func `what is no YAML is refused where it goes wrong`() {
        #expect(
            refusal("name: x\naxes: {counter: [a\nseed: 1") == """
                m.yaml:3:5: this is no YAML: did not find expected ',' or ']'; \
                correct the text from here
                """)
        #expect(
            refusal("name: *nobody") == """
                m.yaml:1:7: this is no YAML: found undefined alias; correct the text from here
                """)
        #expect(
            refusal("name: x\n---\nname: y") == """
                m.yaml:2:1: this is no YAML: but found another document; correct the text from here
                """)
        #expect(
            refusal("name: x\nab\u{1}: 1") == """
                m.yaml:2:3: this is no YAML: control characters are not allowed; \
                correct the text from here
                """)
    }

    @Test func `bytes that are no UTF-8 are refused`() {
        #expect {
            try Matrix(yaml: [0x6E, 0xFF], file: "m.yaml", corpora: [], check: FewAxes())
        } throws: {
            "\($0)" == """
                m.yaml:1:1: the file is not UTF-8: expected YAML in UTF-8; save it in that encoding
                """
        }
    }

    @Test func `too many cells are refused before they are made`() {
        func message(_ cells: Int) -> String {
            """
            m.yaml:3:3: the matrix has \(cells) cells (corpora × configurations × modes × \
            repetitions): expected at most 1000000; take out values or repetitions
            """
        }
        // Two configurations, two modes, three corpora.
        #expect(with("repetitions: 83333") == nil)
        #expect(with("repetitions: 83334") == message(1_000_008))
        let limits = (1...200_000).map { "\($0)%" }.prefix(1000).joined(separator: ",")
        let gaps = (1...2000).map { "\($0)s" }.joined(separator: ",")
        #expect(
            refusal("name: x\naxes:\n  context.limit: [\(limits)]\n  replay.gap: [\(gaps)]")
                == message(12_000_000))
    }

    @Test func `combinations that take too long to find are refused before they are sought`() {
        let limits = (100..<650).map(String.init).joined(separator: ",")
        let gaps = (1...550).map { "\($0)s" }.joined(separator: ",")
        let text = """
            name: x
            modes: [stateless]
            combine: pairs
            axes:
              context.limit: [\(limits)]
              replay.gap: [\(gaps)]
              counter: [cl100k_base, o200k_base, characters/4]
              image.rule: [dynamic, fixed]
              cache.count: [on, off]
            """
        #expect(
            refusal(text) == """
                m.yaml:3:10: 310216 pairs of values are to be covered, which takes too long: \
                expected what 1000000000 comparisons find; take out values or axes
                """)
    }

    @Test func `a damaged file is read or refused at a place in it`() throws {
        let text = Array(MatrixTests.full.utf8)
        let lines = text.split(separator: 0x0A, omittingEmptySubsequences: false).count
        for index in text.indices {
            for damage in ["", "[", "}", ":", "\t", "&", "\u{1}", "\n"] {
                let yaml = text[..<index] + Array(damage.utf8) + text[(index + 1)...]
                guard let message = refusal(String(decoding: yaml, as: UTF8.self)) else { continue }
                let place = message.split(separator: ":", maxSplits: 3)
                let line = try #require(Int(place[1]))
                #expect((1...lines + 2).contains(line) && Int(place[2]) != nil, "\(message)")
            }
        }
    }

    @Test func `nesting without end is refused`() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(refusal("name: " + deep)?.hasPrefix("m.yaml:1:") == true)
    }

    @Test func `of very many known names the first are shown`() {
        let names = (1...25).map { "c\($0)" }
        let yaml = "name: x\ncorpora: [z]\naxes: {counter: [cl100k_base]}"
        #expect(refusal(yaml, corpora: names)?.contains("c19, c20 and 5 more; correct") == true)
        #expect(
            refusal(yaml, corpora: []) == """
                m.yaml:2:11: there is no corpus 'z': expected none, as there are none; \
                correct the name
                """)
    }
}

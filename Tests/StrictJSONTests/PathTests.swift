import StrictJSON
import TestSupport
import Testing

/// The way to a value.
@Suite struct PathTests {
    let value: JSONValue
    let path: [JSONPath.Step] = [.member("a b"), .element(1), .member("text")]

    init() throws { value = try JSONValue(parsing: #"{"a b":[1,{"text":"x","n":2}]}"#) }

    @Test func `a path is written as people read it`() {
        #expect(JSONPath.text(path) == #"["a b"][1].text"#)
        #expect(JSONPath.text([.member("messages"), .element(3)]) == "messages[3]")
        #expect(JSONPath.text([]).isEmpty)
    }

    @Test func `what is at the end of a path is found, and nothing where there is none`() {
        #expect(value.value(at: path) == .string("x"))
        #expect(value.value(at: []) == value)
        #expect(value.value(at: [.member("a b"), .element(2)]) == nil)
        #expect(value.value(at: [.element(0)]) == nil)
        #expect(value.value(at: path + [.member("y")]) == nil)
    }

    @Test func `only a text is replaced, and all else stays`() {
        var changed = value
        let isReplaced = changed.replaceText(at: path, with: "é")
        #expect(isReplaced)
        #expect(changed.compactText == #"{"a b":[1,{"text":"é","n":2}]}"#)
        let before = changed
        for wrong in [[], path.dropLast(), [.member("a b"), .element(0)], [.member("c")]] {
            let isReplaced = changed.replaceText(at: wrong, with: "y")
            #expect(!isReplaced)
        }
        #expect(changed == before)
    }

    /// Where the elements of an array are in memory.
    private func place(_ value: JSONValue) -> UnsafeRawPointer? {
        guard case .array(let elements) = value else { return nil }
        return elements.withUnsafeBytes { $0.baseAddress }
    }

    @Test func `replacing a text copies no container, however deep it stands`() throws {
        for text in ["[\"a\",[1]]", "{\"a b\":[1,{\"text\":\"x\"}],\"c\":[\"y\"]}"] {
            var value = try JSONValue(parsing: text)
            let isObject = value.object != nil
            let before = place(isObject ? value["a b"] ?? .null : value)
            let path: [JSONPath.Step] = isObject ? self.path : [.element(0)]
            for round in 0..<9 {
                let isReplaced = value.replaceText(at: path, with: "text \(round)")
                #expect(isReplaced && place(isObject ? value["a b"] ?? .null : value) == before)
            }
            #expect(before != nil)
        }
    }

    @Test(arguments: [1, 12, 13, 100, 40_000])
    func `a key is found with a few looks, however many there are`(_ count: Int) throws {
        let pairs = (0..<count).map { ("key \($0)", JSONValue.int($0)) }
        var built = JSONObject()
        for (key, value) in pairs { built[key] = value }
        let parsed = try JSONValue(parsing: JSONValue.object(built).compactText).object
        for object in [built, JSONObject(pairs), parsed ?? JSONObject()] {
            for (number, (key, value)) in pairs.enumerated() {
                let (place, looks) = object.place(of: key)
                #expect(place == number && looks <= 13 && object[key] == value)
            }
            #expect(object.place(of: "none").place == nil && object.place(of: "none").looks <= 13)
        }
    }

    @Test(arguments: 1...6)
    func `members are what a list of them would be, whatever is set and removed`(_ seed: UInt64) {
        var random = SplitMix(seed: seed)
        var object = JSONObject()
        var model: [(String, JSONValue)] = []
        for step in 0..<400 {
            let key = "k\(random.below(20))"
            let place = model.firstIndex { $0.0 == key }
            if random.below(3) == 0 {
                let value = object.remove(key)
                #expect(value == place.map { model[$0].1 })
                if let place { model.remove(at: place) }
            } else {
                object[key] = .int(step)
                if let place {
                    model[place].1 = .int(step)
                } else {
                    model.append((key, .int(step)))
                }
            }
            #expect(object.members.map(\.key) == model.map(\.0))
            #expect(object.members.map(\.value) == model.map(\.1))
        }
    }

    @Test func `the depth of a text is that of its deepest place`() {
        for (text, depth) in [
            ("1", 0), ("[]", 1), ("[[],{\"a\":[\"]{[\",\"\\\"[\"]}]", 3), ("{\"[\":1}", 1),
        ] {
            #expect(JSONValue.depth(ofText: text) == depth, "\(text)")
        }
    }

    @Test func `a text is escaped as between quotes`() {
        var bytes = Array("\"".utf8)
        JSONValue.appendEscaped("a\"\\\n\u{1}é", to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == #""a\"\\\n\u0001é"#)
    }
}

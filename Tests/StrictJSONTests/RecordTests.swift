import StrictJSON
import TestSupport
import Testing

@Suite struct RecordTests {
    @Test func `lines are cut with their numbers, blank ones left out`() {
        let lines = cutLines("{\"a\":1}\r\n\n  \t\r\n [2] \n3")
        #expect(lines == ["1 {\"a\":1}", "4 [2]", "5 3"])
        #expect(cutLines("") == [])
        #expect(cutLines("\n\r\n") == [])
        #expect(cutLines("\u{FEFF}1\n2\n") == ["1 1", "2 2"])
    }

    @Test func `a long line ends at its line feed`() {
        let long = String(repeating: "x", count: 1000)
        #expect(cutLines("\"\(long)\"\n\"é\(long)\"") == ["1 \"\(long)\"", "2 \"é\(long)\""])
    }

    @Test func `elements and members are cut with line and path`() {
        #expect(
            cutItems("[1, [2,\n3], \"a]\\\"\"\n, {\"b\":[]} ]") == [
                "1 [0] 1", "1 [1] [2,\n3]", "2 [2] \"a]\\\"\"", "3 [3] {\"b\":[]}",
            ])
        #expect(
            cutItems("\u{FEFF} {\"a b\" : null ,\n\"c\":{\"d\":\"}\"}}\n") == [
                "1 [\"a b\"] null", "2 c {\"d\":\"}\"}",
            ])
        #expect(cutItems("[]") == [])
        #expect(cutItems(" { } ") == [])
    }

    @Test func `the elements of a member are cut with the path from the root`() throws {
        let text = Array("{\"info\":1,\n\"simulations\":[{},\n{\"id\":[1 2]}]}".utf8)
        try text.withUnsafeBytes { bytes in
            var members = try JSONItems(bytes)
            #expect(members.isObject)
            #expect(try members.next()?.value.value(in: bytes).compactText == "1")
            let list = try #require(try members.next())
            #expect(list.key == "simulations")
            #expect(try members.next() == nil)
            var elements = try JSONItems(of: list.value, in: bytes)
            #expect(try elements.next()?.value.value(in: bytes) == .object(JSONObject()))
            let second = try #require(try elements.next()).value
            #expect(try elements.next() == nil)
            let message = """
                line 3, column 10 (byte 39), simulations[1].id[0]: expected "," or "]", found 2
                """
            #expect(refusal(of: second, in: bytes) == message)
        }
    }

    @Test(
        arguments: [
            ("3", "line 1, column 1 (byte 0): expected an array or an object, found 3"),
            ("", "(byte 0): expected an array or an object, found the end of the text"),
            ("[1,\n2", "line 2, column 2 (byte 5), [1]: expected \",\" or \"]\", found the end"),
            ("[1 2]", "(byte 3), [0]: expected \",\" or \"]\", found 2"),
            ("[1,]", "(byte 3), [1]: expected a JSON value, found \"]\""),
            ("[[1}]", "(byte 3), [0][0]: expected \",\" or \"]\", found \"}\""),
            ("[{]", "(byte 2), [0]: expected \",\" or \"}\", found \"]\""),
            ("[1]x", "(byte 3): expected the end of the text, found x"),
            ("{\"a\" 1}", "(byte 5), a: expected \":\" after the key, found 1"),
            ("{\"a\":1,\n\"a\":2}", "line 2, column 1 (byte 8), a: expected each key once"),
            ("{1:2}", "(byte 1): expected a key in double quotes, found 1"),
            ("[\"a", "(byte 3), [0]: expected \"\"\" at the end of the string"),
            ("[\"a\\", "(byte 4), [0]: expected \"\"\" at the end of the string"),
            ("{\"a\":\"x\ny\"}", "(byte 7), a: expected control characters written as escapes"),
        ])
    func `broken structure ends the items with an error`(text: String, message: String) {
        let outcome = cutItems(text).last ?? ""
        #expect(outcome.contains(message), "\(outcome)")
    }

    @Test func `depth is limited where items are only cut`() {
        let outcome = cutItems(String(repeating: "[", count: 1_000_000)).last
        #expect(outcome?.contains("(byte 513)") == true)
    }

    @Test func `nothing follows an error`() throws {
        let text = Array("[1 2, 3]".utf8)
        try text.withUnsafeBytes { bytes in
            var items = try JSONItems(bytes)
            #expect(try items.next() != nil)
            #expect(throws: JSONError.self) { try items.next() }
            #expect(try items.next() == nil)
        }
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func `cutting and reading give what reading the whole gives`(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        let elements = (0..<6).map { _ in RandomJSON.value(&random, depth: 4) }
        let text = Array(RandomJSON.spaced(.array(elements), &random).utf8)
        try text.withUnsafeBytes { bytes in
            var items = try JSONItems(bytes)
            var read: [JSONValue] = []
            while let item = try items.next() { read.append(try item.value.value(in: bytes)) }
            #expect(read == elements)
        }
        let lines = Array(elements.map(\.compactText).joined(separator: "\r\n").utf8)
        try lines.withUnsafeBytes { bytes in
            let read = try JSONLines(bytes).map { try $0.value(in: bytes) }
            #expect(read == elements)
        }
    }
}

private func refusal(of slice: JSONSlice, in bytes: UnsafeRawBufferPointer) -> String {
    do throws(JSONError) { return try slice.value(in: bytes).compactText } catch {
        return error.description
    }
}

private func cutLines(_ text: String) -> [String] {
    Array(text.utf8).withUnsafeBytes { bytes in
        JSONLines(bytes).map { "\($0.line) " + String(decoding: bytes[$0.range], as: UTF8.self) }
    }
}

/// The items as `line path text`, an error's message last.
private func cutItems(_ text: String) -> [String] {
    Array(text.utf8).withUnsafeBytes { bytes in
        var cut: [String] = []
        do throws(JSONError) {
            var items = try JSONItems(bytes)
            while let item = try items.next() {
                let text = String(decoding: bytes[item.value.range], as: UTF8.self)
                cut.append("\(item.value.line) \(item.value.path) \(text)")
            }
        } catch {
            cut.append(error.description)
        }
        return cut
    }
}

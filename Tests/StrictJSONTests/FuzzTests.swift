import StrictJSON
import TestSupport
import Testing

@Suite struct FuzzTests {
    @Test(arguments: 0..<60 as Range<UInt64>)
    func `writing and reading give back the value`(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        for _ in 0..<5 {
            let value = RandomJSON.value(&random, depth: 5)
            #expect(try JSONValue(parsing: value.compactText) == value)
            #expect(try JSONValue(parsing: RandomJSON.spaced(value, &random)) == value)
            var bytes = Array("x".utf8)
            value.write(to: &bytes)
            #expect(bytes == Array("x".utf8) + Array(value.compactText.utf8))
        }
    }

    @Test(arguments: 0..<60 as Range<UInt64>)
    func `changed bytes are read or refused at a place in the text`(seed: UInt64) {
        var random = SplitMix(seed: seed)
        let original = Array(
            RandomJSON.spaced(RandomJSON.value(&random, depth: 4), &random).utf8)
        for _ in 0..<50 {
            var bytes = original
            for _ in 0...Int.random(in: 0..<3, using: &random) { mutate(&bytes, &random) }
            do throws(JSONError) {
                let read = try value(bytes)
                #expect((try? JSONValue(parsing: read.compactText)) == read)
            } catch {
                #expect((0...bytes.count).contains(error.offset))
                let before = bytes[..<error.offset]
                #expect(error.line == before.count { $0 == 0x0A } + 1)
            }
            cutEverything(bytes)
        }
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `random bytes are read or refused`(seed: UInt64) {
        var random = SplitMix(seed: seed)
        let alphabet =
            Array("[]{}\",:\\u0d8-+.eE1truefalsn \n".utf8) + [0x00, 0x80, 0xC3, 0xED, 0xFF]
        for _ in 0..<200 {
            let length = Int.random(in: 0..<40, using: &random)
            let bytes = (0..<length).map { _ in alphabet.randomElement(using: &random) ?? 0 }
            if let read = try? value(bytes) {
                #expect((try? JSONValue(parsing: read.compactText)) == read)
            }
            cutEverything(bytes)
        }
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `every prefix of a text is refused or whole`(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        let value = JSONValue.array([RandomJSON.value(&random, depth: 3)])
        let text = Array(value.compactText.utf8)
        for end in 0..<min(text.count, 400) {
            #expect(throws: JSONError.self) {
                try StrictJSONTests.value(Array(text[..<end]))
            }
        }
    }

    private func mutate(_ bytes: inout [UInt8], _ random: inout SplitMix) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        let byte = UInt8.random(in: 0...255, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0 where place < bytes.count: bytes[place] = byte
        case 1 where place < bytes.count: bytes.remove(at: place)
        case 2: bytes.removeSubrange(place...)
        default: bytes.insert(byte, at: place)
        }
    }

    /// Cuts the bytes as lines and as items, and reads what was cut.
    private func cutEverything(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { bytes in
            for line in JSONLines(bytes) {
                #expect(line.range.upperBound <= bytes.count)
                _ = try? line.value(in: bytes)
            }
            guard var items = try? JSONItems(bytes) else { return }
            while let item = try? items.next() { _ = try? item.value.value(in: bytes) }
        }
    }
}

import Statistics

extension SeededGenerator {
    /// Whether something happens that does so in that many of a hundred cases.
    mutating func chance(_ percent: Int) -> Bool { next(below: 100) < percent }

    /// That many random digits, the first not zero.
    mutating func digits(_ count: Int) -> String {
        var text = String(next(in: 1...9))
        for _ in 1..<max(count, 1) { text += String(next(below: 10)) }
        return text
    }

    /// That many random characters of an alphabet of ASCII letters and digits.
    mutating func characters(_ count: Int, of alphabet: StaticString) -> String {
        String(unsafeUninitializedCapacity: count) { buffer in
            for index in 0..<count {
                buffer[index] = alphabet.utf8Start[next(below: alphabet.utf8CodeUnitCount)]
            }
            return count
        }
    }

    /// That many lower-case hexadecimal digits.
    mutating func hexadecimal(_ count: Int) -> String {
        characters(count, of: "0123456789abcdef")
    }

    /// Different elements in random order, at most as many as there are.
    mutating func sample<Element>(_ count: Int, of elements: [Element]) -> [Element] {
        var pool = elements
        shuffle(&pool)
        return Array(pool.prefix(count))
    }
}

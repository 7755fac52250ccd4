import Statistics
import Testing

@Suite struct SeededGeneratorTests {
    @Test func `SplitMix64 gives the published outputs of seed 1234567`() {
        var mixer = SplitMix64(state: 1_234_567)
        let outputs = (0..<5).map { _ in mixer.next() }
        #expect(
            outputs == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
                4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
            ])
    }

    @Test func `xoshiro256** gives the reference outputs of state 1, 2, 3, 4`() {
        var generator = SeededGenerator(state: (1, 2, 3, 4))
        let outputs = (0..<10).map { _ in generator.next() }
        #expect(
            outputs == [
                11520, 0, 1_509_978_240, 1_215_971_899_390_074_240, 1_216_172_134_540_287_360,
                607_988_272_756_665_600, 16_172_922_978_634_559_625, 8_476_171_486_693_032_832,
                10_595_114_339_597_558_777, 2_904_607_092_377_533_576,
            ])
    }

    @Test(
        arguments: [
            ("", 0xCBF2_9CE4_8422_2325), ("a", 0xAF63_DC4C_8601_EC8C),
            ("foobar", 0x8594_4171_F739_67E8),
        ] as [(String, UInt64)])
    func `FNV-1a gives the published hashes`(text: String, hash: UInt64) {
        #expect(FNV1a.hash(text) == hash)
    }

    @Test(arguments: [0, 1, 42, UInt64.max])
    func `a seed fixes the sequence, and names within it differ`(seed: UInt64) {
        var first = SeededGenerator(seed: seed, name: "orders")
        var again = SeededGenerator(seed: seed, name: "orders")
        var other = SeededGenerator(seed: seed, name: "users")
        let outputs = (0..<8).map { _ in first.next() }
        #expect(outputs == (0..<8).map { _ in again.next() })
        #expect(outputs != (0..<8).map { _ in other.next() })
    }

    @Test(arguments: [1, 2, 3, 7, 10, 1000])
    func `numbers below a bound fill it evenly`(bound: Int) {
        var generator = SeededGenerator(seed: UInt64(bound))
        let buckets = min(bound, 10)
        var counts = [Int](repeating: 0, count: buckets)
        for _ in 0..<20_000 { counts[generator.next(below: bound) * buckets / bound] += 1 }
        let expected = 20_000 / buckets
        #expect(counts.allSatisfy { abs($0 - expected) < expected / 8 + 1 }, "\(counts)")
    }

    @Test func `a bound near the type's end rejects the biased part`() {
        var generator = SeededGenerator(seed: 3)
        let bound = Int.max / 4 * 3
        #expect((0..<1000).allSatisfy { _ in (0..<bound).contains(generator.next(below: bound)) })
    }

    @Test func `a closed range reaches both ends and nothing else`() {
        var generator = SeededGenerator(seed: 9)
        let drawn = (0..<500).map { _ in generator.next(in: -2...2) }
        #expect(drawn.sorted().first == -2 && drawn.sorted().last == 2)
        #expect((0..<200).allSatisfy { _ in [4, 5].contains(generator.choose([4, 5][...])) })
    }

    @Test func `a shuffle keeps the elements and reaches every order of three`() {
        var generator = SeededGenerator(seed: 11)
        var counts: [[Int]: Int] = [:]
        for _ in 0..<6000 {
            var elements = [1, 2, 3]
            generator.shuffle(&elements)
            counts[elements, default: 0] += 1
        }
        #expect(counts.count == 6)
        #expect(counts.values.allSatisfy { (850...1150).contains($0) }, "\(counts)")
    }
}

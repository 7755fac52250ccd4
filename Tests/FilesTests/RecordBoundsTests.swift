import ContextModel
import Files
import Foundation
import TestSupport
import Testing

@Suite struct RecordBoundsTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func files(_ options: RecordOptions = RecordOptions()) -> ChunkFiles {
        ChunkFiles(folder: folder.path, options: options)
    }

    /// Which of the first records are on the disk.
    private func present(of count: Int = 12) -> [Int] {
        (0..<count).filter { FileManager.default.fileExists(atPath: folder[Records.name($0)]) }
    }

    /// A list of keys, the one used last at the end: what the folder must hold after each step.
    private struct Model {
        let bound: Int
        var order: [Int] = []

        mutating func use(_ number: Int) {
            order.removeAll { $0 == number }
            order.append(number)
            if order.count > bound { order.removeFirst() }
        }
    }

    @Test(arguments: [UInt64(1), 2, 3, 4])
    func `the record unused for the longest time goes first, over restarts`(seed: UInt64) {
        var generator = SplitMix(seed: seed)
        var model = Model(bound: Int.random(in: 1...6, using: &generator))
        let options = RecordOptions(maximumEntries: model.bound)
        var store = files(options)
        for _ in 0..<100 {
            let number = Int.random(in: 0..<12, using: &generator)
            switch Int.random(in: 0..<10, using: &generator) {
            case 0: store = files(options)
            case 1:
                store.remove(Records.key(number))
                model.order.removeAll { $0 == number }
            case 2...5:
                let isThere = model.order.contains(number)
                #expect((store.record(for: Records.key(number)) != nil) == isThere)
                if isThere { model.use(number) }
            default:
                store.keep(ChunkRecord(number))
                model.use(number)
            }
            #expect(present() == model.order.sorted())
        }
        #expect(store.counters.failures == 0)
    }

    @Test func `bytes are bounded, headers included`() throws {
        let one = files()
        one.keep(ChunkRecord(0))
        let size = one.extent.bytes
        #expect(try folder.bytes(Records.name(0)).count == size)
        let store = files(RecordOptions(maximumBytes: 3 * size + 1))
        for number in 1..<5 { store.keep(ChunkRecord(number)) }
        #expect(present() == [2, 3, 4])
        #expect(store.extent == (3, 3 * size))
        #expect(store.counters.removals == 2)
    }

    @Test func `a record too large for the folder is not kept and said`() {
        let store = files(RecordOptions(maximumBytes: 1_000))
        store.keep(ChunkRecord(1))
        store.keep(ChunkRecord(2, summary: String(repeating: "x", count: 1_000)))
        #expect(present() == [1])
        #expect(store.counters.failures == 1 && store.counters.writes == 1)
        #expect(store.takeProblem()?.problem.hasSuffix("the folder may have 1000") == true)
    }

    @Test func `a smaller bound is met when the folder is opened`() {
        let large = files()
        for number in 0..<10 { large.keep(ChunkRecord(number)) }
        let small = files(RecordOptions(maximumEntries: 4))
        #expect(present() == [6, 7, 8, 9])
        #expect(small.counters.removals == 6)
    }

    @Test func `what another process used is not removed as unused`() {
        let (one, other) = (files(RecordOptions(maximumEntries: 4)), files())
        for number in 0..<4 { one.keep(ChunkRecord(number)) }
        #expect(other.record(for: Records.key(0)) != nil)
        one.keep(ChunkRecord(4))
        #expect(present() == [0, 2, 3, 4])
    }

    @Test(arguments: [2, 4])
    func `several processes exceed the bound by an eighth each at most`(processes: Int) {
        let options = RecordOptions(maximumEntries: 32)
        let stores = (0..<processes).map { _ in files(options) }
        for number in 0..<200 {
            stores[number % processes].keep(ChunkRecord(number))
            if number % 20 == 19 { #expect(present(of: 200).count <= 32 + 4 * processes) }
        }
        #expect(stores.allSatisfy { $0.counters.failures == 0 })
        #expect(files(options).extent.entries == 32)
    }

    @Test func `other people's files in the folder count nothing and stay`() throws {
        try folder.write("text", to: "README")
        try folder.write("text", to: "ab/notes")
        let upper = Records.key(1).hexadecimal.uppercased()
        try folder.write("text", to: upper.prefix(2) + "/" + upper)
        try folder.write("text", to: "abc/" + Records.key(1).hexadecimal)
        let store = files(RecordOptions(maximumEntries: 1))
        store.keep(ChunkRecord(1))
        store.keep(ChunkRecord(2))
        #expect(store.extent.entries == 1 && store.counters.failures == 0)
        #expect(try folder.bytes("ab/notes").count == 4)
        #expect(try folder.bytes("abc/" + Records.key(1).hexadecimal).count == 4)
    }

    @Test func `what is kept is for the user alone`() throws {
        let place = folder["cache/chunks"]
        let store = ChunkFiles(folder: place, options: RecordOptions())
        store.keep(ChunkRecord(1))
        #expect(store.takeProblem() == nil)
        let manager = FileManager.default
        for path in ["cache", "cache/chunks"]
            + (try manager.subpathsOfDirectory(atPath: place)).map(
                { "cache/chunks/" + $0 })
        {
            let facts = try manager.attributesOfItem(atPath: folder[path])
            let mode = (facts[.posixPermissions] as? NSNumber)?.intValue
            #expect(mode == (facts[.type] as? FileAttributeType == .typeDirectory ? 0o700 : 0o600))
        }
    }
}

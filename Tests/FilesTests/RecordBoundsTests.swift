import ContextModel
import Files
import Foundation
import TestSupport
import Testing

@Suite struct RecordBoundsTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A list of keys, the one used last at the end: what must be stored after each step.
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
    func `the record unused for the longest time goes first, over restarts`(seed: UInt64) throws {
        var generator = SplitMix(seed: seed)
        var model = Model(bound: Int.random(in: 1...6, using: &generator))
        let options = RecordOptions(maximumEntries: model.bound)
        var stores = [folder.chunks(options), folder.chunks(options)]
        for _ in 0..<100 {
            let number = Int.random(in: 0..<12, using: &generator)
            let store = stores[Int.random(in: 0..<2, using: &generator)]
            switch Int.random(in: 0..<10, using: &generator) {
            case 0: stores[1] = folder.chunks(options)
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
            #expect(try folder.stored() == model.order.sorted())
        }
        #expect(stores.allSatisfy { $0.counters.failures == 0 })
    }

    @Test func `bytes are bounded`() throws {
        folder.chunks().keep(ChunkRecord(0))
        let sizes: [Int] = try folder.values("SELECT length(content) FROM record")
        let size = try #require(sizes.first)
        let store = folder.chunks(RecordOptions(maximumBytes: 3 * size + 1))
        for number in 1..<5 { store.keep(ChunkRecord(number)) }
        #expect(try folder.stored() == [2, 3, 4])
        #expect(store.counters.removals == 2)
        store.keep(ChunkRecord(5, summary: String(repeating: "x", count: size)))
        #expect(try folder.stored() == [4, 5])
    }

    @Test func `a record larger than the bound is not kept and said`() throws {
        let store = folder.chunks(RecordOptions(maximumBytes: 1_000))
        store.keep(ChunkRecord(1))
        store.keep(ChunkRecord(2, summary: String(repeating: "x", count: 1_000)))
        #expect(try folder.stored() == [1])
        #expect(store.counters.failures == 1 && store.counters.writes == 1)
        #expect(store.takeProblem()?.problem.hasSuffix("where 1000 are kept") == true)
    }

    @Test func `a smaller bound is met when the records are opened`() throws {
        let large = folder.chunks()
        for number in 0..<10 { large.keep(ChunkRecord(number)) }
        let small = folder.chunks(RecordOptions(maximumEntries: 4))
        #expect(small.record(for: Records.key(0)) == nil)
        #expect(try folder.stored() == [6, 7, 8, 9])
        #expect(small.counters.removals == 6)
    }

    @Test func `what another process used is not removed as unused`() throws {
        let (one, other) = (folder.chunks(RecordOptions(maximumEntries: 4)), folder.chunks())
        for number in 0..<4 { one.keep(ChunkRecord(number)) }
        #expect(other.record(for: Records.key(0)) != nil)
        one.keep(ChunkRecord(4))
        #expect(try folder.stored() == [0, 2, 3, 4])
    }

    @Test(arguments: [2, 4])
    func `several processes together keep the bound`(processes: Int) throws {
        let options = RecordOptions(maximumEntries: 32)
        let stores = (0..<processes).map { _ in folder.chunks(options) }
        for number in 0..<200 {
            stores[number % processes].keep(ChunkRecord(number))
            if number % 20 == 19 {
                #expect(try folder.stored(of: 200) == Array(max(0, number - 31)...number))
            }
        }
        #expect(stores.allSatisfy { $0.counters.failures == 0 })
    }

    @Test func `each kind has its own bound`() throws {
        let records = RecordDatabase(
            folder: folder.path, options: RecordOptions(maximumEntries: 2))
        let (chunks, descriptions) = (StoredChunks(in: records), StoredDescriptions(in: records))
        for number in 0..<2 { chunks.keep(ChunkRecord(number)) }
        for number in 0..<9 { descriptions.keep("a picture", of: Records.key(number)) }
        #expect(try folder.stored() == [0, 1])
        #expect(chunks.counters.removals == 0 && descriptions.counters.removals == 7)
    }

    @Test func `other files in the folder, earlier versions' records too, stay`() throws {
        let name = Records.key(1).hexadecimal
        let others = ["README", "chunks/\(name.prefix(2))/\(name)", "descriptions/ab/notes"]
        for other in others { try folder.write("text", to: other) }
        let store = folder.chunks(RecordOptions(maximumEntries: 1))
        #expect(store.record(for: Records.key(1)) == nil && store.counters.misses == 1)
        for number in 1...2 { store.keep(ChunkRecord(number)) }
        #expect(try others.allSatisfy { try folder.bytes($0) == [UInt8]("text".utf8) })
        #expect(try folder.stored() == [2])
    }

    @Test func `what is kept is for the user alone`() throws {
        let store = folder.chunks(in: "deep/cache")
        store.keep(ChunkRecord(1))
        #expect(store.takeProblem() == nil)
        let manager = FileManager.default
        let paths = try manager.subpathsOfDirectory(atPath: folder.path)
        #expect(paths.contains("deep/cache/records.sqlite-wal"))
        for path in paths {
            let facts = try manager.attributesOfItem(atPath: folder[path])
            let mode = (facts[.posixPermissions] as? NSNumber)?.intValue
            #expect(mode == (facts[.type] as? FileAttributeType == .typeDirectory ? 0o700 : 0o600))
        }
    }
}

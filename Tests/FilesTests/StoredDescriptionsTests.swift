import ContextModel
import Files
import TestSupport
import Testing

@Suite struct StoredDescriptionsTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func stored(_ options: RecordOptions = RecordOptions()) -> StoredDescriptions {
        StoredDescriptions(in: RecordDatabase(folder: folder.path, options: options))
    }

    @Test(arguments: ["", "a chart of sales by year", "Säulen 📊\n"])
    func `a description comes back, in another process too`(text: String) {
        let first = stored()
        #expect(first.description(of: Records.key(1)) == nil)
        first.keep(text, of: Records.key(1))
        #expect(first.description(of: Records.key(1)) == text)
        #expect(stored().description(of: Records.key(1)) == text)
        #expect(first.counters.hits == 1 && first.counters.misses == 1)
    }

    @Test func `the newest description stays, the unused ones go`() throws {
        let store = stored(RecordOptions(maximumEntries: 2))
        store.keep("old", of: Records.key(1))
        store.keep("other", of: Records.key(2))
        store.keep("new", of: Records.key(1))
        store.keep("third", of: Records.key(3))
        #expect(store.description(of: Records.key(1)) == "new")
        #expect(store.description(of: Records.key(2)) == nil)
        #expect(try folder.values("SELECT entries FROM total WHERE kind = 2") == [2])
        #expect(store.takeProblem() == nil)
    }
}

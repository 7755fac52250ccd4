import ContextModel
import Foundation
import Testing
import Tokenization

/// Texts that end where readable memory ends: not a byte beyond may be looked at.
@Suite struct MemoryBoundsTests {
    static let units = [
        "a", "'", " ", "\n", "/\n", "1", "A", "'s", "=", "\u{4E2D}", "\u{4E2D}A", "\u{A0}",
        "\u{301}", "\u{663}",
    ]

    @Test(arguments: Encoding.allCases)
    func `nothing is read beyond the end of a text`(encoding: Encoding) throws {
        let guarded = try GuardedMemory(pages: 20)
        var random = RandomText(seed: 7)
        for unit in Self.units {
            for count in [1, 3, 15, 16, 17, 63, 64, 65, 79, 80, 81, 200, 20_000] {
                check(String(repeating: unit, count: count), guarded, encoding)
            }
        }
        for length in [1, 15, 21, 64, 65, 100, 1_000, 30_000] {
            check(random.word(length), guarded, encoding)
        }
        for _ in 0..<60 { check(random.stretches(8), guarded, encoding) }
    }

    private func check(_ text: String, _ guarded: GuardedMemory, _ encoding: Encoding) {
        let bytes = Array(text.utf8)
        let placed = guarded.place(bytes)
        let tokenizer = Tokenizer.shared(encoding)
        let ids = tokenizer.encode(utf8: placed)
        #expect(tokenizer.count(utf8: placed) == TokenCount(ids.count))
        #expect((try? tokenizer.decode(ids)) == bytes)
    }
}

/// Memory whose last byte is followed by a page that must not be touched.
private final class GuardedMemory {
    struct NotMapped: Error {}

    private let base: UnsafeMutableRawPointer
    private let count: Int
    private let page = Int(sysconf(Int32(_SC_PAGESIZE)))

    init(pages: Int) throws {
        count = pages * page
        let map = mmap(
            nil, count + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let map, map != MAP_FAILED, mprotect(map + count, page, PROT_NONE) == 0 else {
            throw NotMapped()
        }
        base = map
    }

    deinit { munmap(base, count + page) }

    /// The bytes, put right before the page.
    func place(_ bytes: [UInt8]) -> UnsafeRawBufferPointer {
        let start = base + (count - bytes.count)
        start.copyMemory(from: bytes, byteCount: bytes.count)
        return UnsafeRawBufferPointer(start: start, count: bytes.count)
    }
}

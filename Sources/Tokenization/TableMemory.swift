#if canImport(Glibc)
    private import Glibc
#elseif canImport(Musl)
    private import Musl
#elseif canImport(Darwin)
    private import Darwin
#endif

/// Memory for tables that are asked at random places.
///
/// Big ones ask for pages of 2 MiB where the system has them: that is fewer misses in the address
/// cache, and 500 times fewer interruptions while a table is filled for the first time.
enum TableMemory {
    private static let hugePage = 1 << 21

    /// Uninitialised memory at an address that is a multiple of 64; to be freed by `deallocate()`.
    static func allocate<Element>(_ type: Element.Type, count: Int) -> UnsafeMutablePointer<Element>
    {
        let bytes = count * MemoryLayout<Element>.stride
        let isBig = bytes >= hugePage / 2
        let size = isBig ? (bytes + hugePage - 1) & ~(hugePage - 1) : bytes
        let memory = UnsafeMutableRawPointer.allocate(
            byteCount: size, alignment: isBig ? hugePage : 64)
        #if os(Linux)
            // Advice: where it is not taken, everything works all the same.
            if isBig { _ = madvise(memory, size, MADV_HUGEPAGE) }
        #endif
        return memory.bindMemory(to: Element.self, capacity: count)
    }

    /// The same, every element initialised.
    static func allocate<Element>(
        repeating element: Element, count: Int
    ) -> UnsafeMutablePointer<Element> {
        let memory = allocate(Element.self, count: count)
        memory.initialize(repeating: element, count: count)
        return memory
    }
}

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The bytes of a file, mapped read-only, so that a big corpus costs no copy.
///
/// What cannot be mapped (pipes, terminals, files of the kernel that claim to be empty) is read into
/// memory instead. A mapped file must not be shortened by others while it is in use: the system ends
/// the process that touches the missing part.
package final class MappedFile: Sendable {
    /// All bytes; valid only as long as the file is referenced, so hold it around their use
    /// (`withExtendedLifetime`).
    package var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(memory.buffer) }

    private let memory: Memory

    /// Maps the file at a path; a folder, or a file that cannot be read, is refused.
    ///
    /// - Parameter mapping: false reads the file into memory in any case, which is quicker for small
    ///   files.
    package init(path: String, mapping: Bool = true) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StorageError.ofSystem(path, cannot: "open it") }
        defer { close(descriptor) }
        memory = try Memory(descriptor: descriptor, path: path, mapping: mapping)
    }

    /// Reads, or maps if it is a file, standard input to its end.
    package init(readingStandardInput: Void) throws {
        memory = try Memory(descriptor: STDIN_FILENO, path: "standard input")
    }

    deinit { memory.release() }
}

extension MappedFile {
    /// Where the bytes are. Nothing writes to them once they are there, hence `@unchecked`.
    private struct Memory: @unchecked Sendable {
        let buffer: UnsafeMutableRawBufferPointer
        let isMapped: Bool

        /// The rest of an open file: mapped if it shall, is at its start and can be, else read.
        init(descriptor: Int32, path: String, mapping: Bool = true) throws {
            var facts = stat()
            guard fstat(descriptor, &facts) == 0 else {
                throw StorageError.ofSystem(path, cannot: "examine it")
            }
            guard facts.st_mode & S_IFMT != S_IFDIR else {
                throw StorageError(
                    path: path, problem: "is a folder", remedy: "name a file in it instead")
            }
            let isWhole = lseek(descriptor, 0, SEEK_CUR) == 0
            if mapping, isWhole, let mapped = Self.map(descriptor, count: Int(facts.st_size)) {
                self = mapped
            } else {
                self = try Self.read(descriptor, path: path)
            }
        }

        init(buffer: UnsafeMutableRawBufferPointer, isMapped: Bool) {
            self.buffer = buffer
            self.isMapped = isMapped
        }

        static func map(_ descriptor: Int32, count: Int) -> Self? {
            guard count > 0 else { return nil }
            let start = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0)
            guard let start, start != MAP_FAILED else { return nil }
            return Self(
                buffer: UnsafeMutableRawBufferPointer(start: start, count: count), isMapped: true)
        }

        static func read(_ descriptor: Int32, path: String) throws -> Self {
            let all = try bytes(of: descriptor, path: path)
            let buffer = UnsafeMutableRawBufferPointer.allocate(
                byteCount: all.count, alignment: MemoryLayout<UInt64>.alignment)
            buffer.copyBytes(from: all)
            return Self(buffer: buffer, isMapped: false)
        }

        static func bytes(of descriptor: Int32, path: String) throws -> [UInt8] {
            var all: [UInt8] = []
            var chunk = [UInt8](repeating: 0, count: 1 << 16)
            while true {
                let count = systemRead(descriptor, &chunk)
                if count == 0 { return all }
                if count > 0 {
                    all += chunk[..<count]
                } else if errno != EINTR {
                    throw StorageError.ofSystem(path, cannot: "read it")
                }
            }
        }

        func release() {
            if isMapped { munmap(buffer.baseAddress, buffer.count) } else { buffer.deallocate() }
        }
    }
}

/// The system's `read`, under a name that no method hides.
private func systemRead(_ descriptor: Int32, _ chunk: inout [UInt8]) -> Int {
    read(descriptor, &chunk, chunk.count)
}

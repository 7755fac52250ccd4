#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The bytes of a file: small ones read into memory, big ones mapped read-only, so that a big corpus
/// costs no copy.
///
/// What cannot be mapped (pipes, terminals, files of the kernel that claim to be empty) is read, up to
/// `mostRead`. Devices are refused: they may have no end. What was read nobody can take away; a mapped file
/// must not be shortened by others while it is in use: the system sends SIGBUS to the process that touches
/// the missing part, and the program ends there with a word (`ShortenedFile`).
package final class MappedFile: Sendable {
    /// Up to here reading takes milliseconds, and saves what a page fault for each 4 kB costs.
    package static let leastMapped = 1 << 24

    /// The most bytes that are read into memory: a pipe does not say how much will come, and a small machine
    /// has no more. What is larger can be given as a file, which is mapped.
    package static let mostRead = 1 << 30

    /// All bytes; valid only as long as the file is referenced, so hold it around their use
    /// (`withExtendedLifetime`).
    package var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(memory.buffer) }

    private let memory: Memory

    /// Reads or maps the file at a path; a folder, a device, or a file that cannot be read is refused.
    package init(
        path: String, leastMapped: Int = MappedFile.leastMapped,
        mostRead: Int = MappedFile.mostRead
    ) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StorageError.ofSystem(path, cannot: "open it") }
        defer { close(descriptor) }
        memory = try Memory(
            descriptor: descriptor, path: path, leastMapped: leastMapped,
            mostRead: mostRead)
    }

    /// Reads, or maps if it is a big file, standard input to its end.
    package init(readingStandardInput: Void) throws {
        memory = try Memory(
            descriptor: STDIN_FILENO, path: "standard input",
            leastMapped: Self.leastMapped, mostRead: Self.mostRead)
    }

    deinit { memory.release() }
}

extension MappedFile {
    /// Where the bytes are. Nothing writes to them once they are there, hence `@unchecked`.
    private struct Memory: @unchecked Sendable {
        let buffer: UnsafeMutableRawBufferPointer
        let isMapped: Bool

        /// The rest of an open file: mapped if it is large, at its start and can be, else read.
        init(descriptor: Int32, path: String, leastMapped: Int, mostRead: Int) throws {
            var facts = stat()
            guard fstat(descriptor, &facts) == 0 else {
                throw StorageError.ofSystem(path, cannot: "examine it")
            }
            let kind = facts.st_mode & S_IFMT
            guard kind != S_IFDIR else {
                throw StorageError(
                    path: path, problem: "is a folder", remedy: "name a file in it instead")
            }
            guard kind != S_IFBLK else { throw Self.device(path) }
            let size = kind == S_IFREG ? Int(facts.st_size) : 0
            if size > 0, size >= leastMapped, lseek(descriptor, 0, SEEK_CUR) == 0,
                let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0),
                start != MAP_FAILED
            {
                buffer = UnsafeMutableRawBufferPointer(start: start, count: size)
                isMapped = true
                return
            }
            // A terminal ends where whoever types says so, and the null device at once.
            let mayBeEndless = kind == S_IFCHR && isatty(descriptor) == 0
            var reading = Reading(
                descriptor: descriptor, path: path, expected: size, most: mostRead)
            buffer = try reading.toEnd(mayBeEndless: mayBeEndless)
            isMapped = false
        }

        static func device(_ path: String) -> StorageError {
            StorageError(
                path: path, problem: "is a device, which may have no end", remedy: "name a file")
        }

        func release() {
            if isMapped {
                munmap(buffer.baseAddress, buffer.count)
            } else {
                free(buffer.baseAddress)
            }
        }
    }

    /// Reads an open file to its end, into memory that grows in place.
    private struct Reading {
        let descriptor: Int32
        let path: String
        let most: Int
        private var capacity: Int
        private var start: UnsafeMutableRawPointer?
        private var used = 0

        /// One byte more than is expected: only then the end shows.
        init(descriptor: Int32, path: String, expected: Int, most: Int) {
            self.descriptor = descriptor
            self.path = path
            self.most = most
            capacity = min(max(expected + 1, 1 << 16), most + 1)
            start = malloc(capacity)
        }

        mutating func toEnd(mayBeEndless: Bool) throws -> UnsafeMutableRawBufferPointer {
            do {
                while try readSome() > 0 {
                    guard !mayBeEndless else { throw Memory.device(path) }
                    guard used <= most else { throw tooLong }
                }
            } catch {
                free(start)
                throw error
            }
            return UnsafeMutableRawBufferPointer(start: start, count: used)
        }

        private mutating func readSome() throws -> Int {
            if used == capacity { try grow() }
            guard let start else { throw tooLong }
            while true {
                let count = read(descriptor, start + used, capacity - used)
                if count >= 0 {
                    used += count
                    return count
                }
                guard errno == EINTR else {
                    throw StorageError.ofSystem(path, cannot: "read it")
                }
            }
        }

        /// Large blocks are moved by the system without a copy, and what is not used of them takes none.
        private mutating func grow() throws {
            let wanted = min(capacity * 2, most + 1)
            guard let moved = realloc(start, wanted) else { throw tooLong }
            start = moved
            capacity = wanted
        }

        private var tooLong: StorageError {
            StorageError(
                path: path,
                problem: "has more than the \(most) bytes that are read into memory",
                remedy: "name a regular file: those may be larger", kind: .badContents)
        }
    }
}

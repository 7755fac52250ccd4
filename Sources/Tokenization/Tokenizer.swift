public import ContextModel
private import Synchronization

/// Counts, encodes and decodes text in a published encoding, exactly.
///
/// The ids are those of tiktoken 0.14 for every valid text; strings that look like special tokens are
/// ordinary text. May be used from any number of threads at once. The tables of an encoding are made
/// once a process, from data in the program.
public final class Tokenizer: TokenCounter, Sendable {
    /// The encoding.
    public let encoding: Encoding
    private let vocabulary: Vocabulary
    private let scratchPool: ScratchPool

    /// A tokenizer; the first of an encoding makes its tables, in some 10 ms.
    public init(_ encoding: Encoding) {
        self.encoding = encoding
        vocabulary = .shared(encoding)
        scratchPool = ScratchPool(vocabulary)
    }

    /// The encoding's name.
    public var name: String { encoding.rawValue }

    /// Yes: counts are those of the published encoding.
    public var isExact: Bool { true }

    /// How many tokens there are; ids are below this.
    public var vocabularySize: Int { vocabulary.tokens.count }

    /// The number of tokens of a text. Linear.
    public func count(_ text: String) -> TokenCount {
        var text = text
        return text.withUTF8 { count(utf8: UnsafeRawBufferPointer($0)) }
    }

    /// The number of tokens of a text in UTF-8, which must be valid. Linear; no memory is kept of
    /// the text but counts of pieces of at most 64 bytes, bounded.
    public func count(utf8 text: UnsafeRawBufferPointer) -> TokenCount {
        guard text.count > 0 else { return .zero }
        return scratchPool.withScratch { scratch in
            switch encoding {
            case .cl100kBase: TokenCount(scratch.count(text, CL100kPattern.self))
            case .o200kBase: TokenCount(scratch.count(text, O200kPattern.self))
            }
        }
    }

    /// The token ids of a text. Linear.
    public func encode(_ text: String) -> [UInt32] {
        var text = text
        return text.withUTF8 { encode(utf8: UnsafeRawBufferPointer($0)) }
    }

    /// The token ids of a text in UTF-8, which must be valid. Linear.
    public func encode(utf8 text: UnsafeRawBufferPointer) -> [UInt32] {
        var ids: [UInt32] = []
        // One block, whatever its size: the array is the caller's.
        encode(utf8: text, inBlocksOf: .max) { ids = $0 }
        return ids
    }

    /// Hands out the token ids of a text in UTF-8, which must be valid, in blocks of so many, the last
    /// one of fewer: memory is a quarter of the text's at most, beside a block. Linear.
    public func encode(
        utf8 text: UnsafeRawBufferPointer, inBlocksOf size: Int, _ take: ([UInt32]) -> Void
    ) {
        precondition(size > 0, "a block has at least one token")
        guard text.count > 0 else { return }
        scratchPool.withScratch { scratch in
            switch encoding {
            case .cl100kBase:
                scratch.encode(text, CL100kPattern.self, inBlocksOf: size, take)
            case .o200kBase:
                scratch.encode(text, O200kPattern.self, inBlocksOf: size, take)
            }
        }
    }

    /// The pieces that an encoding's pattern splits a text into, in order; merges never cross them, so
    /// a text's count is the sum of theirs. The text is UTF-8, valid, of less than 2 GB. Linear.
    package func pieces(utf8 text: UnsafeRawBufferPointer) -> [TextPiece] {
        guard text.count > 0 else { return [] }
        return scratchPool.withScratch { scratch in
            switch encoding {
            case .cl100kBase: scratch.pieces(text, CL100kPattern.self)
            case .o200kBase: scratch.pieces(text, O200kPattern.self)
            }
        }
    }

    /// The bytes that ids stand for, which need not be whole characters. Linear. Throws
    /// `UnknownToken` for an id that the encoding does not have.
    public func decode(_ ids: some Sequence<UInt32>) throws(UnknownToken) -> [UInt8] {
        var bytes: [UInt8] = []
        var position = 0
        for id in ids {
            guard isToken(id) else {
                throw UnknownToken(id: id, position: position, encoding: encoding)
            }
            bytes.append(contentsOf: vocabulary.tokens.bytes(of: id))
            position += 1
        }
        return bytes
    }

    /// Whether the encoding has a token of that id.
    public func isToken(_ id: UInt32) -> Bool { id < vocabulary.tokens.count }
}

/// A piece of a text, as an encoding's pattern splits it.
package struct TextPiece {
    /// How many bytes it has.
    package let length: Int32
    /// How many tokens it is.
    package let tokens: Int32
}

/// An id that stands for no token of an encoding.
public struct UnknownToken: Error, Hashable, CustomStringConvertible {
    /// The id.
    public let id: UInt32
    /// Its position among the ids, from 0.
    public let position: Int
    /// The encoding.
    public let encoding: Encoding

    /// An id that was found at a position, from 0.
    public init(id: UInt32, position: Int, encoding: Encoding) {
        self.id = id
        self.position = position
        self.encoding = encoding
    }

    /// What is wrong, for people.
    public var description: String {
        "id \(position + 1): expected a token of \(encoding.rawValue), found \(id); was the text "
            + "encoded with another encoding?"
    }
}

/// Scratches that are not in use; another is made when there is none.
private final class ScratchPool: Sendable {
    /// How many scratches are kept; more threads than that make their own and drop them.
    private static let limit = 64

    private let vocabulary: Vocabulary
    private let idle: Mutex<[IdleScratch]>

    init(_ vocabulary: Vocabulary) {
        self.vocabulary = vocabulary
        var scratches = [IdleScratch(EncoderScratch(vocabulary))]
        scratches.reserveCapacity(Self.limit)
        idle = Mutex(scratches)
    }

    deinit { idle.withLock { for scratch in $0 { scratch.reference.release() } } }

    @inline(__always)
    func withScratch<Result>(_ body: (EncoderScratch) -> Result) -> Result {
        let taken = idle.withLock { $0.popLast() } ?? IdleScratch(EncoderScratch(vocabulary))
        let result = taken.reference._withUnsafeGuaranteedRef(body)
        let isKept = idle.withLock { idle in
            guard idle.count < Self.limit else { return false }
            idle.append(taken)
            return true
        }
        if !isKept { taken.reference.release() }
        return result
    }
}

/// A scratch that moves between threads: whoever took it out of the pool alone has it. Its count of
/// references is left alone meanwhile, since that would cost more than counting a short text.
private struct IdleScratch: @unchecked Sendable {
    let reference: Unmanaged<EncoderScratch>

    init(_ scratch: EncoderScratch) { reference = .passRetained(scratch) }
}

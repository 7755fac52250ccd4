internal import ContextModel

extension RecordFolder {
    /// What was found under a key.
    enum Outcome<Value> {
        case found(Value, size: Int)
        case missing
        case defective(RecordFile.Defect)
        case failed(any Error)
    }

    /// Reads a record without noting that it was used.
    func load<Value>(
        _ key: ContentDigest, _ decode: (UnsafeRawBufferPointer) -> Value?
    ) -> Outcome<Value> {
        let path = file(of: key)
        do {
            guard let facts = try FileFacts(at: path) else { return .missing }
            guard facts.isFile, facts.size <= options.maximumBytes else {
                return .defective(.foreign)
            }
            return try read(path, key, decode)
        } catch let defect as RecordFile.Defect {
            return .defective(defect)
        } catch {
            // Another process may have removed it between the two looks.
            return FileFacts.isMissing(path) ? .missing : .failed(error)
        }
    }

    private func read<Value>(
        _ path: String, _ key: ContentDigest, _ decode: (UnsafeRawBufferPointer) -> Value?
    ) throws -> Outcome<Value> {
        let file = try MappedFile(path: path, mapping: options.mapsFiles ? .always : .never)
        return try withExtendedLifetime(file) {
            let (content, encoding) = try RecordFile.content(file.bytes, of: key, kind: kind)
            guard let value = restored(content, encoding, decode) else {
                throw RecordFile.Defect.ours
            }
            return .found(value, size: file.bytes.count)
        }
    }

    private func restored<Value>(
        _ content: UnsafeRawBufferPointer, _ encoding: RecordFile.Encoding,
        _ decode: (UnsafeRawBufferPointer) -> Value?
    ) -> Value? {
        switch encoding {
        case .plain: decode(content)
        case .deflate:
            Deflate.restored(content, atMost: options.maximumBytes)?.withUnsafeBytes(decode)
        }
    }
}

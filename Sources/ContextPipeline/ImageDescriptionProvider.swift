import Caching
import ContextModel
import Settings

/// Adds missing descriptions to the pictures of a request: from memory, from the store, or by the
/// describer.
///
/// A picture that cannot be described stays as it is, and is counted as one that is not described.
struct ImageDescriptionProvider: Sendable {
    let describer: any ImageDescriber
    let dependencies: PipelineDependencies
    let memory: ContextMemory
    let settings: CondensationSettings
    let log: PipelineLog

    /// A provider; nil where there is nothing to describe, or no describer.
    init?(
        _ configuration: PipelineConfiguration, _ dependencies: PipelineDependencies?,
        _ memory: ContextMemory?
    ) {
        guard configuration.images.isDescribed, let dependencies, let memory,
            let describer = dependencies.describer
        else { return nil }
        self.describer = describer
        self.dependencies = dependencies
        self.memory = memory
        settings = configuration.condensation
        log = PipelineLog(configuration, dependencies)
    }

    /// The messages, with descriptions where there are any to be had. Each picture is asked for once,
    /// a few at a time, all within the time that summaries of one request have.
    func described(_ messages: ArraySlice<Message>) async -> ArraySlice<Message> {
        var pictures: [(key: ContentDigest, picture: ImagePart)] = []
        var seen: Set<ContentDigest> = []
        for message in messages {
            message.parts.forEachUndescribed { picture in
                let key = key(of: picture)
                if seen.insert(key).inserted { pictures.append((key, picture)) }
            }
        }
        guard !pictures.isEmpty else { return messages }
        let known = await descriptions(of: pictures)
        guard !known.isEmpty else { return messages }
        return messages.map { message in
            var message = message
            message.parts = message.parts.described { known[key(of: $0)] }
            return message
        }[...]
    }

    /// By which picture it is and who describes it, nothing else: what was said of a picture is found
    /// again in any conversation, however the part is written there.
    private func key(of picture: ImagePart) -> ContentDigest {
        var bytes = CanonicalBytes()
        bytes.add(describer.identity(for: picture))
        bytes.add(PictureReference(picture.source))
        return dependencies.hasher.digest(bytes.bytes)
    }

    private func descriptions(
        of pictures: [(key: ContentDigest, picture: ImagePart)]
    ) async -> [ContentDigest: String] {
        let deadline = dependencies.clock.now() + settings.processingTime
        let found = await pictures.concurrentMap(atMost: settings.parallelRequests) {
            await description(of: $0.picture, $0.key, until: deadline)
        }
        var known: [ContentDigest: String] = [:]
        for (picture, description) in zip(pictures, found) { known[picture.key] = description }
        return known
    }

    private func description(
        of picture: ImagePart, _ key: ContentDigest, until deadline: Duration
    ) async -> String? {
        let name = key.hexadecimal.prefix(12)
        let own = describer.known(picture)
        let kept = memory.description(of: key, in: dependencies.descriptions)
        // What somebody says now outranks what was kept of an earlier call.
        if let kept, own == nil || own == kept {
            log(.caches, "picture \(name): found")
            return kept
        }
        let (answer, _) = await memory.pictureFlights.answer(to: key, on: dependencies.executor) {
            await asked(picture, key, until: deadline)
        }
        switch answer {
        case .success(let description):
            log(.caches, "picture \(name): described")
            return description
        case .failure(let error):
            log(.caches, "picture \(name): not described: \(error)")
            return nil
        }
    }

    /// Asks the describer. Only what can be used is kept.
    private func asked(
        _ picture: ImagePart, _ key: ContentDigest, until deadline: Duration
    ) async -> Result<String, ImageDescriberError> {
        let left = min(settings.timeout, deadline - dependencies.clock.now())
        let answer = await dependencies.clock.answer(within: left) {
            [describer] () -> Result<String, ImageDescriberError> in
            do throws(ImageDescriberError) {
                let text = try await describer.describe(picture)
                guard Self.isUsable(text) else { throw .unusable }
                return .success(text)
            } catch {
                return .failure(error)
            }
        }
        guard let answer, case .success(let text) = answer else {
            memory.countFailedDescription()
            return answer ?? .failure(.timedOut)
        }
        memory.keep(text, ofPicture: key, in: dependencies.descriptions)
        return answer
    }

    /// Says something, and no more than a description has to.
    private static func isUsable(_ text: String) -> Bool {
        text.contains { !$0.isWhitespace } && text.unicodeScalars.count <= 4_000
    }
}

extension [ContentPart] {
    /// Calls the body with every picture without a description, those in tools' results included.
    fileprivate func forEachUndescribed(_ body: (ImagePart) -> Void) {
        for part in self {
            switch part {
            case .image(let image): if image.description == nil { body(image) }
            case .toolResult(let result): result.content.forEachUndescribed(body)
            case .text, .reasoning, .toolCall, .opaque: break
            }
        }
    }

    /// The parts with the descriptions that there are.
    fileprivate func described(by find: (ImagePart) -> String?) -> [ContentPart] {
        map { part in
            switch part {
            case .image(var image) where image.description == nil:
                image.description = find(image)
                return .image(image)
            case .toolResult(var result):
                result.content = result.content.described(by: find)
                return .toolResult(result)
            case .image, .text, .reasoning, .toolCall, .opaque: return part
            }
        }
    }
}

/// How descriptions of pictures were found.
public struct DescriptionCounters: Hashable, Sendable {
    /// In memory.
    public var hits = 0
    /// In the store, where memory had none.
    public var fetched = 0
    /// Nowhere: somebody had to be asked.
    public var misses = 0
    /// Answers that could be used.
    public var described = 0
    /// Errors, answers that came too late or could not be used: such pictures stay not described.
    public var failures = 0

    /// None yet.
    public init() {}
}

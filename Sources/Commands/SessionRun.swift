import ArgumentParser
import Compression
import ContextModel
import ContextPipeline
import Corpus
import Files
import Foundation
import StrictJSON
import WireFormats

/// Conversations that go on from call to call.
struct SessionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The session that requests belong to: no other one shares anything with it. Without one, a "
                + "request's own member `session`, else none.", valueName: "id"))
    var session: String?

    @Option(
        help: ArgumentHelp(
            "The folder in which conversations are kept between calls (default: "
                + "\(Places.conversations)). At most compression.conversations are, and those that rest "
                + "longer than compression.cleanup are forgotten.", valueName: "dir"))
    var state: String?

    @Option(
        help: ArgumentHelp(
            "The time of the requests, in seconds since 1970; by default a request's own member "
                + "`timestamp`, else that of its last message, else now.", valueName: "seconds"))
    var at: Double?

    @Flag(
        help: "Print the statistics of all conversations, after FILE's requests if there is one.")
    var stats = false

    @Flag(
        help: "Forget all conversations; with FILE, those alone that its requests belong to.")
    var reset = false

    /// Whether conversations are kept at all.
    var areKept: Bool {
        session != nil || state != nil || at != nil || stats || reset
    }

    func validate() throws {
        guard state != "" else { throw ValidationError("--state takes a path.") }
        guard at.map(Self.times.contains) ?? true else {
            throw ValidationError("--at takes seconds since 1970.")
        }
    }

    /// Up to the year 33658: milliseconds of it are whole numbers.
    static let times = 0.0...1e12
}

/// A call that works on kept conversations.
struct SessionRun {
    private let plan: CompressionPlan
    private let options: SessionOptions
    private let hasher = SHA256Hasher()

    init(_ plan: CompressionPlan, _ options: SessionOptions) {
        self.plan = plan
        self.options = options
    }

    private var folder: String { options.state ?? Places.conversations }

    /// Compresses the requests of a file, or tells or forgets what is kept.
    func run(_ file: String?) throws {
        let lock = try file != nil || options.reset ? locked(making: !options.reset) : nil
        let store = StoredConversations(
            folder: folder, atMost: plan.settings.maximumConversations)
        let sessions = CompressionSessions(
            plan.tokenizer, plan.settings, hasher: hasher, store: store)
        let known = sessions.statistics.activeConversations
        try withExtendedLifetime(lock) {
            if let file {
                try eachTranscript(of: file) { transcript in
                    if options.reset {
                        forget(transcript, sessions)
                    } else {
                        try compress(transcript, sessions, file)
                    }
                }
            }
            if options.reset {
                if file == nil { sessions.reset(at: now) }
                // Said only once it is so.
                try Self.check(store)
                if let file, sessions.statistics.activeConversations == known {
                    Output.note(
                        "winnow: \(file): none of its conversations is kept in \(folder); that of a "
                            + "session is named with --session")
                }
                Output.line(CompressionReset(time: now).json.compactText)
            }
            if options.stats {
                Output.line(sessions.statistics.json(plan.settings, at: now).compactText)
            }
        }
        let lost = sessions.unreadable + store.counters.damaged + store.damagedEntries
        if lost > 0 {
            Output.note(
                "winnow: \(folder): \(lost) kept conversations cannot be read and begin anew")
        }
        // The result is right even so, and stands already: conversations began anew.
        try Self.check(store)
    }

    private static func check(_ store: StoredConversations) throws {
        if let problem = store.takeProblem() {
            throw CommandFailure(.outputFailed, "--state: \(problem)")
        }
    }

    /// The time of what is no request.
    private var now: Duration { options.at.map(Self.time) ?? Self.realTime }

    private static func time(_ seconds: Double) -> Duration {
        .milliseconds(Int64((seconds * 1_000).rounded()))
    }

    private static var realTime: Duration { .milliseconds(Clocks.millisecondsSince1970()) }

    /// The lock on what is kept, which one call has at a time; nil where there is nothing to lock.
    private func locked(making: Bool) throws -> FileLock? {
        if making { try Folder.make(folder, isPrivate: true) }
        guard Folder.isFolder(folder) else { return nil }
        for _ in 0..<Self.mostTries {
            if let lock = try FileLock(folder + "/conversations.lock") { return lock }
            usleep(20_000)
        }
        throw CommandFailure(
            .outputFailed, "\(folder): another winnow works on these conversations; try again")
    }

    /// Ten seconds at fifty tries a second: far longer than a call takes but for the largest files.
    private static let mostTries = 500
}

// MARK: - Requests

extension SessionRun {
    private func eachTranscript(
        of path: String, _ use: (Transcript) throws -> Void
    ) throws {
        let input = try InputText(path, for: .value, validated: false)
        try RecordedFile.reading(input, at: path) { reader in
            while let transcript = reader.next() { try use(transcript) }
            guard let error = reader.errors.first else { return }
            if reader.refusedRecords > 1 { RecordedFile.note(reader) }
            throw CommandFailure(
                .badData,
                reader.refusedRecords > 1
                    ? "\(path): \(reader.refusedRecords) records could not be read"
                    : error.description
            )
        }
    }

    private func forget(_ transcript: Transcript, _ sessions: CompressionSessions) {
        let conversation = transcript.conversation
        sessions.reset(conversation.messages, session: session(of: conversation), at: now)
    }

    private func session(of conversation: Conversation) -> String? {
        options.session ?? conversation.extra["session"]?.string
    }

    private func compress(
        _ transcript: Transcript, _ sessions: CompressionSessions, _ path: String
    ) throws {
        let conversation = transcript.conversation
        let session = session(of: conversation)
        let start = plan.clock.now()
        let request = sessions.process(
            conversation.messages, session: session,
            turnEnds: ConversationIdentity.turnEnds(of: conversation.messages),
            at: try time(of: transcript))
        guard let request else { return }
        plan.tell(request.figures)
        var sent = conversation
        sent.messages = request.messages
        let document = try CompressedDocument(
            request, context: conversation.encoded, sent: sent.encoded)
        guard let document else {
            throw CommandFailure(
                .badData,
                "\(path): conversation '\(conversation.id)' cannot be written so that it could be "
                    + "expanded again")
        }
        plan.tell(document, since: start)
        guard !options.stats else { return }
        guard case .object(var object) = document.json else { return }
        if plan.settings.isEnabled {
            let identity = ConversationIdentity(
                conversation.messages, session: session, hasher: hasher)
            object["conversation_id"] = .string(identity.name)
        }
        object["turn"] = .int(request.figures.turn)
        object["status"] = .string(request.figures.status.rawValue)
        Output.line(JSONValue.object(object).compactText)
    }

    private func time(of transcript: Transcript) throws -> Duration {
        if let at = options.at { return Self.time(at) }
        if let own = transcript.conversation.extra["timestamp"] {
            guard let seconds = own.number?.double, SessionOptions.times.contains(seconds) else {
                throw CommandFailure(
                    .badData,
                    "\(transcript.source.path): record \(transcript.source.record + 1): timestamp: "
                        + "expected seconds since 1970")
            }
            return Self.time(seconds)
        }
        let recorded = transcript.timestamps.last { $0 != nil }
        return (recorded ?? nil).map { .milliseconds($0) } ?? Self.realTime
    }
}

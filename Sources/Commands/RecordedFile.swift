import ContextModel
import Corpus
import WireFormats

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// One conversation of a file of any known format.
struct RecordedFile {
    /// Which conversation of a file is meant.
    struct Choice {
        /// Its id; nil for any.
        var id: String?
        /// Its place in the file, from 1, those counted that cannot be read; nil for any.
        var number: Int?

        /// Whether one is named.
        var isMade: Bool { id != nil || number != nil }

        fileprivate func fits(_ transcript: Transcript, at place: Int) -> Bool {
            (id.map { transcript.conversation.id == $0 } ?? true)
                && (number.map { place == $0 } ?? true)
        }
    }

    /// The conversation.
    let transcript: Transcript

    /// Reads a file; whatever cannot be read is refused, and so is a choice that fits no conversation, or
    /// several. Beside one that was named, and can be read, what cannot is told only. The others are not
    /// kept: a file may hold any number.
    init(_ path: String, _ choice: Choice) throws {
        var found = Found(choice: choice)
        try Self.read(path) { transcripts, passedOver in
            found.passedOver = passedOver
            found.take(transcripts)
        } sparing: {
            choice.isMade && found.isAny
        }
        transcript = try found.only(of: path)
    }

    /// A conversation of a file, and its place in it, from 1.
    struct Conversation {
        let conversation: ContextModel.Conversation
        let place: Int?
        /// Whether no other of the file has its id.
        var hasOwnID = true
    }

    /// All conversations of a file, and how many records of it could not be read beside them, which is
    /// told.
    static func all(
        of path: String
    ) throws -> (conversations: [Conversation], refused: Int) {
        var conversations: [Conversation] = []
        let refused = try read(path) { transcripts, passedOver in
            for transcript in transcripts {
                conversations.append(
                    Conversation(
                        conversation: transcript.conversation,
                        place: conversations.count + passedOver + 1))
            }
        } sparing: {
            !conversations.isEmpty
        }
        guard !conversations.isEmpty else {
            throw CommandFailure(.badData, "\(path): holds no conversation")
        }
        var counts: [String: Int] = [:]
        for one in conversations { counts[one.conversation.id, default: 0] += 1 }
        for index in conversations.indices {
            conversations[index].hasOwnID = counts[conversations[index].conversation.id] == 1
        }
        return (conversations, refused)
    }

    /// Reads a file, and hands over what is complete with the number of records passed over so far. What
    /// cannot be read refuses the file, unless it is to be spared for what else was read; how many records then were.
    @discardableResult
    private static func read(
        _ path: String, _ take: ([Transcript], Int) -> Void, sparing spares: () -> Bool
    ) throws -> Int {
        try reading(try InputText(path, validated: false), at: path) { reader in
            var joiner = SessionJoiner()
            var passedOver = 0
            while let transcript = reader.next() {
                passedOver = reader.holdsOneConversation ? 0 : reader.refusedRecords
                take(joiner.add(transcript), passedOver)
            }
            take(joiner.finish(), passedOver)
            for remark in reader.remarks.prefix(mostNoted) { Output.note("winnow: \(remark)") }
            if let error = reader.errors.first {
                guard spares(), !reader.holdsOneConversation else {
                    throw CommandFailure(.badData, error.description)
                }
                note(reader)
            }
            return reader.refusedRecords
        }
    }

    /// Reads the conversations of an input, which is held meanwhile: a reader looks at its bytes. What holds
    /// none is refused as what it is.
    static func reading<Result>(
        _ input: InputText, at path: String, _ use: (inout TranscriptReader) throws -> Result
    ) throws -> Result {
        try withExtendedLifetime(input) {
            switch TranscriptReader.recognise(input.bytes, path: path) {
            case .unknown:
                let known = TranscriptFormat.allCases.map(\.rawValue).joined(separator: ", ")
                throw CommandFailure(.badData, "\(path): no known format; known are \(known)")
            case .companion(let kind): throw CommandFailure(holdsNoConversation: path, kind)
            case .malformed(let error): throw CommandFailure(.badData, error.description)
            case .transcripts(var reader): return try use(&reader)
            }
        }
    }

    /// How many refused conversations are told one by one.
    private static let mostNoted = 10

    /// Says what could not be read.
    static func note(_ reader: TranscriptReader) {
        for error in reader.errors.prefix(mostNoted) {
            Output.note("winnow: passed over: \(error)")
        }
        let others = reader.refusedRecords - min(reader.refusedRecords, mostNoted)
        if others > 0 { Output.note("winnow: passed over: \(others) more") }
    }
}

/// What was found in a file.
private struct Found {
    let choice: RecordedFile.Choice
    private var first: Transcript?
    /// The ids that fit, with their places, and all ids: as many as are told.
    private var fitting: [(id: String, place: Int)] = []
    private var ids: [String] = []
    private var fits = 0
    private var all = 0
    /// How many could not be read, before those that are taken next.
    var passedOver = 0
    /// The place of the last one.
    private var last = 0

    /// Whether one fits.
    var isAny: Bool { fits > 0 }

    /// How many ids are told.
    private static let mostTold = 50

    init(choice: RecordedFile.Choice) { self.choice = choice }

    mutating func take(_ transcripts: [Transcript]) {
        for transcript in transcripts {
            all += 1
            last = all + passedOver
            if all <= Self.mostTold { ids.append(transcript.conversation.id) }
            guard choice.fits(transcript, at: last) else { continue }
            fits += 1
            first = first ?? transcript
            if fits <= Self.mostTold { fitting.append((transcript.conversation.id, last)) }
        }
    }

    func only(of path: String) throws -> Transcript {
        guard let first else { throw nothing(in: path) }
        guard fits > 1 else { return first }
        if let id = choice.id {
            let places = Self.list(fitting.map { String($0.place) }, of: fits)
            throw CommandFailure(
                .badData,
                "\(path): holds \(fits) conversations '\(id)'; name one by its place with --number: "
                    + places)
        }
        let repeated = Set(ids).count < ids.count ? ", or by its place with --number" : ""
        throw CommandFailure(
            .badData,
            "\(path): holds \(all) conversations; name one with --conversation\(repeated): "
                + Self.list(ids, of: all))
    }

    private func nothing(in path: String) -> CommandFailure {
        guard all > 0 else { return CommandFailure(.badData, "\(path): holds no conversation") }
        if let number = choice.number, choice.id == nil {
            return CommandFailure(
                .usage, "\(path): there is no conversation \(number); it holds 1 to \(last)")
        }
        let place = choice.number.map { " at place \($0)" } ?? ""
        return CommandFailure(
            .usage,
            "\(path): there is no conversation '\(choice.id ?? "")'\(place); the ids are "
                + Self.list(ids, of: all))
    }

    private static func list(_ names: [String], of count: Int) -> String {
        names.joined(separator: ", ") + (count > names.count ? ", …" : "")
    }
}

extension CommandFailure {
    /// The failure for a file that was to hold conversations, but only belongs to some.
    init(holdsNoConversation path: String, _ kind: CompanionFile) {
        self.init(
            .badData, "\(path): holds \(kind.rawValue), no conversation; give it a recording")
    }
}

/// A file that another process shortens while it is mapped: the system sends SIGBUS to whoever touches what
/// is missing.
enum ShortenedFile {
    /// From now on such a signal ends the process with a word and the status of bad data: what was read
    /// can be trusted no more, and what is stored is stored in transactions.
    static func listen() {
        var action = sigaction()
        action.__sigaction_handler.sa_sigaction = { _, info, _ in
            // Other causes (memory that fails) are not ours: the signal comes again, and ends the process.
            guard let info, info.pointee.si_code == Int32(BUS_ADRERR) else { return }
            // Only what a handler may do: no memory is asked for.
            let words: StaticString = """
                winnow: a file was shortened by another process while it was read; run again when it is \
                whole

                """
            _ = write(STDERR_FILENO, words.utf8Start, words.utf8CodeUnitCount)
            _exit(ExitStatus.badData.rawValue)
        }
        action.sa_flags = SA_SIGINFO | Int32(bitPattern: UInt32(SA_RESETHAND))
        sigaction(SIGBUS, &action, nil)
    }
}

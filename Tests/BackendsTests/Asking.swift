import Backends
import ContextModel
import HTTPBackends
import Synchronization

let theKey = "sk-secret-0123456789"

/// The request that tests send, and its prompt: an instruction and the messages' texts.
let someRequest = SummaryRequest(
    [Message(.user, "Where is the map?"), Message(.assistant, "In Sources.")],
    budget: TokenCount(100))

let somePrompt: Endpoint.Prompt = { request in
    [Message(.system, "Summarise.")] + request.messages
}

/// A log of the pauses that a summariser would have made.
final class Pauses: Sendable {
    private let log = Mutex<[Duration]>([])

    var all: [Duration] { log.withLock(\.self) }

    func add(_ time: Duration) { log.withLock { $0.append(time) } }
}

extension Endpoint {
    /// An endpoint at a test server; its retries do not wait, and it has patience: on a machine
    /// under load even a connection within it can take long.
    static func test(
        _ wire: WireProtocol, _ address: String, streaming: Bool = false
    ) -> Self {
        var endpoint = Endpoint(
            wire, baseURL: address, model: "small", inputLimit: TokenCount(4000),
            key: { theKey })
        endpoint.isStreaming = streaming
        endpoint.timeouts.connect = .seconds(600)
        endpoint.timeouts.head = .seconds(600)
        endpoint.timeouts.betweenBytes = .seconds(600)
        endpoint.timeouts.wholeAnswer = .seconds(600)
        return endpoint
    }
}

/// What comes of asking an endpoint whose server follows a script.
struct Asking {
    var answer: Result<SummaryAnswer, SummarizerError>
    var received: [Received]
    var pauses: [Duration]

    var error: SummarizerError? {
        if case .failure(let error) = answer { error } else { nil }
    }

    init(
        _ script: [Reply], as wire: WireProtocol = .chatCompletions, streaming: Bool = false,
        request: SummaryRequest = someRequest,
        adjust: (inout Endpoint) -> Void = { _ in }
    ) async throws {
        (answer, received, pauses) = try await ScriptedServer.run(script) { server, address in
            var endpoint = Endpoint.test(wire, address, streaming: streaming)
            adjust(&endpoint)
            let pauses = Pauses()
            let summarizer = try HTTPSummarizer(
                endpoint, promptVersion: "1", prompt: somePrompt, pause: { pauses.add($0) })
            let answer: Result<SummaryAnswer, SummarizerError>
            do throws(SummarizerError) {
                answer = .success(try await summarizer.summarize(request))
            } catch {
                answer = .failure(error)
            }
            return (answer, server.received, pauses.all)
        }
    }
}

import AsyncHTTPClient
package import Backends
package import ContextModel
import NIOCore
import NIOHTTP1
import NIOPosix
internal import StrictJSON
import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The connections to one endpoint, closed when nobody has this any more.
final class HTTPConnection: Sendable {
    private let endpoint: Endpoint
    private let client: HTTPClient

    /// No connection yet: each request takes an idle one or opens one.
    init(_ endpoint: Endpoint) {
        self.endpoint = endpoint
        var configuration = HTTPClient.Configuration()
        configuration.timeout = .init(connect: TimeAmount(endpoint.timeouts.connect))
        // A redirect would carry the key to another server.
        configuration.redirectConfiguration = .disallow
        // Otherwise a refused connection is tried until the head's time is over.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit =
            endpoint.parallelRequests
        client = HTTPClient(configuration: configuration)
    }

    deinit { client.shutdown { _ in } }

    /// One attempt at an answer, within the endpoint's times.
    func answer(to body: String) async throws(AttemptFailure) -> SummaryAnswer {
        let key = try usableKey()
        let watchdog = Watchdog(endpoint.timeouts)
        let result = await withTaskGroup(
            of: Result<SummaryAnswer, AttemptFailure>.self
        ) { [request = request(body, key: key)] group in
            group.addTask { await self.exchange(request, watchdog) }
            group.addTask {
                try? await watchdog.timeOut()
                return .failure(.timedOut)
            }
            defer { group.cancelAll() }
            return await group.next() ?? .failure(.timedOut)
        }
        do {
            return try result.get()
        } catch {
            throw error.presentable(hiding: key)
        }
    }

    private func usableKey() throws(AttemptFailure) -> String? {
        guard let key = endpoint.key(), !key.isEmpty else { return nil }
        guard key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .misdirected("the key has a character that no header can carry")
        }
        return key
    }

    private func request(_ body: String, key: String?) -> HTTPClientRequest {
        var base = endpoint.baseURL[...]
        while base.last == "/" { base.removeLast() }
        var request = HTTPClientRequest(url: base + endpoint.wire.path)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        let accepted = endpoint.isStreaming ? "text/event-stream" : "application/json"
        request.headers.add(name: "accept", value: accepted)
        for header in endpoint.wire.headers(key: key) {
            request.headers.add(name: header.name, value: header.value)
        }
        request.body = .bytes(ByteBuffer(string: body))
        return request
    }

    private func exchange(
        _ request: HTTPClientRequest, _ watchdog: Watchdog
    ) async -> Result<SummaryAnswer, AttemptFailure> {
        do {
            let deadline = NIODeadline.now() + TimeAmount(endpoint.timeouts.head)
            let response = try await client.execute(request, deadline: deadline)
            watchdog.signOfLife()
            guard response.status == .ok else {
                return .failure(try await refusal(response, watchdog))
            }
            return .success(try await read(response, watchdog))
        } catch let failure as AttemptFailure {
            return .failure(failure)
        } catch {
            return .failure(AttemptFailure(ofClient: error))
        }
    }

    private func read(
        _ response: HTTPClientResponse, _ watchdog: Watchdog
    ) async throws -> SummaryAnswer {
        // What the server says decides, not what was asked: some cannot stream.
        let type = response.headers.first(name: "content-type") ?? ""
        var reader = AnswerReader(
            endpoint.wire, isStream: type.hasPrefix("text/event-stream"),
            limit: endpoint.maximumAnswerBytes)
        for try await buffer in response.body {
            watchdog.signOfLife()
            try reader.read(buffer.readableBytesView)
            if reader.isEnded { break }
        }
        return try reader.end()
    }

    /// What an answer that is none says; only the beginning of a long one is read.
    private func refusal(
        _ response: HTTPClientResponse, _ watchdog: Watchdog
    ) async throws -> AttemptFailure {
        let wish = RetryAfter.pause(
            response.headers.first(name: "retry-after"),
            answeredAt: response.headers.first(name: "date"))
        var bytes: [UInt8] = []
        do {
            for try await buffer in response.body {
                watchdog.signOfLife()
                bytes.append(contentsOf: buffer.readableBytesView)
                if bytes.count > min(endpoint.maximumAnswerBytes, 1 << 16) { break }
            }
        } catch let error as CancellationError {
            throw error
        } catch {
            // The status is known, and says enough.
            bytes = []
        }
        let value = bytes.withUnsafeBytes { try? JSONValue(parsing: $0) }
        let fault = value.flatMap { ServerFault($0) } ?? .silent
        return fault.failure(status: Int(response.status.code), wish: wish)
    }
}

extension AttemptFailure {
    /// The failure behind an error of the client, in words of ours: its own words may hold
    /// header values.
    fileprivate init(ofClient error: any Error) {
        switch error {
        case let error as HTTPClientError where Self.waits.contains(error):
            self = .timedOut
        case let error as HTTPClientError where Self.connectionWaits.contains(error):
            self = .transient("no connection in the time allowed")
        case HTTPParserError.invalidEOFState: self = .transient("the connection broke")
        case is HTTPParserError: self = .misdirected("the answer is not HTTP")
        case is NIOConnectionError: self = .transient("the server cannot be reached")
        case let error as IOError where error.errnoCode == ECONNREFUSED:
            self = .transient("the server cannot be reached")
        default: self = .transient("the connection broke")
        }
    }

    private static let waits: [HTTPClientError] = [
        .deadlineExceeded, .readTimeout, .writeTimeout,
    ]

    private static let connectionWaits: [HTTPClientError] = [
        .connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout,
    ]
}

extension TimeAmount {
    fileprivate init(_ duration: Duration) {
        self = .nanoseconds(duration.wholeNanoseconds)
    }
}

/// Requests to an endpoint and their answers, within its bounds.
///
/// A request holds one of the endpoint's slots while it is tried, and tried again while the failure is
/// one that passes; all else is thrown at once.
package struct HTTPExchange: Sendable {
    /// Waits between two attempts.
    package typealias Pause = @Sendable (Duration) async throws -> Void

    private let endpoint: Endpoint
    private let pause: Pause
    private let connection: HTTPConnection
    private let slots: ParallelLimit

    /// Exchanges with an endpoint; one that cannot work is refused.
    package init(_ endpoint: Endpoint, pause: @escaping Pause) throws(EndpointError) {
        try endpoint.validate()
        self.endpoint = endpoint
        self.pause = pause
        connection = HTTPConnection(endpoint)
        slots = ParallelLimit(endpoint.parallelRequests)
    }

    /// The answer to a body, asked for once or as often as the endpoint's retries allow.
    package func answer(to body: String) async throws(SummarizerError) -> SummaryAnswer {
        do {
            return try await slots.run { try await attempts(body) }
        } catch let error as SummarizerError {
            throw error
        } catch {
            throw .cancelled
        }
    }

    /// Throws `SummarizerError`, or whatever a cancelled pause throws.
    private func attempts(_ body: String) async throws -> SummaryAnswer {
        var backoff = Backoff(endpoint.retries, request: body)
        while true {
            let (failure, wish): (String, Duration?)
            do throws(AttemptFailure) {
                return try await connection.answer(to: body)
            } catch {
                if Task.isCancelled { throw SummarizerError.cancelled }
                switch error {
                case .tooLong: throw SummarizerError.tooLong
                case .timedOut: throw SummarizerError.timedOut
                case .misdirected(let words): throw SummarizerError.unavailable(words)
                case .permanent(let words): throw SummarizerError.failed(words)
                case .transient(let words, let pause): (failure, wish) = (words, pause)
                }
            }
            guard let time = backoff.next(wish: wish) else {
                throw SummarizerError.unavailable(failure)
            }
            try await pause(time)
        }
    }
}

/// Ends an attempt that takes too long: a deadline that moves with every sign of life, and one that
/// does not.
final class Watchdog: Sendable {
    private let clock = ContinuousClock()
    private let timeouts: Endpoint.Timeouts
    private let end: ContinuousClock.Instant
    private let deadline: Mutex<ContinuousClock.Instant>

    /// A watchdog that first waits for the head of an answer.
    init(_ timeouts: Endpoint.Timeouts) {
        self.timeouts = timeouts
        end = clock.now + timeouts.wholeAnswer
        deadline = Mutex(min(clock.now + timeouts.head, end))
    }

    /// Bytes have come: from now on the next ones are waited for.
    func signOfLife() {
        let next = min(clock.now + timeouts.betweenBytes, end)
        deadline.withLock { $0 = next }
    }

    /// Returns when a deadline is over; throws only when cancelled.
    func timeOut() async throws {
        while true {
            let next = deadline.withLock(\.self)
            guard clock.now < next else { return }
            // A sign of life may bring the deadline nearer, but not nearer than this.
            try await clock.sleep(until: min(next, clock.now + timeouts.betweenBytes))
        }
    }
}

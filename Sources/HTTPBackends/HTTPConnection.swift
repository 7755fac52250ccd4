#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif
import AsyncHTTPClient
internal import Backends
internal import ContextModel
import NIOCore
import NIOHTTP1
import NIOPosix
internal import StrictJSON

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

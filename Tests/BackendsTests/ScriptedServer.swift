import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// What a server does with a request.
enum Reply: Sendable {
    /// Answers, the body in the given pieces, each flushed.
    case answer(status: Int = 200, headers: [(String, String)] = [], [String])
    /// The same, then closes the connection without the body's end.
    case cut(headers: [(String, String)] = [], [String])
    /// The same, then says nothing more.
    case stall(headers: [(String, String)] = [], [String])
    /// Never says anything.
    case hang
    /// Closes the connection without a word.
    case close
    /// Sends these bytes, which are no HTTP, and closes the connection.
    case noise(String)
    /// A head, then the piece again and again, until the client has gone.
    case forever(headers: [(String, String)] = [], String)
    /// Waits until so many requests are under way, then answers all of them.
    case together(Int, [String])
}

/// A request as the server saw it.
struct Received: Sendable {
    var path: String
    var headers: HTTPHeaders
    var body: String

    func header(_ name: String) -> [String] { headers[name] }
}

/// A server in this process that gives scripted replies, one a request, the last one forever.
final class ScriptedServer: Sendable {
    private struct State {
        var replies: [Reply]
        var received: [Received] = []
        var underWay = 0
        var mostUnderWay = 0
        var waiting: [@Sendable () -> Void] = []
    }

    private let state: Mutex<State>
    private let arrivals = AsyncStream<Void>.makeStream()

    private init(_ replies: [Reply]) { state = Mutex(State(replies: replies)) }

    var received: [Received] { state.withLock(\.received) }
    var mostUnderWay: Int { state.withLock(\.mostUnderWay) }

    /// Returns when another request has arrived.
    func arrival() async {
        for await _ in arrivals.stream { return }
    }

    /// Runs a server on a free port of this machine as long as the work takes.
    static func run<Value>(
        _ replies: [Reply], _ work: (ScriptedServer, String) async throws -> Value
    ) async throws -> Value {
        let server = ScriptedServer(replies)
        let bootstrap = ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline(
                        withErrorHandling: false)
                    try channel.pipeline.syncOperations.addHandler(ScriptHandler(server))
                }
            }
        let channel = try await bootstrap.bind(host: "127.0.0.1", port: 0).get()
        let port = channel.localAddress?.port ?? 0
        do {
            let value = try await work(server, "http://127.0.0.1:\(port)/v1")
            try await channel.close()
            return value
        } catch {
            try await channel.close()
            throw error
        }
    }

    fileprivate func begin(_ request: Received) -> Reply {
        let reply = state.withLock { state in
            state.received.append(request)
            state.underWay += 1
            state.mostUnderWay = max(state.mostUnderWay, state.underWay)
            return state.replies.count > 1 ? state.replies.removeFirst() : state.replies[0]
        }
        arrivals.continuation.yield()
        return reply
    }

    fileprivate func end() { state.withLock { $0.underWay -= 1 } }

    fileprivate func release(at count: Int, _ answer: @escaping @Sendable () -> Void) {
        let ready = state.withLock { state -> [@Sendable () -> Void] in
            state.waiting.append(answer)
            guard state.waiting.count >= count else { return [] }
            defer { state.waiting = [] }
            return state.waiting
        }
        for answer in ready { answer() }
    }
}

/// One connection: collects a request, then does as the script says.
private final class ScriptHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let server: ScriptedServer
    private var request = Received(path: "", headers: [:], body: "")

    init(_ server: ScriptedServer) { self.server = server }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            request = Received(path: head.uri, headers: head.headers, body: "")
        case .body(let buffer): request.body += String(buffer: buffer)
        case .end: follow(server.begin(request), Response(context, self, server))
        }
    }

    /// Clients that break off are part of the script.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func follow(_ reply: Reply, _ response: Response) {
        switch reply {
        case .answer(let status, let headers, let pieces):
            response.send(status, headers, pieces)
            response.end()
        case .cut(let headers, let pieces):
            response.send(200, headers, pieces)
            response.close()
        case .stall(let headers, let pieces): response.send(200, headers, pieces)
        case .hang: break
        case .close: response.close()
        case .noise(let text):
            response.sendRaw(text)
        case .forever(let headers, let piece):
            response.send(200, headers, [])
            response.repeatForever(piece)
        case .together(let count, let pieces):
            server.release(at: count) {
                response.onLoop {
                    $0.send(200, [], pieces)
                    $0.end()
                }
            }
        }
    }
}

/// What the server sends on one connection.
private struct Response: Sendable {
    private let loop: any EventLoop
    private let bound: NIOLoopBound<(ChannelHandlerContext, ScriptHandler)>
    private let server: ScriptedServer

    init(_ context: ChannelHandlerContext, _ handler: ScriptHandler, _ server: ScriptedServer) {
        loop = context.eventLoop
        bound = NIOLoopBound((context, handler), eventLoop: context.eventLoop)
        self.server = server
    }

    func onLoop(_ work: @escaping @Sendable (Self) -> Void) { loop.execute { work(self) } }

    func send(_ status: Int, _ headers: [(String, String)], _ pieces: [String]) {
        var head = HTTPResponseHead(
            version: .http1_1, status: HTTPResponseStatus(statusCode: status))
        for (name, value) in headers { head.headers.add(name: name, value: value) }
        write(.head(head))
        for piece in pieces { write(.body(.byteBuffer(ByteBuffer(string: piece)))) }
    }

    func end() {
        server.end()
        write(.end(nil))
    }

    func close() {
        server.end()
        bound.value.0.close(promise: nil)
    }

    /// Past the encoder, which stands before this handler.
    func sendRaw(_ text: String) {
        server.end()
        let pipeline = bound.value.0.pipeline.syncOperations
        let encoder = try? pipeline.context(handlerType: HTTPResponseEncoder.self)
        encoder?.writeAndFlush(NIOAny(ByteBuffer(string: text)), promise: nil)
        encoder?.close(promise: nil)
    }

    func repeatForever(_ piece: String) {
        write(.body(.byteBuffer(ByteBuffer(string: piece)))).whenSuccess {
            // Not at once: the loop has others to serve, the client among them.
            loop.scheduleTask(in: .microseconds(100)) { repeatForever(piece) }
        }
    }

    @discardableResult
    private func write(_ part: HTTPServerResponsePart) -> EventLoopFuture<Void> {
        let (context, handler) = bound.value
        return context.writeAndFlush(handler.wrap(part))
    }
}

extension ScriptHandler {
    fileprivate func wrap(_ part: HTTPServerResponsePart) -> NIOAny { wrapOutboundOut(part) }
}

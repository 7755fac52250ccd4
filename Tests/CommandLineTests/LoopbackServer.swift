import Foundation
import Glibc
import Synchronization

/// A server of files on a free port of this machine, for as long as the value lives.
final class LoopbackServer: Sendable {
    /// How the server answers, one connection each, the last way forever.
    enum Manner: Sendable {
        /// As HTTP has it: the range that was asked for.
        case ranges
        /// Always the whole file.
        case whole
        /// So many bytes of what was asked for, then the connection ends.
        case cut(Int)
        /// No file, but a status.
        case status(Int)
        /// The file again and again, without saying for how long, until nobody listens.
        case endless
        /// So many bytes, and then nothing until nobody listens.
        case stalled(Int)
    }

    private struct State {
        var manners: [Manner]
        var starts: [Int] = []
        var paths: [String] = []
        var requests: [String] = []
        var bytesSent = 0
    }

    private let left = DispatchSemaphore(value: 0)

    private let files: [String: [UInt8]]
    private let state: Mutex<State>
    private let listener: Int32
    /// The port.
    let port: UInt16

    struct Failure: Error {}

    init(_ files: [String: String], _ manners: Manner...) throws {
        self.files = files.mapValues { Array($0.utf8) }
        state = Mutex(State(manners: manners))
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, size) == 0 && listen(listener, 8) == 0
                    && getsockname(listener, $0, &size) == 0
            }
        }
        guard isBound else { throw Failure() }
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [weak self] in
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0, let self else { return }
                self.serve(connection)
                close(connection)
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    /// Where the server's files are.
    var base: String { "http://127.0.0.1:\(port)/" }

    /// From which byte each request wanted its file, in order.
    var starts: [Int] { state.withLock(\.starts) }

    /// The paths that were asked for, in order.
    var paths: [String] { state.withLock(\.paths) }

    /// What was asked, heads and bodies, in order.
    var requests: [String] { state.withLock(\.requests) }

    /// How many bytes of files were taken.
    var bytesSent: Int { state.withLock(\.bytesSent) }

    /// Waits until the client of an endless or stalled answer has gone; whether it has.
    func clientHasLeft() -> Bool { left.wait(timeout: .now() + 60) == .success }

    private func serve(_ connection: Int32) {
        var request: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while !String(decoding: request, as: UTF8.self).contains("\r\n\r\n") {
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return }
            request += buffer.prefix(count)
        }
        let body = readBody(after: request, of: connection)
        let lines = String(decoding: request, as: UTF8.self).components(separatedBy: "\r\n")
        let path = lines[0].split(separator: " ").dropFirst().first.map(String.init) ?? ""
        let range = lines.first { $0.lowercased().hasPrefix("range: bytes=") }
        let start = range.flatMap { Int($0.dropFirst(13).prefix { $0 != "-" }) } ?? 0
        let manner = state.withLock { state in
            state.starts.append(start)
            state.paths.append(path)
            state.requests.append(String(decoding: request + body, as: UTF8.self))
            return state.manners.count > 1 ? state.manners.removeFirst() : state.manners[0]
        }
        answer(connection, files[String(path.dropFirst())], start, manner)
    }

    /// Reads what a request holds beyond its head: a connection that is closed with bytes unread
    /// loses the answer.
    private func readBody(after request: [UInt8], of connection: Int32) -> [UInt8] {
        let parts = String(decoding: request, as: UTF8.self).split(
            separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
        let line = parts[0].lowercased().components(separatedBy: "\r\n")
            .first { $0.hasPrefix("content-length: ") }
        var missing = line.flatMap { Int($0.dropFirst(16)) } ?? 0
        missing -= parts.count > 1 ? parts[1].utf8.count : 0
        var buffer = [UInt8](repeating: 0, count: 65_536)
        var body: [UInt8] = []
        while missing > 0 {
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            body += buffer.prefix(count)
            missing -= count
        }
        return body
    }

    private func answer(
        _ connection: Int32, _ file: [UInt8]?, _ start: Int, _ manner: Manner
    ) {
        guard let file else { return send(connection, head: "404 Not Found", [], of: 0) }
        switch manner {
        case .status(let status): send(connection, head: "\(status) No", [], of: 0)
        case .whole: send(connection, head: "200 OK", file[...], of: file.count)
        case .ranges:
            send(connection, head: head(start, file), file[start...], of: file.count - start)
        case .endless:
            send(connection, Array("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".utf8))
            while send(connection, file) { state.withLock { $0.bytesSent += file.count } }
            left.signal()
        case .stalled(let count):
            send(connection, head: "200 OK", file.prefix(count), of: file.count)
            var byte: UInt8 = 0
            while recv(connection, &byte, 1, 0) > 0 {}
            left.signal()
        case .cut(let count):
            let rest = file[start...]
            send(connection, head: head(start, file), rest.prefix(count), of: rest.count)
        }
    }

    private func head(_ start: Int, _ file: [UInt8]) -> String {
        guard start > 0 else { return "200 OK" }
        return
            "206 Partial Content\r\nContent-Range: bytes \(start)-\(file.count - 1)/\(file.count)"
    }

    private func send(_ connection: Int32, head: String, _ body: ArraySlice<UInt8>, of size: Int) {
        let text = "HTTP/1.1 \(head)\r\nContent-Length: \(size)\r\nConnection: close\r\n\r\n"
        send(connection, Array(text.utf8) + body)
    }

    /// Sends bytes; whether all of them were taken.
    @discardableResult private func send(_ connection: Int32, _ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest.removeFirst(count)
        }
        return true
    }
}

import Dispatch
import Foundation
import Synchronization

/// Notices SIGINT, SIGTERM and SIGHUP, so that what is done can be kept.
final class Interruption {
    private let flag: Flag
    private let sources: [any DispatchSourceSignal]

    private final class Flag: Sendable {
        let isSet = Atomic(false)
    }

    /// Begins to listen: from now on the signals do not end the process by themselves.
    init() {
        let flag = Flag()
        self.flag = flag
        sources = [SIGINT, SIGTERM, SIGHUP].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { flag.isSet.store(true, ordering: .relaxed) }
            source.resume()
            return source
        }
    }

    /// Whether one of the signals has come.
    var isRequested: Bool { flag.isSet.load(ordering: .relaxed) }
}

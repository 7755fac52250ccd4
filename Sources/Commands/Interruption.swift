import Foundation
import Synchronization

/// Notices SIGINT, SIGTERM and SIGHUP, so that what is done can be kept.
///
/// A handler sets a flag, and no thread waits for signals: instrumented processes (`valgrind`) end where
/// one does.
struct Interruption {
    /// Begins to listen: from now on the signals do not end the process by themselves.
    init() {
        // A handler may not be the first to make the flag.
        _ = isSignalled.load(ordering: .relaxed)
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in
            isSignalled.store(true, ordering: .relaxed)
        }
        action.sa_flags = SA_RESTART
        for number in Self.signals { sigaction(number, &action, nil) }
    }

    private static let signals = [SIGINT, SIGTERM, SIGHUP]

    /// Lets the signals reach the calling thread: a process begins with what its parent's thread did not
    /// want to hear.
    static func listen() {
        var set = sigset_t()
        sigemptyset(&set)
        for number in signals { sigaddset(&set, number) }
        pthread_sigmask(SIG_UNBLOCK, &set, nil)
    }

    /// Whether one of the signals has come.
    var isRequested: Bool { isSignalled.load(ordering: .relaxed) }
}

/// Signals are the process's, and so is what tells of them.
private let isSignalled = Atomic(false)

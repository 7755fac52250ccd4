import Foundation

/// The CPU time of this thread that something takes, in seconds.
package func cpuSeconds(_ body: () -> Void) -> Double {
    let start = threadSeconds()
    body()
    return threadSeconds() - start
}

private func threadSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// Keeps a result from being optimised away.
@inline(never) package func use<Value>(_ value: Value) {}

import Results
import TestSupport
import Testing

@Suite struct NoiseMeterTests {
    @Test func `what happened between two readings is told in shares`() throws {
        let (before, after) = (try TemporaryFolder(), try TemporaryFolder())
        try before.write("cpu  100 0 50 800 10 0 0 40 0 0\n", to: "proc/stat")
        try before.write("some avg10=0.00 total=1000\n", to: "proc/pressure/cpu")
        try after.write("cpu  150 0 60 820 10 0 0 60 0 0\n", to: "proc/stat")
        try after.write("some avg10=0.00 total=251000\n", to: "proc/pressure/cpu")
        let first = NoiseMeter(at: 0, of: .itself, root: before.path)
        let noise = NoiseMeter(at: 1_000_000_000, of: .itself, root: after.path).since(first)
        #expect(noise.steal == 0.2)
        #expect(noise.pressure == 0.25)
        #expect(noise.switches >= 0)
        #expect(first.tells == (true, true))
    }

    @Test func `a system that does not tell is not taken for a quiet one`() throws {
        let meter = NoiseMeter(at: 0, root: try TemporaryFolder().path)
        #expect(meter.tells == (false, false))
        #expect(meter.since(meter).steal == 0)
    }
}

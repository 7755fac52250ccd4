import Evaluation
import Results
import TestSupport
import Testing

@Suite struct MachineFactsTests {
    @Test func `facts are read from the system's files`() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            "processor\t: 0\nmodel name\t: Example: 9000 @ 2 GHz\n\nprocessor\t: 1\n",
            to: "proc/cpuinfo")
        try folder.write("MemTotal:       2048 kB\nMemFree: 1 kB\n", to: "proc/meminfo")
        try folder.write("6.1.0-9\n", to: "proc/sys/kernel/osrelease")
        try folder.write("0.52 0.40 0.31 1/100 4242\n", to: "proc/loadavg")
        try folder.write("NAME=\"Other\"\nPRETTY_NAME=\"Debian 12\"\n", to: "etc/os-release")
        let facts = MachineFacts.read(root: folder.path)
        #expect(
            facts.filter { $0.axis != "architecture" }.map { "\($0.axis)=\($0.value)" } == [
                "cores=2", "cpu=Example: 9000 @ 2 GHz", "kernel=6.1.0-9", "load=0.52 0.40 0.31",
                "memory=2097152", "os=Debian 12",
            ])
    }

    @Test func `what the system does not tell is unknown`() throws {
        let facts = MachineFacts.read(root: try TemporaryFolder().path)
        #expect(
            facts.map(\.axis)
                == ["architecture", "cores", "cpu", "kernel", "load", "memory", "os"])
        #expect(facts.dropFirst().allSatisfy { $0.value == MachineFacts.unknown })
    }

    @Test func `machines compare by processor, cores, system and architecture alone`() {
        let facts = ["architecture", "cores", "cpu", "kernel", "load", "memory", "os"]
            .map { AxisValue(axis: $0, value: "1") }
        let hash = MachineFacts.comparableHash(of: facts)
        for index in facts.indices {
            var changed = facts
            changed[index].value = "2"
            let matters = ["architecture", "cores", "cpu", "os"].contains(facts[index].axis)
            #expect((MachineFacts.comparableHash(of: changed) != hash) == matters)
        }
        #expect(MachineFacts.comparableHash(of: facts.reversed()) == hash)
    }
}

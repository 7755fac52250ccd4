/// What a piece of work took.
struct Effort {
    /// CPU time in nanoseconds.
    var cpu: Int64 = 0
    /// Wall time in nanoseconds.
    var wall: Int64 = 0
    /// Instructions; 0 where they are not counted.
    var instructions: Int64 = 0

    static func += (left: inout Self, right: Self) {
        left.cpu += right.cpu
        left.wall += right.wall
        left.instructions += right.instructions
    }
}

/// Measures a piece of work, from its own making on.
struct Stopwatch {
    private let environment: MeasurementEnvironment
    private let wall: UInt64
    private let cpu: UInt64

    init(_ environment: MeasurementEnvironment) {
        self.environment = environment
        environment.instructions?.begin()
        wall = environment.wall()
        cpu = environment.cpu()
    }

    /// What the work took; before that, what a self-test plants is burned.
    func stop() throws(TrialError) -> Effort {
        burn()
        let instructions = try environment.instructions?.count() ?? 0
        return Effort(
            cpu: Int64(environment.cpu() - cpu), wall: Int64(environment.wall() - wall),
            instructions: instructions)
    }

    /// Burns the CPU time that a self-test plants.
    private func burn() {
        guard environment.injected.slowdown > 0 else { return }
        let now = environment.cpu()
        let end = now + UInt64(Double(now - cpu) * environment.injected.slowdown)
        while environment.cpu() < end {}
    }
}

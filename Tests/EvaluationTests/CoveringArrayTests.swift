import Evaluation
import Testing

@Suite struct CoveringArrayTests {
    private func matrix(
        _ combine: Matrix.Combination, axes: Int, values: Int, seed: UInt64 = 0
    ) -> Matrix {
        var matrix = Matrix(
            name: "m",
            axes: (0..<axes).map { axis in
                Matrix.Axis(name: "a\(axis)", values: (0..<values).map { "\($0)" })
            })
        matrix.combine = combine
        matrix.seed = seed
        return matrix
    }

    /// The choices of values for groups of axes that stand together in some configuration.
    private func covered(_ configurations: [[AxisValue]], _ strength: Int) -> Set<String> {
        var covered: Set<String> = []
        for configuration in configurations {
            var groups: [[AxisValue]] = [[]]
            for pair in configuration { groups += groups.map { $0 + [pair] } }
            for group in groups where group.count == strength {
                covered.insert(group.map { "\($0.axis)=\($0.value)" }.joined(separator: " "))
            }
        }
        return covered
    }

    @Test(arguments: [(3, 2), (4, 3), (7, 3), (10, 2), (5, 5)])
    func `every pair of values stands in a configuration`(axes: Int, values: Int) {
        let configurations = matrix(.pairs, axes: axes, values: values).configurations
        let pairs = axes * (axes - 1) / 2 * values * values
        #expect(covered(configurations, 2).count == pairs)
        #expect(Set(configurations).count == configurations.count)
        // Never fewer than the two largest axes need, and far fewer than the product.
        #expect(configurations.count >= values * values)
        #expect(configurations.count <= 2 * values * values + 3 * axes)
    }

    @Test func `every triple of values stands in a configuration`() {
        let configurations = matrix(.triples, axes: 6, values: 3).configurations
        #expect(covered(configurations, 3).count == 20 * 27)
        #expect(configurations.count < 90)
    }

    @Test func `thirteen axes of three values need few configurations`() {
        // The full product has 1,594,323; published tools need 17 to 21.
        #expect(matrix(.pairs, axes: 13, values: 3).configurations.count <= 24)
    }

    @Test func `what is excluded is not there, and all else that can be is`() {
        var matrix = matrix(.pairs, axes: 5, values: 3)
        var rule = CellRule()
        rule.allow("0", of: "a0")
        rule.allow("0", of: "a1")
        rule.allow("1", of: "a1")
        matrix.exclude = [rule]
        let covered = covered(matrix.configurations, 2)
        #expect(covered.count == 10 * 9 - 2)
        #expect(!covered.contains("a0=0 a1=0") && !covered.contains("a0=0 a1=1"))
    }

    @Test func `the same seed gives the same configurations`() {
        let first = matrix(.pairs, axes: 8, values: 3, seed: 5).configurations
        #expect(first == matrix(.pairs, axes: 8, values: 3, seed: 5).configurations)
        #expect(first != matrix(.pairs, axes: 8, values: 3, seed: 6).configurations)
    }
}

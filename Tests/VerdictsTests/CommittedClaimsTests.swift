import Evaluation
import FoundationEssentials
import StrictJSON
import Testing
import Verdicts

/// What the committed claims must be, whatever a run measures.
@Suite struct CommittedClaimsTests {
    private let claims: [Claim]
    private var plans: [String: (matrix: Matrix, plan: Plan)] = [:]

    init() throws {
        claims = try CommittedClaims.all()
        for name in Set(claims.compactMap(\.evidence?.matrix)) {
            plans[name] = try CommittedClaims.plan(name)
        }
    }

    /// The cells of a claim, and those it compares them with.
    private func cells(_ evidence: Claim.Evidence) throws -> (cells: Set<Cell>, base: Set<Cell>) {
        let (matrix, plan) = try #require(plans[evidence.matrix])
        return (
            Set(matrix.cells(evidence.cells, of: plan)),
            Set(matrix.cells(evidence.baseCells, of: plan))
        )
    }

    private func each(_ check: (Claim, Claim.Evidence) throws -> Void) rethrows {
        for claim in claims {
            if let evidence = claim.evidence { try check(claim, evidence) }
        }
    }

    @Test func `every claim picks cells of its matrix, and compares them with other ones`() throws {
        try each { claim, evidence in
            let (cells, base) = try cells(evidence)
            #expect(!cells.isEmpty, "\(claim.id)")
            #expect(!base.isEmpty, "\(claim.id)")
            if evidence.figure.isComparison {
                #expect(cells.isDisjoint(with: base), "\(claim.id)")
            }
        }
    }

    /// Twenty conversations with something to divide by, or the samples that a quantile needs.
    @Test func `the shipped corpora can reach the smallest sample`() throws {
        let requests = try CommittedClaims.requests()
        try each { claim, evidence in
            let corpora = Set(try cells(evidence).cells.map(\.corpus.name))
            let counts = corpora.flatMap { requests[$0] ?? [] }
            guard let ratio = evidence.figure.ratio else {
                #expect(counts.reduce(0, +) >= 3_688, "\(claim.id)")
                return
            }
            #expect(evidence.condition.map { $0.term.metric == .requests } ?? true)
            let least = ratio.denominator.map(\.fewestRequests).max() ?? 1
            let range = evidence.condition?.range ?? 1...Int64.max
            let count = counts.count { $0 >= least && range.contains(Int64($0)) }
            #expect(count >= ClaimJudge.fewestConversations, "\(claim.id) has \(count)")
        }
    }

    /// Runs are made up in which one side of the figure is small or large: the judge must find a claim
    /// kept in some and broken in others.
    @Test func `every claim can hold and can fail`() throws {
        try each { claim, evidence in
            let (matrix, plan) = try #require(plans[evidence.matrix])
            let verdicts = try MadeUpRuns(claim, evidence, matrix, plan).verdicts()
            #expect(verdicts.isSuperset(of: [.holds, .fails]), "\(claim.id): \(verdicts)")
            if case .ratio = evidence.figure, evidence.unit.isEmpty {
                let bound = evidence.predicate.bound
                #expect(bound > 0 && bound < 1, "\(claim.id) is no share")
            }
        }
    }

    /// Of a share that must succeed, no more is made to fail than the claim allows.
    @Test func `no more faults are injected than a claim allows`() throws {
        try each { claim, evidence in
            let axes = Dictionary(uniqueKeysWithValues: evidence.cells.map { ($0.name, $0.values) })
            guard axes["condensation.summarizer"] == ["faulty"] else { return }
            let rate = try #require(Double(axes["condensation.faults.rate"]?.first ?? ""))
            #expect(axes["condensation.faults.transient"] == ["on"], "\(claim.id)")
            #expect(rate > 0 && rate < 1 - evidence.predicate.bound, "\(claim.id)")
        }
    }

    /// An exact counter cannot err against itself.
    @Test func `errors of counting are judged against another counter`() {
        let reference = "cl100k_base"
        each { claim, evidence in
            guard let ratio = evidence.figure.ratio,
                ratio.numerator.contains(where: { $0.metric == .contentError })
            else { return }
            for cells in [evidence.cells, evidence.baseCells] {
                let counter = cells.first { $0.name == "counter" }?.values ?? []
                #expect(!counter.isEmpty && !counter.contains(reference), "\(claim.id)")
            }
        }
    }

    @Test func `what cannot be measured says which metric is missing`() {
        let obstacles = claims.compactMap(\.obstacle)
        #expect(!obstacles.isEmpty && obstacles.count < claims.count / 4)
        for obstacle in obstacles { #expect(Metric(rawValue: obstacle.metric) == nil) }
    }
}

extension Claim.Predicate {
    fileprivate var bound: Double {
        switch self {
        case .atLeast(let bound), .atMost(let bound): bound
        }
    }
}

extension Claim.Term {
    /// The fewest requests of a conversation that has a value other than 0.
    fileprivate var fewestRequests: Int {
        guard metric == .compressionTurns, let label, let turn = Int(label.prefix(2)) else {
            return 1
        }
        return turn
    }
}

/// The committed claims, and what they are about.
enum CommittedClaims {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static func all() throws -> [Claim] {
        let file = root.appending(path: "Benchmarks/claims.yaml")
        return try Claim.all(yaml: Array(try Data(contentsOf: file)), file: "claims.yaml")
    }

    static func plan(_ name: String) throws -> (Matrix, Plan) {
        let corpora = try corpora()
        let matrix = try Matrix(
            yaml: Array(try text(ofMatrix: name).utf8), file: name, corpora: corpora,
            check: SettingAxes())
        let identities = corpora.map { CorpusIdentity(name: $0, hash: $0) }
        return (matrix, try Plan(matrix, corpora: identities))
    }

    static func text(ofMatrix name: String) throws -> String {
        let file = root.appending(path: "Benchmarks/Matrices/\(name).yaml")
        return String(decoding: try Data(contentsOf: file), as: UTF8.self)
    }

    /// The folders of conversations.
    private static func corpora() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.appending(path: "Corpora").path)
            .filter { name in
                let file = root.appending(path: "Corpora/\(name)/conversations.jsonl").path
                return FileManager.default.fileExists(atPath: file)
            }.sorted()
    }

    /// How many requests each conversation of each corpus has.
    static func requests() throws -> [String: [Int]] {
        var requests: [String: [Int]] = [:]
        for name in try corpora() {
            let file = root.appending(path: "Corpora/\(name)/conversations.jsonl")
            for line in try Data(contentsOf: file).split(separator: UInt8(ascii: "\n")) {
                let conversation = try Array(line).withUnsafeBytes { try JSONValue(parsing: $0) }
                let list = conversation["winnow"]?["requests"]?.array
                requests[name, default: []].append(try #require(list).count)
            }
        }
        return requests
    }
}

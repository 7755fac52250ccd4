// swift-tools-version: 6.2
import PackageDescription

// The module table. A row may depend only on rows above it: in a lower layer, or in layer 0.
// `Sources/ARCHITECTURE.md` says what each module is; the tidy test holds imports to this table.
let modules: [Module] = [
    // 0  words and tools: no IO, no Foundation, no clock
    Module(0, "StrictJSON"),
    Module(0, "ContextModel", on: ["StrictJSON"]),
    Module(0, "Caching"),
    Module(0, "Statistics"),
    Module(0, "RankTables", .c),
    Module(0, "SHA2", .c),
    Module(0, "Zlib", .system),
    Module(0, "Callgrind", .c),
    Module(0, "Spawning", .c),
    Module(0, "BrowserScripts", .c),
    Module(0, "Tokenization", on: ["ContextModel", "RankTables"]),
    // 1  instruments: what a request costs and what a provider takes
    Module(1, "TokenAccounting", on: ["ContextModel", "StrictJSON", "Caching"]),
    Module(1, "WireFormats", on: ["ContextModel", "StrictJSON"]),
    Module(1, "Summarization", on: ["ContextModel", "Statistics"]),
    Module(1, "Pricing", on: ["ContextModel", "StrictJSON"]),
    // 2  stages: one strategy each
    Module(
        2, "Stages",
        on: ["ContextModel", "StrictJSON", "WireFormats", "Pricing", "Summarization"]),
    Module(2, "Compression", on: ["ContextModel", "StrictJSON", "Tokenization"]),
    // 3  façade: what programs use
    Module(
        3, "Settings",
        on: [
            "ContextModel", "StrictJSON", "Caching", "TokenAccounting", "Summarization", "Stages",
            "Compression", "Tokenization",
        ]),
    Module(
        3, "ContextPipeline",
        on: [
            "ContextModel", "StrictJSON", "Caching", "TokenAccounting", "WireFormats",
            "Summarization", "Stages", "Compression", "Settings", "Tokenization",
        ]),
    // 4  evaluation: takes bytes, gives values
    Module(4, "Corpus", on: ["ContextModel", "StrictJSON", "WireFormats"]),
    Module(
        4, "Evaluation",
        on: [
            "ContextModel", "StrictJSON", "Statistics", "Caching", "TokenAccounting",
            "WireFormats", "Summarization", "Settings", "ContextPipeline", "Corpus", "Pricing",
            "Stages", "Compression", "Tokenization",
        ], packages: [.yams]),
    Module(4, "Verdicts", on: ["ContextModel", "Settings", "Evaluation", "Statistics"]),
    Module(
        4, "Reporting",
        on: [
            "BrowserScripts", "ContextModel", "StrictJSON", "Settings", "Evaluation", "Statistics",
            "Verdicts",
        ]),
    // 5  the shell: disk, SQL, command line
    Module(
        5, "Files", on: ["ContextModel", "StrictJSON", "SHA2", "Zlib"], packages: [.grdb]),
    Module(
        5, "Results", on: ["ContextModel", "StrictJSON", "Evaluation", "Verdicts", "Files"],
        packages: [.grdb]),
    Module(5, "Backends", on: ["ContextModel", "StrictJSON", "Statistics"]),
    Module(
        5, "Commands",
        on: [
            "Backends", "Callgrind", "Compression", "ContextModel", "ContextPipeline", "Corpus",
            "Evaluation", "Files", "Pricing", "Reporting", "Results", "Settings", "Spawning",
            "Stages", "Statistics", "StrictJSON", "Summarization", "TokenAccounting",
            "Tokenization", "Verdicts", "WireFormats",
        ], packages: [.argumentParser]),
    Module(5, "winnow", .executable, on: ["Commands"]),
    // The network stack takes minutes to build: nothing that `winnow` links may depend on it.
    Module(
        5, "HTTPBackends", on: ["Backends", "ContextModel", "StrictJSON"],
        packages: [.asyncHTTPClient, .nio("NIOCore"), .nio("NIOHTTP1"), .nio("NIOPosix")]),
    Module(
        5, "winnow-http", .executable, on: ["Backends", "Commands", "ContextModel", "HTTPBackends"]
    ),
    // Writes the shipped corpora: no part of `winnow`.
    Module(
        5, "GenerateCorpora", .executable,
        on: ["ContextModel", "StrictJSON", "Statistics", "Tokenization", "Files"],
        packages: [.argumentParser]),
]

// MARK: - From the table to targets

struct Module {
    enum Kind { case swift, c, executable, system }
    let layer: Int
    let name: String
    let kind: Kind
    let names: [String]
    let dependencies: [Target.Dependency]

    init(
        _ layer: Int, _ name: String, _ kind: Kind = .swift, on modules: [String] = [],
        packages: [Target.Dependency] = []
    ) {
        self.layer = layer
        self.name = name
        self.kind = kind
        names = modules
        self.dependencies = modules.map { .target(name: $0) } + packages
    }

    /// Pieces in C stand together, in `Sources/C`.
    var folder: String { "Sources/C/" + name }

    /// Layers 0 to 3 can be used by other packages.
    var isLibrary: Bool { layer <= 3 && kind == .swift }

    var target: Target {
        switch kind {
        case .c:
            .target(
                name: name, path: folder, exclude: inputs[name] ?? [], publicHeadersPath: ".")
        case .swift:
            .target(
                name: name, dependencies: dependencies, exclude: scripts[name] ?? [],
                swiftSettings: strict)
        case .system:
            .systemLibrary(name: name, path: folder, providers: [.apt(["zlib1g-dev"])])
        case .executable:
            .executableTarget(
                name: name, dependencies: dependencies, exclude: scripts[name] ?? [],
                swiftSettings: strict)
        }
    }
}

/// What a C module embeds or was made with, beside its sources.
let inputs = [
    "RankTables": [
        "make-tables", "classes.runs", "cl100k_base.pairs", "cl100k_base.trie", "o200k_base.pairs",
        "o200k_base.trie",
    ],
    "BrowserScripts": [
        "page.css", "page.js", "jquery.min.js", "datatables.min.js", "uplot.min.js",
        "uplot.min.css", "LICENCES.txt",
    ],
]

extension Target.Dependency {
    static var argumentParser: Self {
        .product(name: "ArgumentParser", package: "swift-argument-parser")
    }
    static var yams: Self { .product(name: "Yams", package: "Yams") }
    static var grdb: Self { .product(name: "GRDB", package: "GRDB.swift") }
    static var asyncHTTPClient: Self {
        .product(name: "AsyncHTTPClient", package: "async-http-client")
    }
    static func nio(_ product: String) -> Self { .product(name: product, package: "swift-nio") }
}

/// The tests of a module: in `Tests/<module>Tests`, seeing what the module sees.
func tests(of name: String) -> Target {
    let row = modules.first { $0.name == name }
    let dependencies = row?.dependencies ?? []
    let seesWords = name == "ContextModel" || row?.names.contains("ContextModel") == true
    return .testTarget(
        name: name + "Tests",
        dependencies: dependencies + [.target(name: name), "TestSupport"]
            + (seesWords ? [] : ["ContextModel"]) + (testNeeds[name] ?? []),
        exclude: testData[name] ?? [],
        swiftSettings: strict + unoptimized)
}

/// Commands that stand beside what they serve.
let scripts = ["GenerateCorpora": ["compare-with-real"]]

/// Files that tests read where they are, with what made them.
let testData = [
    "Backends": ["serve-small-model"],
    "Tokenization": ["Fixtures", "make-fixtures", "compare-with-tiktoken"],
    "Reporting": ["Goldens"],
    "Files": ["kill-chunk-writer"],
    "WireFormats": ["check-with-sdks"], "Settings": ["DocumentedNames.tsv"],
]

/// What tests use beyond what their module sees: other modules, programs that they start.
let testNeeds: [String: [Target.Dependency]] = [
    "WireFormats": ["Corpus"], "Compression": ["CompressionChecks"],
    "ContextPipeline": ["CondensationChecks"], "Files": ["ChunkWriter"],
    "Backends": [
        "ContextPipeline", "HTTPBackends", "Settings", "Summarization", .nio("NIOCore"),
        .nio("NIOHTTP1"), .nio("NIOPosix"),
    ],
    "Results": ["Statistics"], "Stages": ["BoundaryChecks"], "Verdicts": ["StrictJSON"],
]

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

/// Tests are compiled as they stand: optimising their expectations took most of the build, and what they
/// call is optimised all the same.
let unoptimized: [SwiftSetting] = [
    .unsafeFlags(["-Onone"], .when(configuration: .release))
]

/// A program that tests start and kill.
let chunkWriter = Target.executableTarget(
    name: "ChunkWriter", dependencies: ["ContextModel", "Files"], path: "Tests/ChunkWriter",
    swiftSettings: strict)

/// How benchmarks time.
let threadTime = Target.target(
    name: "ThreadTime", path: "Benchmarks/ThreadTime", swiftSettings: strict)

/// Times chunk tracking beside the naive way, learns boundaries and judges them: `Benchmarks/chunks` builds and runs it.
let chunkBenchmark = Target.executableTarget(
    name: "ChunkBenchmark",
    dependencies: [
        "BoundaryChecks", "ContextModel", "Files", "Stages", "Statistics", "ThreadTime",
    ], path: "Benchmarks/ChunkBenchmark", swiftSettings: strict)

/// Times compression and weighs what it saves: `Benchmarks/compression` builds and runs it.
let compressionBenchmark = Target.executableTarget(
    name: "CompressionBenchmark",
    dependencies: [
        "Compression", "CompressionChecks", "ContextModel", "Corpus", "Files", "Statistics",
        "ThreadTime", "Tokenization",
    ], path: "Benchmarks/CompressionBenchmark", swiftSettings: strict)

/// Judges the embedded extract by summaries of meetings: `Benchmarks/extract` builds and runs it.
let extractBenchmark = Target.executableTarget(
    name: "ExtractBenchmark",
    dependencies: [
        "ContextModel", "Corpus", "Evaluation", "Statistics", "Summarization", "Tokenization",
        "Verdicts",
    ], path: "Benchmarks/ExtractBenchmark", swiftSettings: strict)
let extractBenchmarkTests = Target.testTarget(
    name: "ExtractBenchmarkTests",
    dependencies: ["ContextModel", "Corpus", "ExtractBenchmark", "Statistics", "TestSupport"],
    swiftSettings: strict + unoptimized)

/// What several test targets use: a notation for conversations, a hasher, a counter, a store.
let testSupport = Target.target(
    name: "TestSupport", dependencies: ["ContextModel", "Statistics", "StrictJSON"],
    path: "Tests/TestSupport", swiftSettings: strict)

/// What must be true of every condensation, for the tests and for a command that checks many.
let condensationChecks = Target.target(
    name: "CondensationChecks",
    dependencies: [
        "ContextModel", "ContextPipeline", "Settings", "Stages", "Statistics", "Summarization",
        "TestSupport", "TokenAccounting", "WireFormats",
    ], path: "Tests/CondensationChecks", swiftSettings: strict)
let randomConversations = Target.executableTarget(
    name: "RandomConversations",
    dependencies: [
        "CompressionChecks", "CondensationChecks", "ContextModel", "ContextPipeline", "Settings",
    ],
    path: "Tests/RandomConversations", swiftSettings: strict)

/// What must be true of every compression, and of every conversation's identity, for the tests and for
/// commands that check many.
let compressionChecks = Target.target(
    name: "CompressionChecks",
    dependencies: [
        "Compression", "ContextModel", "Corpus", "Statistics", "StrictJSON", "TestSupport",
        "Tokenization", "WireFormats",
    ],
    path: "Tests/CompressionChecks", swiftSettings: strict)

/// Conversations whose changes of subject are known, and how well boundaries agree with them.
let boundaryChecks = Target.target(
    name: "BoundaryChecks", dependencies: ["ContextModel", "Corpus", "Stages", "Statistics"],
    path: "Tests/BoundaryChecks", swiftSettings: strict)

/// The modules with tests of their own.
let tested = [
    "ContextModel", "StrictJSON", "Caching", "Statistics", "Tokenization", "TokenAccounting",
    "Pricing", "WireFormats", "Summarization", "Stages", "Compression", "Settings",
    "ContextPipeline", "Corpus", "Evaluation", "Verdicts", "Reporting", "Files", "Results",
    "Backends", "GenerateCorpora",
]

/// The built program, run as users run it.
let commandLine = Target.testTarget(
    name: "CommandLineTests",
    dependencies: ["winnow", "ContextPipeline", "Settings", "StrictJSON", .grdb],
    exclude: ["kill-runs"], swiftSettings: strict + unoptimized)

/// The repository's own rules, as tests.
let tidy = Target.testTarget(name: "TidyTests", swiftSettings: strict + unoptimized)

let package = Package(
    name: "winnow",
    platforms: [.macOS(.v15)],
    products: modules.filter(\.isLibrary).map { .library(name: $0.name, targets: [$0.name]) },
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    ],
    targets: modules.map(\.target) + tested.map(tests) + [
        testSupport, boundaryChecks, condensationChecks, randomConversations, chunkWriter,
        threadTime, chunkBenchmark, compressionChecks, compressionBenchmark, extractBenchmark,
        extractBenchmarkTests, commandLine, tidy,
    ]
)

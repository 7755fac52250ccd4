import Compression
import Corpus
import Foundation
import Tokenization

/// `CompressionBenchmark [--encoding NAME] [--rounds N] [--round-trips N] [--identities N] [--seed N]
/// [--fact TEXT]… FILE-OR-FOLDER…` prints a page.
@main
struct CompressionBenchmark {
    static func main() throws {
        let options = try Options(CommandLine.arguments.dropFirst())
        let tokenizer = Tokenizer(options.encoding)
        let alphabet = SymbolAlphabet(tokenizer)
        let conversations = try Conversations(options.paths)
        var page = "# Compression, turn by turn\n\n"
        for fact in options.facts { page += "- \(fact)\n" }
        page +=
            "- \(options.encoding.rawValue), \(alphabet.symbols.count) symbols; CPU time of one thread\n"
        page += Savings(conversations, tokenizer, alphabet).table
        page += Speeds(conversations, tokenizer, alphabet, rounds: options.rounds).table
        if options.roundTrips > 0 {
            page += try RoundTrips(tokenizer, alphabet, seed: options.seed)
                .line(count: options.roundTrips, real: conversations.allTexts)
        }
        if options.identities > 0 {
            page += try Identities.line(count: options.identities, tokenizer)
        }
        print(page, terminator: "")
    }
}

/// What the command line says.
struct Options {
    var encoding = Encoding.o200kBase
    var rounds = 5
    var roundTrips = 0
    var identities = 0
    var seed: UInt64 = 1
    var facts: [String] = []
    var paths: [String] = []

    init(_ arguments: some Sequence<String>) throws {
        var rest = arguments.makeIterator()
        while let argument = rest.next() {
            guard argument.hasPrefix("--") else {
                paths.append(argument)
                continue
            }
            guard let value = rest.next() else { throw Failure("\(argument): no value") }
            switch argument {
            case "--encoding": encoding = try Self.checked(Encoding(rawValue: value), argument)
            case "--rounds": rounds = max(1, try Self.checked(Int(value), argument))
            case "--round-trips": roundTrips = try Self.checked(Int(value), argument)
            case "--identities": identities = try Self.checked(Int(value), argument)
            case "--seed": seed = try Self.checked(UInt64(value), argument)
            case "--fact": facts.append(value)
            default: throw Failure("\(argument): no such option")
            }
        }
        if paths.isEmpty { throw Failure("no files or folders") }
    }

    private static func checked<Value>(_ value: Value?, _ name: String) throws -> Value {
        guard let value else { throw Failure("\(name): not a value of its kind") }
        return value
    }
}

/// Why there is no page.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

import Foundation

/// Small corpora and matrices for runs of a few cells.
enum Recordings {
    /// Two corpora, one of two conversations and one of a conversation with a tool, and a matrix.
    static func write(to scratch: Scratch) throws {
        try scratch.file("corpora/chat/talk.jsonl", chat)
        try scratch.file("corpora/tools/calls.jsonl", tools)
        try scratch.file("small.yaml", matrix())
    }

    /// A matrix of 16 cells on those corpora, each timed so often.
    static func matrix(repetitions: Int = 2) -> String {
        """
        name: small
        seed: 5
        repetitions: \(repetitions)
        axes:
          counter: [cl100k_base, characters/4]
          cache.count: [on, off]
          context.limit: [50%]

        """
    }

    static let chat = """
        {"id":"one","messages":[{"role":"system","content":"Be brief."},\
        {"role":"user","content":"What is the capital of France?"},\
        {"role":"assistant","content":"Paris."},\
        {"role":"user","content":"And of Japan?"},{"role":"assistant","content":"Tokyo."}]}
        {"id":"two","messages":[{"role":"system","content":"Be brief."},\
        {"role":"user","content":"Count to three."},\
        {"role":"assistant","content":"One, two, three."}]}

        """

    static let tools = """
        {"id":"weather","messages":[{"role":"user","content":"Is it raining in Oslo?"},\
        {"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function",\
        "function":{"name":"weather","arguments":"{\\"city\\":\\"Oslo\\"}"}}]},\
        {"role":"tool","tool_call_id":"call_1","content":"{\\"rain\\": true, \\"mm\\": 4}"},\
        {"role":"assistant","content":"Yes, 4 mm."}],"tools":[{"type":"function",\
        "function":{"name":"weather","parameters":{"type":"object"}}}]}

        """

    /// A conversation whose every answer names three files that were named much earlier.
    static func referring(turns: Int) -> String {
        let messages = (0..<turns).flatMap { turn in
            let files = (0..<3).map { "src/parts/unit_\(turn)_\($0).swift" }.joined(separator: ", ")
            let old = (0..<3).map { "src/parts/unit_\(max(turn - 5, 0))_\($0).swift" }
            return [
                #"{"role":"user","content":"Please look at \#(files), and say what is in them."}"#,
                #"{"role":"assistant","content":"As in \#(old.joined(separator: ", ")), no more."}"#,
            ]
        }
        return #"{"id":"files","messages":["# + messages.joined(separator: ",") + "]}\n"
    }

    /// A conversation so long that replaying it uncached takes a while.
    static func long(turns: Int) -> String {
        let messages = (0..<turns).map { turn in
            #"{"role":"\#(turn % 2 == 0 ? "user" : "assistant")","content":"# + #""Turn \#(turn): "#
                + String(repeating: "a word or two more, ", count: 5) + #"that is all."}"#
        }
        return #"{"id":"long","messages":["# + messages.joined(separator: ",") + "]}\n"
    }
}

import ArgumentParser

/// `winnow condense`: one conversation through the pipeline.
struct CondenseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "condense", abstract: "Makes one conversation fit a context limit.",
        discussion: """
            Prints what was done; with --json the messages, too, in the file's own wire format (Chat \
            Completions for recordings that were imported). Ends with status 0 even if the limit \
            cannot be met: the strategy is then "insufficient" and the messages are the smallest \
            legal context.

            With compression.mode=conversation or request the messages are compressed, their \
            dictionary included, and the final tokens are those of what is printed: `winnow \
            decompress` turns the object back into the request before compression.

            Summaries are kept in the folder of --cache, else of cache.folder, and used again by later \
            calls, as long as chunks.ageThreshold says: a conversation that has grown costs its new chunks \
            only. --set chunks.persistent=off keeps none.
            """)

    @OptionGroup var options: ConversationOptions

    func run() async throws { try await options.run() }
}

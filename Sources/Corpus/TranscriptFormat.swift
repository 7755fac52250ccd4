internal import WireFormats

/// The public transcript formats that can be read.
package enum TranscriptFormat: String, Hashable, Sendable, CaseIterable {
    /// Chat Completions messages: an object with `messages`, an array of them, or JSON lines.
    case chatCompletions = "chat-completions"
    /// Anthropic Messages requests.
    case anthropicMessages = "anthropic-messages"
    /// tau-bench results: `traj` holds Chat Completions messages.
    case tauBench = "tau-bench"
    /// tau2-bench results: `simulations[].messages`.
    case tau2 = "tau2-bench"
    /// SWE-agent `.traj` files.
    case sweAgent = "swe-agent"
    /// vorflux trajectories of spans.
    case vorflux
    /// Claude Code session logs.
    case claudeCode = "claude-code"
    /// Codex rollouts.
    case codex
    /// OpenHands event histories.
    case openHands = "openhands"
    /// ShareGPT and glaive conversations.
    case shareGPT = "sharegpt"
    /// LLaMA-Factory's v1 records: messages of typed parts, in JSON lines or an array.
    case llamaFactory = "llama-factory"
    /// QMSum meeting transcripts.
    case qmsum
    /// aider chat histories in Markdown.
    case aider
    /// BFCL's memory sessions: the user's turns of one scenario, in JSON lines.
    case bfclMemory = "bfcl-memory"
    /// CrossWOZ dialogues by identifier.
    case crossWOZ = "crosswoz"
    /// Logs of the Inspect evaluation framework: `samples[].messages`.
    case inspect
    /// MemoryBank users with their dialogues by day.
    case memoryBank = "memorybank"
    /// OpenAssistant message trees; every path from the root to a leaf is a conversation.
    case oasst
    /// ScreenAgent sessions, a file for each step.
    case screenAgent = "screenagent"
    /// XPersona dialogues.
    case xPersona = "xpersona"
}

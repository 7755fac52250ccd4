/// The words an invented code base is made of.
struct CodeVocabulary: Sendable {
    /// The package's name.
    let package: String
    /// What it does, for its issue texts.
    let purpose: String
    /// The things its classes and modules are called after.
    let nouns: [String]
    /// The qualities and parts things have: attributes, arguments.
    let parts: [String]

    static let verbs = [
        "resolve", "merge", "load", "flush", "validate", "collect", "render", "normalize", "append",
        "split", "estimate", "refresh", "encode", "decode", "schedule", "expand", "filter", "find",
        "apply", "close", "open", "register", "compare", "reset", "build", "parse", "fetch", "rank",
    ]

    static let all = [
        CodeVocabulary(
            package: "tidegauge",
            purpose: "collecting and smoothing readings of water level sensors",
            nouns: [
                "sensor", "reading", "station", "window", "calibration", "series", "archive",
                "uplink",
                "threshold", "alarm", "batch", "forecast", "datum", "interval",
            ],
            parts: [
                "offset", "unit", "timestamp", "height", "quality", "samples", "tolerance",
                "timezone",
                "gap", "period", "label", "drift", "limit", "source",
            ]),
        CodeVocabulary(
            package: "ledgerlite", purpose: "double-entry bookkeeping in plain files",
            nouns: [
                "account", "entry", "posting", "balance", "currency", "statement", "journal",
                "budget",
                "invoice", "rate", "period", "report", "import_rule", "lot",
            ],
            parts: [
                "amount", "date", "payee", "memo", "symbol", "precision", "parent", "total",
                "status",
                "reference", "cost", "rounding", "opened_on", "tags",
            ]),
        CodeVocabulary(
            package: "routewise", purpose: "planning delivery tours with time windows",
            nouns: [
                "stop", "vehicle", "tour", "depot", "leg", "matrix", "shift", "parcel", "zone",
                "driver",
                "constraint", "solution", "penalty", "cluster",
            ],
            parts: [
                "capacity", "distance", "duration", "earliest", "latest", "load", "speed", "weight",
                "priority", "position", "slack", "cost", "sequence", "region",
            ]),
        CodeVocabulary(
            package: "pageforge", purpose: "turning Markdown folders into static sites",
            nouns: [
                "page", "template", "asset", "theme", "collection", "feed", "link", "menu",
                "snippet",
                "index", "redirect", "taxonomy", "permalink", "fragment",
            ],
            parts: [
                "title", "slug", "layout", "body", "language", "draft", "modified", "weight",
                "target",
                "extension", "summary", "front_matter", "encoding", "depth",
            ]),
        CodeVocabulary(
            package: "queuebird", purpose: "running background jobs with retries",
            nouns: [
                "job", "worker", "queue", "broker", "retry_policy", "schedule", "lease",
                "heartbeat",
                "result", "payload", "dead_letter", "channel", "middleware", "signal",
            ],
            parts: [
                "attempts", "delay", "deadline", "backoff", "jitter", "topic", "owner", "state",
                "visibility", "arguments", "trace_id", "concurrency", "expires_at", "group",
            ]),
        CodeVocabulary(
            package: "gridsheet", purpose: "evaluating spreadsheets without a desktop application",
            nouns: [
                "cell", "formula", "workbook", "range", "style", "function", "dependency", "token",
                "reference", "chart", "filter", "pivot", "locale", "named_area",
            ],
            parts: [
                "row", "column", "value", "format", "width", "formula_text", "dirty", "error",
                "sheet",
                "operands", "precedence", "anchor", "border", "alignment",
            ]),
        CodeVocabulary(
            package: "mapsmith", purpose: "cutting geographic data into vector tiles",
            nouns: [
                "tile", "layer", "feature", "geometry", "projection", "bounds", "ring",
                "simplifier",
                "attribute", "zoom_level", "source", "cache", "coordinate", "buffer",
            ],
            parts: [
                "extent", "minimum", "maximum", "srid", "winding", "area", "tolerance", "keys",
                "vertices", "holes", "identifier", "resolution", "clipped", "origin",
            ]),
        CodeVocabulary(
            package: "notecord", purpose: "keeping notes in sync between devices",
            nouns: [
                "note", "notebook", "device", "revision", "conflict", "attachment", "snapshot",
                "peer",
                "session", "digest", "change_set", "cursor", "keyring", "inbox",
            ],
            parts: [
                "author", "checksum", "created", "deleted", "clock", "ancestor", "content",
                "pending",
                "version", "remote", "secret", "size", "mime_type", "lamport",
            ]),
    ]
}

extension PythonWriter {
    /// Statements, comments and docstrings of Python methods.
    static let grammar = Grammar([
        "statement": [
            "{var} = self.{attr}", "{var} = self._{attr}.get({arg})",
            "{var} = self.{method}({arg}, {attr2}={num})",
            "self.{attr} = {arg} or self.{attr}", "self._{attr2} += 1",
            "self._{attr}[{var}] = {arg}",
            "{var} = [{one} for {one} in self.{attr} if {one}.{attr2} is not None]",
            "{var} = sorted(self.{attr}, key=lambda {one}: {one}.{attr2})",
            "{var} = {{{one}.{attr2}: {one} for {one} in {arg}}",
            "{var} = max({arg}.{attr} - self.{attr2}, {num})",
            "{var} = {Other}({arg}, {attr2}=self.{attr2})",
            "{var}, {var2} = divmod(self.{attr}, {num})",
            "{var} = sum({one}.{attr2} for {one} in self.{attr}) / max(len(self.{attr}), 1)",
            "logger.debug(\"{noun} %s has {attr2} %s\", {arg}, self.{attr2})",
            "if {arg} is None:\n    return {empty}",
            "if {arg}.{attr} not in self._{attr2}:\n    raise {Error}(f\"unknown {attr}: {{{arg}.{attr}!r}\")",
            "if not self.{attr}:\n    logger.warning(\"{noun} without {attr}, using {const}\")\n    {var} = {const}",
            "if self.{attr2} > {const}:\n    {var} = self.{method}({arg})\nelse:\n    {var} = self.{attr2}",
            "if isinstance({arg}, {Other}):\n    {arg} = {arg}.{attr}",
            "for {one} in self.{attr}:\n    if {one}.{attr2} == {arg}:\n        {var} = {one}\n        break",
            "for {index}, {one} in enumerate({arg}):\n    self._{attr}[{index}] = {one}.{attr2}",
            "for {one} in {arg}:\n    self.{method}({one})",
            "while self._{attr}:\n    {one} = self._{attr}.pop()\n    {var}.append({one}.{attr2})",
            "try:\n    {var} = self._{attr}[{arg}]\nexcept KeyError:\n    {var} = {empty}",
            "try:\n    {var} = {convert}({arg})\nexcept (TypeError, ValueError) as error:\n    raise {Error}(str(error)) from error",
            "with self._lock:\n    self._{attr}.update({arg})\n    self.{attr2} = len(self._{attr})",
            "with open(self.{attr}, encoding=\"utf-8\") as handle:\n    {var} = json.load(handle)",
            "assert self.{attr2} >= 0, \"{attr2} must not be negative\"",
            "# {remark}", "# {remark}\n{var} = self.{method}({arg})",
            "{var} = {var}[-{num}:] + [{arg}]",
            "yield_count = len({arg}) // {num}", "self.{method}(self.{attr}, strict={flag})",
            "{var} = \"{attr}:{attr2}\".format({attr}=self.{attr}, {attr2}={arg})",
            "{var} = getattr({arg}, \"{attr}\", {const})", "del self._{attr}[{arg}]",
        ],
        "finish": [
            "return {var}", "return self.{attr}", "return {Other}({var})",
            "return {var} or {empty}",
            "return self.{method}({var})", "return len({var}) > {num}",
            "return {var} <= self.{attr2}",
            "return None", "return tuple({var})", "return {var}[:{num}]",
        ],
        "empty": ["None", "[]", "{{}", "0", "False", "\"\""],
        "convert": ["int", "float", "str", "Decimal", "list"],
        "flag": ["True", "False"],
        "remark": [
            "keep the order stable, callers rely on it", "an empty {noun} is legal here",
            "the {attr} may be missing in old files", "see the note about {attr2} in the docs",
            "never mutate what the caller passed in", "the first {noun} wins", "cheap check first",
            "{attr2} is counted from zero", "this happens when a {noun} is reloaded",
            "do not cache the {attr}: it changes with the {attr2}",
            "NOTE: drop once {attr} is required",
        ],
        "summary": [
            "Return the {noun} for a given {attr}.", "{Verb} a {noun} and update its {attr}.",
            "Check that the {attr} fits the {attr2}.",
            "{Verb} everything that belongs to the {noun}.",
            "Give the {attr2} of a {noun}, or the default.",
            "Yield each {noun} in order of {attr}.",
            "{Verb} the {noun} in place.", "Tell whether the {noun} has reached its {attr}.",
        ],
        "detail": [
            "The {attr} is taken from the {noun} if it has one, otherwise from the settings.",
            "Raises {Error} if the {attr2} is unknown.",
            "A {noun} that was closed before is opened again.",
            "Runs in linear time in the number of {attr}.",
            "Has no effect when the {attr} equals the {attr2}.",
        ],
        "module": [
            "{Noun} handling: how a {noun} is created, checked and stored.",
            "The {noun} and its {attr}.", "Everything about one {noun}, from {attr} to {attr2}.",
        ],
    ])
}

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

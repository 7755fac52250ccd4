"""The texts that are timed: from the shipped corpora or a folder, and the adversarial ones."""

import base64
import dataclasses
import json
import pathlib
import random
import struct

MEBIBYTE = 1 << 20
SEED = 20260101


@dataclasses.dataclass
class Text:
    """A document (a string) or a list of messages that are counted one at a time.

    `kind` is natural, adversarial or doubled; a doubled text names its single form in `single`.
    """

    name: str
    source: str
    kind: str
    content: object
    single: str = ""
    paths: dict = dataclasses.field(default_factory=dict)

    @property
    def is_messages(self):
        return isinstance(self.content, list)

    @property
    def messages(self):
        return self.content if self.is_messages else [self.content]

    @property
    def bytes(self):
        return sum(len(message.encode()) for message in self.messages)

    def halves(self):
        """Two contents of about equal size, cut between messages or at a line's end."""
        middle = len(self.content) // 2
        if not self.is_messages:
            middle = self.content.find("\n", middle) + 1 or middle
        return self.content[:middle], self.content[middle:]


def shipped(corpora):
    """The five texts of the shipped corpora. Nothing is repeated to make them longer."""

    def text(name, corpus, role=None):
        messages = [m for r, m in messages_of(corpora / corpus / "conversations.jsonl")
                    if role in (None, r)]
        source = f"{corpus}, {'tool results' if role else 'all messages'}, one a line"
        return Text(name, source, "natural", "\n".join(messages))

    every = [message for file in sorted(corpora.glob("*/conversations.jsonl"))
             for _, message in messages_of(file)]
    return [
        text("prose", "long-dialogue"),
        text("code", "coding-agent", "tool"),
        text("json", "support-chat", "tool"),
        text("multilingual", "multilingual"),
        Text("chat", f"all corpora, {len(every)} messages one at a time", "natural", every),
    ]


def messages_of(file):
    """Role and text of every message of a JSONL file of conversations that has any text."""
    for line in file.read_text(encoding="utf-8").split("\n"):
        for message in json.loads(line)["messages"] if line else []:
            if content := content_of(message):
                yield message.get("role"), content


def content_of(message):
    """The text of a message: a string, or an object whose content is a string or parts."""
    content = message.get("content") if isinstance(message, dict) else message
    if isinstance(content, list):
        parts = (p.get("text") for p in content if isinstance(p, dict))
        content = "".join(p for p in parts if isinstance(p, str))
    if not isinstance(content, str):
        return ""
    return content.encode("utf-8", "replace").decode("utf-8")


def of_folder(folder):
    """Every file of a folder as a text, and what was left out with the reason."""
    texts, skipped = [], []
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = file.relative_to(folder).as_posix()
        try:
            text = of_file(file, name)
        except (UnicodeDecodeError, OSError) as error:
            skipped.append(f"{name}: {type(error).__name__}, not readable as UTF-8 text")
            continue
        if file.suffix == ".bin" or not text.bytes:
            skipped.append(f"{name}: {'a binary file' if text.bytes else 'no text in it'}")
        else:
            texts.append(text)
    return texts, skipped


def of_file(file, name):
    if file.suffix == ".bin":
        return Text(name, "", "natural", "-")
    with open(file, encoding="utf-8", newline="") as opened:
        content = opened.read()
    messages = chat(content) if file.suffix in (".json", ".jsonl") else []
    if messages:
        return Text(name, f"{len(messages)} messages one at a time", "natural", messages)
    return Text(name, "one document", "natural", content)


def chat(content):
    """The messages of a chat file: conversations, messages or strings; [] if it is no chat."""
    try:
        records = [json.loads(content)]
    except ValueError:
        try:
            records = [json.loads(line) for line in content.split("\n") if line.strip()]
        except ValueError:
            return []
    found = []
    while records:
        record = records.pop(0)
        if isinstance(record, dict) and isinstance(record.get("messages"), list):
            record = record["messages"]
        if isinstance(record, list):
            records[:0] = record
        else:
            found.append(content_of(record))
    return [message for message in found if message]


def adversarial():
    """1 MiB of what tokenisers find hard, and 2 MiB of the same, to show the growth."""
    texts = []
    for name, source, make in (
        ("a", "the letter a over and over", lambda size: "a" * size),
        ("spaces", "the space over and over", lambda size: " " * size),
        ("letters", "pseudo-random lower-case letters", random_letters),
        ("base64", "base64 of pseudo-random bytes", random_base64),
    ):
        texts.append(Text(name, source, "adversarial", make(MEBIBYTE)))
        texts.append(Text(f"{name} ×2", source, "doubled", make(2 * MEBIBYTE), name))
    return texts


def random_letters(size):
    return bytes(97 + byte % 26 for byte in random.Random(SEED).randbytes(size)).decode()


def random_base64(size):
    return base64.b64encode(random.Random(SEED).randbytes(size // 4 * 3)).decode()


def write(texts, folder):
    """Writes each text as the rivals read it (JSON) and as winnow reads it (text or .bin)."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, text in enumerate(texts):
        base = folder / f"{number:03}"
        text.paths["rivals"] = pathlib.Path(f"{base}.json")
        text.paths["rivals"].write_text(json.dumps(text.content), encoding="utf-8")
        text.paths["winnow"] = write_for_winnow(base, text.content)
        if text.kind == "natural":
            for half, content in zip(("first", "second"), text.halves()):
                text.paths[half] = write_for_winnow(f"{base}-{half}", content)


def write_for_winnow(base, content):
    if isinstance(content, str):
        path = pathlib.Path(f"{base}.txt")
        path.write_bytes(content.encode())
        return path
    path = pathlib.Path(f"{base}.bin")
    with open(path, "wb") as file:
        file.write(struct.pack("<I", len(content)))
        for message in content:
            encoded = message.encode()
            file.write(struct.pack("<I", len(encoded)) + encoded)
    return path

"""Runs one rival tokeniser in a process of its own and answers requests, one JSON object a line.

Usage: worker.py PACKAGE ENCODING TABLE, by the interpreter that has the package. TABLE is the
published rank table, for rivals that want a file. Every answer is an object; {"error": …} says
why a request failed. Only this file talks to the rivals' interfaces.
"""

import array
import gc
import hashlib
import importlib.metadata
import json
import os
import sys
import time

PATTERN_NAMES = {"cl100k_base": "gpt4", "o200k_base": "o200k"}
MESSAGE_END = 0xFFFFFFFF


class Interface:
    """The fastest single-threaded calls of one rival.

    `ids` gives the token ids of a text as a list, for verification. `document` and `messages` are
    what is timed: a text, and a list of texts each on its own. `counts` says whether these two
    return a count (True) or build the ids (False).
    """

    def __init__(self, ids, document, messages, counts, called):
        self.ids = ids
        self.document = document
        self.messages = messages
        self.counts = counts
        self.called = called


def each(function):
    return lambda texts: [function(text) for text in texts]


def total(function):
    return lambda texts: sum(map(function, texts))


def tiktoken(encoding, table):
    import tiktoken

    rival = tiktoken.get_encoding(encoding)
    encode = rival.encode_ordinary
    return Interface(encode, encode, each(encode), False, "encode_ordinary")


def gigatoken(encoding, table):
    from gigatoken.gigatoken_rs import BPETokenizer

    rival = BPETokenizer.from_tiktoken(table, PATTERN_NAMES[encoding])
    return Interface(
        lambda text: [int(token) for token in rival.encode(text)],
        rival.encode,
        lambda texts: rival.encode_batch(texts, parallel=False),
        False,
        "encode, encode_batch(parallel=False)",
    )


def toktok(encoding, table):
    import toktok

    rival = toktok._encoding(encoding)
    return Interface(
        rival.encode_ordinary,
        rival.count,
        lambda texts: sum(toktok.batch_count(texts, encoding, 1)),
        True,
        "count, batch_count(threads=1)",
    )


def quicktok(encoding, table):
    import quicktok

    rival = quicktok.get_encoding(encoding)
    return Interface(rival.encode_ordinary, rival.count, total(rival.count), True, "count")


def rs_bpe(encoding, table):
    from rs_bpe.bpe import openai

    rival = getattr(openai, encoding)()
    return Interface(rival.encode, rival.count, total(rival.count), True, "count")


def splintr(encoding, table):
    import splintr

    rival = splintr.Tokenizer.from_pretrained(encoding)
    return Interface(
        rival.encode_ordinary, rival.encode_flat, each(rival.encode_flat), False, "encode_flat"
    )


RIVALS = {
    "tiktoken": tiktoken,
    "gigatoken": gigatoken,
    "toktok-rs": toktok,
    "quicktok-v1": quicktok,
    "rs-bpe": rs_bpe,
    "splintr-rs": splintr,
}


def verify(rival, text):
    """The hash of all ids, the ids of each message counted, and the total the timed call gives."""
    messages = text if isinstance(text, list) else [text]
    digest = hashlib.sha256()
    lengths = []
    for message in messages:
        ids = array.array("I", rival.ids(message))
        lengths.append(len(ids))
        ids.append(MESSAGE_END)
        digest.update(ids.tobytes())
    answer = {"digest": digest.hexdigest(), "lengths": lengths}
    if rival.counts:
        answer["counted"] = pass_over(rival, text)()
    return answer


def pass_over(rival, text):
    """One pass of the timed call over a text, as a function."""
    call = rival.messages if isinstance(text, list) else rival.document
    return lambda: call(text)


def timed(one_pass, repetitions):
    """CPU nanoseconds of the whole process, all its threads, for so many passes."""
    gc.disable()
    start = time.process_time_ns()
    for _ in range(repetitions):
        one_pass()
    elapsed = time.process_time_ns() - start
    gc.enable()
    return {"ns": elapsed}


def answer(rival, text, request):
    if request["do"] == "verify":
        return verify(rival, text)
    return timed(pass_over(rival, text), request["repetitions"])


def load(package, encoding, table):
    """The interface, and what it took: the import, the tables and one short string."""
    start = time.process_time_ns()
    rival = RIVALS[package](encoding, table)
    rival.document("Hello, world.")
    hello = {
        "ns": time.process_time_ns() - start,
        "version": importlib.metadata.version(package),
        "python": sys.version.split()[0],
        "counts": rival.counts,
        "called": rival.called,
    }
    return rival, hello


def said(error):
    """An error on one line; rivals written in Rust raise panics that are not `Exception`s."""
    text = str(error).strip() or "no message"
    return {"error": f"{type(error).__name__}: {text.splitlines()[0][:160]}"}


def main():
    replies = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)

    def reply(value):
        replies.write(json.dumps(value) + "\n")
        replies.flush()

    try:
        rival, hello = load(*sys.argv[1:4])
    except BaseException as error:
        reply(said(error))
        return
    reply(hello)
    text = None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if request["do"] == "read":
                with open(request["path"], encoding="utf-8") as file:
                    text = json.load(file)
                reply({})
            else:
                reply(answer(rival, text, request))
        except BaseException as error:
            reply(said(error))


if __name__ == "__main__":
    main()

"""Verification and timing: interleaved rounds in a seeded random order, one contender at a time."""

import collections
import dataclasses
import random
import statistics

from contenders import Failure, Rival, Winnow, process_cost
from installation import say

SAMPLE_NS = 20_000_000
MOST_REPETITIONS = 100
# Noise is small beside a pass this long, so that fewer rounds do.
SLOW_NS = 100_000_000
SLOW_ROUNDS = 3
# The cold passes over doubled texts only show the growth; winnow's own are made in every round.
DOUBLED_ROUNDS = 2


@dataclasses.dataclass
class Settings:
    encodings: list
    rivals: list
    rounds: int
    seed: int
    limit: float
    python: str
    tables: object
    winnow: str


class Results:
    """Everything that was measured, nothing reduced."""

    def __init__(self):
        self.samples = collections.defaultdict(list)
        self.repetitions = {}
        self.hello = {}
        self.unusable = {}
        self.failed = {}
        self.verdicts = {}
        self.loading = {}

    def median(self, *key):
        """Median nanoseconds of (encoding, mode, text, contender), None if there are none."""
        values = self.samples.get(key)
        return statistics.median(values) if values else None

    def least(self, *key):
        """The least of them, which other work on the machine moves the least."""
        return min(self.samples.get(key, ()), default=None)

    def exact(self, encoding, text, name):
        return self.verdicts.get((encoding, text, name), {}).get("exact", False)


class Comparison:
    def __init__(self, settings, texts):
        self.settings = settings
        self.texts = texts
        self.results = Results()
        self.random = random.Random(settings.seed)

    def run(self):
        for encoding in self.settings.encodings:
            contenders = self._start(encoding)
            try:
                for text in self.texts:
                    say(f"{encoding}: {text.name}: verifying, then warm")
                    self._verify(encoding, text, contenders)
                    self._warm(encoding, text, contenders)
            finally:
                stop(contenders)
            for text in self.texts:
                say(f"{encoding}: {text.name}: cold")
                self._cold(encoding, text)
                self._fresh(encoding, text)
            self._loading(encoding)
        return self.results

    def _start(self, encoding, without=()):
        """winnow and every usable rival; the rivals load at the same time."""
        settings = self.settings
        names = [n for n in settings.rivals
                 if (encoding, n) not in self.results.unusable and n not in without]
        started = [self._rival(name, encoding) for name in names]
        contenders = [Winnow(settings.winnow, encoding, settings.limit)]
        for contender in [*contenders, *started]:
            key = (encoding, contender.name)
            try:
                hello = contender.hello()
            except Failure as failure:
                self.results.unusable.setdefault(key, str(failure))
                contender.stop()
                continue
            self.results.hello.setdefault(key, hello)
            if contender is not contenders[0]:
                contenders.append(contender)
        return contenders

    def _rival(self, name, encoding):
        settings = self.settings
        return Rival(name, encoding, settings.python, settings.tables, settings.limit)

    def _verify(self, encoding, text, contenders):
        answers = {}
        for position, contender in enumerate(contenders):
            try:
                contender.read(text)
                answers[contender.name] = contender.verify(text)
            except Failure as failure:
                self.results.failed[encoding, text.name, contender.name] = str(failure)
                contenders[position] = self._alive(contender, encoding)
        verdicts = judged(answers)
        for name, verdict in verdicts.items():
            self.results.verdicts[encoding, text.name, name] = verdict

    def _alive(self, contender, encoding):
        """The contender, started anew if its process is gone."""
        if contender.name == "winnow" or contender.process.poll() is None:
            return contender
        contender.stop()
        anew = self._rival(contender.name, encoding)
        try:
            anew.hello()
        except Failure:
            pass  # Each request to it fails with the reason and is recorded.
        return anew

    def _able(self, encoding, text, contenders):
        failed = self.results.failed
        return [c for c in contenders if (encoding, text.name, c.name) not in failed]

    def _warm(self, encoding, text, contenders):
        passes = {}

        def pass_time(contender):
            passes[contender.name] = contender.warm(text)

        for contender in self._able(encoding, text, contenders):
            self._try(encoding, text, contender, pass_time)

        def sample(contender):
            repetitions = repetitions_for(passes[contender.name])
            elapsed = contender.time(text, repetitions)
            self._keep(encoding, "warm", text, contender, elapsed / repetitions)
            self.results.repetitions[encoding, text.name, contender.name] = repetitions

        for number in range(self.settings.rounds):
            for contender in self._shuffled(encoding, text, contenders):
                if number < SLOW_ROUNDS or passes[contender.name] < SLOW_NS:
                    self._try(encoding, text, contender, sample)

    def _cold(self, encoding, text):
        """Each round starts every process anew and times its first pass over a text."""
        enough = {n for e, t, n in self.results.failed if (e, t) == (encoding, text.name)}
        for number in range(self.settings.rounds):
            if text.kind == "doubled" and number == DOUBLED_ROUNDS:
                enough |= set(self.settings.rivals)
            if number == SLOW_ROUNDS:
                enough |= {name for name in self.settings.rivals if (
                    self.results.median(encoding, "cold", text.name, name) or 0) > SLOW_NS}
            contenders = self._start(encoding, enough)
            try:
                self._cold_round(encoding, text, contenders)
            finally:
                stop(contenders)

    def _cold_round(self, encoding, text, contenders):
        for contender in contenders:
            self._try(encoding, text, contender, lambda c: c.read(text))
        for contender in self._shuffled(encoding, text, contenders):
            self._try(encoding, text, contender, lambda c: self._keep(
                encoding, "cold", text, c, first_pass(c, text)))

    def _fresh(self, encoding, text):
        """winnow on the second half of a text, warmed on the first half only."""
        if "second" not in text.paths:
            return
        contender = Winnow(self.settings.winnow, encoding, self.settings.limit)
        for _ in range(self.settings.rounds):
            self._try(encoding, text, contender, lambda c: self._keep(
                encoding, "fresh", text, c, c.fresh(text)))

    def _shuffled(self, encoding, text, contenders):
        able = self._able(encoding, text, contenders)
        self.random.shuffle(able)
        return able

    def _keep(self, encoding, mode, text, contender, nanoseconds):
        key = (encoding, mode, text.name, contender.name)
        self.results.samples[key].append(round(nanoseconds))

    def _try(self, encoding, text, contender, step):
        """Does a step; a failure takes the contender out of this text, with the reason kept."""
        try:
            step(contender)
        except Failure as failure:
            self.results.failed[encoding, text.name, contender.name] = str(failure)

    def _loading(self, encoding):
        """A process that counts an empty file, and one that is refused at its arguments."""
        empty = self.settings.tables.folder / "empty.txt"
        empty.touch()
        command = [self.settings.winnow, "count", "--encoding", encoding]
        refused = [self.settings.winnow, "count", "--encoding", "none", str(empty)]
        lines = {"empty": [*command, str(empty)], "early": refused}
        costs = {"empty": [], "early": []}
        for _ in range(3 * self.settings.rounds):
            for kind, line in lines.items():
                costs[kind].append(process_cost(line))
        self.results.loading[encoding] = costs


def first_pass(contender, text):
    return contender.cold(text) if contender.name == "winnow" else contender.time(text, 1)


def stop(contenders):
    for contender in contenders:
        contender.stop()


def repetitions_for(pass_ns):
    """As many passes as make a sample long enough for the clock."""
    return max(1, min(MOST_REPETITIONS, round(SAMPLE_NS / max(1, pass_ns))))


def judged(answers):
    """Each contender's verdict against tiktoken, or, if that fails, against most rivals."""
    reference, by = reference_of(answers)
    verdicts = {}
    for name, answer in answers.items():
        differing = sum(a != b for a, b in zip(answer["lengths"], reference["lengths"]))
        same_ids = answer.get("digest", reference["digest"]) == reference["digest"]
        total = sum(answer["lengths"])
        counted = answer.get("counted", total)
        verdicts[name] = {
            "exact": same_ids and not differing and counted == sum(reference["lengths"]),
            "compared": "ids" if "digest" in answer else "count of each message",
            "tokens": total, "counted": counted, "reference": sum(reference["lengths"]),
            "by": by, "differing": differing, "same ids": same_ids,
        }
    return verdicts


def reference_of(answers):
    if "tiktoken" in answers:
        return answers["tiktoken"], "tiktoken"
    votes = collections.Counter(a["digest"] for n, a in answers.items() if n != "winnow")
    if not votes:
        return {"lengths": [], "digest": None}, "nobody"
    digest, count = votes.most_common(1)[0]
    answer = next(a for a in answers.values() if a.get("digest") == digest)
    return answer, f"{count} of {sum(votes.values())} rivals that agree"

"""Writes reports/tokenizers.md, its charts and tokenizers.json with every sample."""

import dataclasses
import json
import statistics

import charts
from installation import PINS

LOOK_UP = 20
MOST_GROWTH = 2.2
MODES = ("warm", "cold")
MARKS = """\
In the tables below, cells are MB/s (1 MB = 10⁶ bytes) by CPU time: the median (least–most).
**Bold**: the fastest of the exact ones. ≠: not exact on this text (see Exactness), never "the
fastest". †: a look-up, not work: more than 20 times its own cold speed on an adversarial text,
because it remembers the whole of a long text or piece between calls; left out of the ratios."""
NOTES = """\
- **Word caches are in play.** The fast contenders, winnow among them, remember the pieces that
  they have met. Warm figures are of texts met before; cold ones are of a new process whose tables
  are loaded and which has handled one short string; *fresh* is winnow warmed on a
  text's first half and timed on its second, once.
- **winnow counts; tiktoken, gigatoken and splintr-rs encode**, as they have no call that only
  counts: they pay for storing the ids too. "Contenders" says who does what.
- **gigatoken keeps whole texts between calls**, and splintr-rs long pieces: their warm figures on
  adversarial texts are look-ups (†). winnow keeps nothing keyed by a text, a message or a piece
  of more than 64 bytes.
- The rivals are called from Python, and their own interface is included: microseconds a call,
  which shows in messages, where each is a call unless the rival takes a list. winnow is native.
- Warm: winnow is a new process for each sample, with two untimed passes; a rival's process lives
  through all rounds, with the verification and one more pass before them. A sample is as many
  passes as make 20 ms, at most 100. Rounds are interleaved, each in a new random order; three do
  for a pass of more than 0.1 s, and two for the cold passes over 2 MiB.
- Other work on the machine moves all figures; ratios inside one run are steadier than figures.
- The shipped texts are short, because nothing is repeated to make them longer. Short texts fit
  the processor's caches, and cold they show the first touch of memory more than the work."""


class Report:
    def __init__(self, circumstances, texts, skipped, results, settings):
        self.circumstances = circumstances
        self.texts = texts
        self.skipped = skipped
        self.results = results
        self.encodings = settings.encodings
        self.contenders = ["winnow", *settings.rivals]

    def write(self, folder):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "tokenizers.json").write_text(self.data(), encoding="utf-8")
        pictures = []
        for encoding in self.encodings:
            for mode in MODES:
                name = f"tokenizers-{encoding}-{mode}.svg"
                (folder / name).write_text(self.chart(encoding, mode), encoding="utf-8")
                pictures.append(f"![{encoding}, {mode}]({name})")
        sections = [
            "# Token counting beside other tokenisers", self.header(),
            "## Summary", self.summary(), "\n\n".join(pictures), MARKS,
            *(part for e in self.encodings for part in self.figures(e)),
            "## Growth", self.growth(), "## Exactness", self.exactness(),
            "## Loading", self.loading(), "## Contenders", self.about(),
            "## Texts", self.about_texts(), "## How to read this", NOTES,
        ]
        (folder / "tokenizers.md").write_text("\n\n".join(sections) + "\n", encoding="utf-8")

    # What the sections are made of.

    def speed(self, encoding, mode, text, name):
        """MB/s by the median, None if there is no sample."""
        median = self.results.median(encoding, mode, text.name, name)
        return text.bytes * 1e3 / median if median else None

    def is_look_up(self, encoding, mode, text, name):
        if mode != "warm" or text.kind == "natural":
            return False
        warm, cold = (self.speed(encoding, m, text, name) for m in MODES)
        return bool(warm and cold and warm > LOOK_UP * cold)

    def fastest_rival(self, encoding, mode, text):
        """The fastest exact rival that does work, as (speed, name), or None."""
        able = [(self.speed(encoding, mode, text, name) or 0, name)
                for name in self.contenders[1:]
                if self.results.exact(encoding, text.name, name)
                and not self.is_look_up(encoding, mode, text, name)]
        best = max(able, default=(0, ""))
        return best if best[0] else None

    def ratio(self, encoding, mode, text):
        """winnow's speed ÷ the fastest exact rival's, and that rival's name."""
        rival = self.fastest_rival(encoding, mode, text)
        own = self.speed(encoding, mode, text, "winnow")
        return (own / rival[0], rival[1]) if rival and own else None

    # The sections.

    def header(self):
        c = self.circumstances
        some = next(iter(h for h in self.results.hello.values() if "python" in h), {})
        lines = [
            f"- Command: `{c['command']}`; revision {c['revision']}; winnow: {c['program']}",
            f"- Machine: {c['processor']}, {c['cores']} cores, {c['system']}; load average "
            f"{c['load before']} before, {c['load after']} after",
            f"- Python {some.get('python', 'none')}; {self.versions()}",
            f"- {c['date']}; {c['rounds']} rounds, seed {c['seed']}, {c['seconds']} s in all",
        ]
        return "\n".join(lines)

    def versions(self):
        found = {n: h["version"] for (_, n), h in self.results.hello.items() if "version" in h}
        return ", ".join(
            f"{name} {version}" + ("" if PINS[name] == version else f" (pinned: {PINS[name]})")
            for name, version in found.items())

    def summary(self):
        columns = [(e, m) for e in self.encodings for m in MODES]
        rows = []
        for text in self.texts:
            if text.kind != "doubled":
                rows.append([self.label(text),
                             *(self.ratio_cell(e, m, text) for e, m in columns)])
        heads = ["text", *(f"{e}, {m}" for e, m in columns)]
        wins = [ratio[0] for t in self.texts if t.kind != "doubled" for e, m in columns
                if (ratio := self.ratio(e, m, t))]
        lead = "winnow's speed ÷ the fastest exact rival's (more than 1: winnow is faster)."
        if wins:
            lead += (f" winnow is at least as fast in {sum(w >= 1 for w in wins)} of {len(wins)};"
                     f" the least ratio is {min(wins):.2f}.")
        return f"{lead}\n\n{table(heads, rows)}{self.missing()}"

    def ratio_cell(self, encoding, mode, text):
        ratio = self.ratio(encoding, mode, text)
        if not ratio:
            return "–"
        exact = "" if self.results.exact(encoding, text.name, "winnow") else " ≠"
        return f"{ratio[0]:.2f}{exact} ({ratio[1]})"

    def missing(self):
        gone = {}
        for (encoding, name), reason in self.results.unusable.items():
            gone.setdefault((name, reason), []).append(encoding)
        lines = [f"- **{name}** is missing for {', '.join(es)}: {reason}"
                 for (name, reason), es in gone.items()]
        lines += [f"- **winnow fails** on {text}, {encoding}: {reason}"
                  for (encoding, text, name), reason in self.results.failed.items()
                  if name == "winnow"]
        return "\n\n" + "\n".join(lines) if lines else ""

    def label(self, text):
        return text.name if text.kind == "natural" else f"{text.name} (adversarial)"

    def figures(self, encoding):
        for mode in MODES:
            natural = [t for t in self.texts if t.kind == "natural"]
            others = [t for t in self.texts if t.kind != "natural"]
            yield f"## {encoding}, {mode}"
            yield self.speeds(encoding, mode, natural, fresh=mode == "cold")
            yield self.speeds(encoding, mode, others, fresh=False)

    def speeds(self, encoding, mode, texts, fresh):
        names = [n for n in self.contenders if (encoding, n) not in self.results.unusable]
        heads = ["text", *names[:1], *(["winnow, fresh"] if fresh else []), *names[1:],
                 "winnow ÷ fastest exact rival"]
        rows = []
        for text in texts:
            cells = [self.cell(encoding, mode, text, name) for name in names]
            if fresh:
                cells.insert(1, self.fresh(encoding, text))
            rows.append([text.name, *cells, self.ratio_cell(encoding, mode, text)])
        return table(heads, rows)

    def cell(self, encoding, mode, text, name):
        samples = self.results.samples.get((encoding, mode, text.name, name))
        if not samples:
            return "fails" if (encoding, text.name, name) in self.results.failed else "–"
        cell = range_of([text.bytes * 1e3 / sample for sample in samples])
        if not self.results.exact(encoding, text.name, name):
            return cell + " ≠"
        if self.is_look_up(encoding, mode, text, name):
            return cell + " †"
        rival = self.fastest_rival(encoding, mode, text) or (0, "")
        own = self.speed(encoding, mode, text, name)
        other = self.speed(encoding, mode, text, "winnow") or 0
        return f"**{cell}**" if own >= max(rival[0], other) else cell

    def fresh(self, encoding, text):
        samples = self.results.samples.get((encoding, "fresh", text.name, "winnow"))
        size = dataclasses.replace(text, content=text.halves()[1]).bytes
        return range_of([size * 1e3 / sample for sample in samples]) if samples else "–"

    def growth(self):
        lead = (f"Time for 2 MiB ÷ time for 1 MiB of the same kind; 2 is linear, more than "
                f"{MOST_GROWTH} is marked ✗. †: look-ups. Of the least times, warm / cold: 2 MiB "
                "need not fit a cache, of the processor or of pieces, that 1 MiB fits.")
        rows = []
        for text in (t for t in self.texts if t.kind == "doubled"):
            single = next(t for t in self.texts if t.name == text.single)
            rows += [[single.name, encoding,
                      *(self.growth_cell(encoding, single, text, n) for n in self.contenders)]
                     for encoding in self.encodings]
        return f"{lead}\n\n{table(['text', 'encoding', *self.contenders], rows)}"

    def growth_cell(self, encoding, single, double, name):
        cells = []
        for mode in MODES:
            one, two = (self.results.least(encoding, mode, t.name, name)
                        for t in (single, double))
            if not one or not two:
                cells.append("–")
                continue
            mark = "†" if self.is_look_up(encoding, mode, single, name) else ""
            mark = mark or (" ✗" if two / one > MOST_GROWTH else "")
            cells.append(f"{two / one:.2f}{mark}")
        return " / ".join(cells)

    def exactness(self):
        verdicts = self.results.verdicts
        exact = sum(v["exact"] for v in verdicts.values())
        lines = [f"{exact} of {len(verdicts)} comparisons agree with tiktoken, in ids and in "
                 "counts. Of messages, winnow's count of each is compared, not the ids."]
        lines += self.complaints()
        for encoding in self.encodings:
            for text in self.texts:
                verdict = verdicts.get((encoding, text.name, "winnow"))
                if verdict and verdict["by"] != "tiktoken":
                    lines.append(f"- {encoding}, {text.name}: tiktoken has no answer; the "
                                 f"reference is the ids of {verdict['by']}.")
        return lines[0] + "\n\n" + "\n".join(lines[1:] or ["Nobody differs and nobody fails."])

    def complaints(self):
        for (encoding, text, name), v in self.results.verdicts.items():
            if not v["exact"]:
                what = f"{v['tokens']} tokens, {v['reference']} are right"
                if v["counted"] != v["tokens"]:
                    what += f", its count says {v['counted']}"
                if v["differing"] and self.is_messages(text):
                    what += f", {v['differing']} messages differ"
                yield f"- {encoding}, {text}: **{name} is not exact**: {what}."
        for (encoding, text, name), reason in self.results.failed.items():
            yield f"- {encoding}, {text}: **{name} fails**: {reason}"

    def is_messages(self, name):
        return any(t.name == name and t.is_messages for t in self.texts)

    def loading(self):
        rows = []
        for encoding, costs in self.results.loading.items():
            cpu, wall = (
                (statistics.median(c[i] for c in costs["empty"])
                 - statistics.median(c[i] for c in costs["early"])) / 1e6 for i in (0, 1))
            rows.append(["winnow (tables only)", encoding, f"{cpu:.1f}", f"{wall:.1f}"])
        for (encoding, name), hello in self.results.hello.items():
            if "ns" in hello:
                rows.append([name, encoding, f"{hello['ns'] / 1e6:.0f}", ""])
        lead = ("Milliseconds until the first count. winnow: the median of a process that counts "
                "an empty file minus that of one that is refused at its arguments. Rivals: one "
                "load with the import of the package and one short string (CPU time, as all load at "
                "the same time).")
        heads = ["", "encoding", "CPU ms", "wall ms"]
        return f"{lead}\n\n{table(heads, rows)}"

    def about(self):
        rows = []
        for name in self.contenders:
            hello = next((h for (_, n), h in self.results.hello.items() if n == name), None)
            if not hello:
                rows.append([name, "not usable", ""])
                continue
            kind = "counts" if hello["counts"] else "encodes (it has no count)"
            rows.append([name, kind, f"`{hello['called']}`"])
        return table(["", "what is timed", "call"], rows)

    def about_texts(self):
        rows = [[t.name, t.source, f"{t.bytes:,}", f"{len(t.messages):,}"] for t in self.texts]
        lines = table(["text", "what it is", "bytes", "documents"], rows)
        if self.skipped:
            lines += "\n\nLeft out:\n\n" + "\n".join(f"- {reason}" for reason in self.skipped)
        return lines

    def chart(self, encoding, mode):
        groups = []
        for text in (t for t in self.texts if t.kind == "natural"):
            rows = []
            for name in self.contenders:
                if value := self.speed(encoding, mode, text, name):
                    exact = self.results.exact(encoding, text.name, name)
                    style = "winnow" if name == "winnow" else "rival"
                    label = name if exact else f"{name} (not exact)"
                    rows.append((label, value, style if exact else "inexact"))
            groups.append((text.name, sorted(rows, key=lambda row: -row[1])))
        return charts.bars(f"{encoding}, {mode}: MB/s, one thread (longer is faster)", groups)

    def data(self):
        """Every sample: CPU nanoseconds of one pass."""
        results = self.results
        samples = [
            {"encoding": e, "mode": m, "text": t, "contender": c, "nanoseconds": values,
             "passes a sample": results.repetitions.get((e, t, c), 1) if m == "warm" else 1}
            for (e, m, t, c), values in results.samples.items()]
        texts = [{"name": t.name, "source": t.source, "kind": t.kind, "bytes": t.bytes,
                  "documents": len(t.messages)} for t in self.texts]
        # Without white space: every sample is in it, and the reports are kept small.
        return json.dumps({
            "circumstances": self.circumstances, "texts": texts, "left out": self.skipped,
            "contenders": flat(results.hello, "encoding", "contender"),
            "unusable": flat(results.unusable, "encoding", "contender"),
            "failed": flat(results.failed, "encoding", "text", "contender"),
            "verification": flat(results.verdicts, "encoding", "text", "contender"),
            "loading": results.loading, "samples": samples,
        }, separators=(",", ":"), ensure_ascii=False) + "\n"


def flat(keyed, *names):
    return [{**dict(zip(names, key)), **(v if isinstance(v, dict) else {"reason": v})}
            for key, v in keyed.items()]


def range_of(values):
    def short(value):
        return f"{value:.0f}" if value >= 10 else f"{value:.1f}"

    return f"{short(statistics.median(values))} ({short(min(values))}–{short(max(values))})"


def table(heads, rows):
    def line(cells):
        return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"

    return "\n".join([line(heads), "|" + "---|" * len(heads), *map(line, rows)])

"""What the comparison needs: the program, the rivals' packages and the rank tables."""

import hashlib
import pathlib
import subprocess
import sys

# What is installed, exactly, so that a figure can be had again. numpy is toktok-rs's and
# gigatoken's.
PINS = {
    "tiktoken": "0.14.0",
    "gigatoken": "0.10.0",
    "toktok-rs": "0.3.0",
    "quicktok-v1": "0.4.0",
    "rs-bpe": "0.1.0",
    "splintr-rs": "0.22.0",
}
ALSO_NEEDED = ["numpy==2.4.6"]
PUBLISHED = "https://openaipublic.blob.core.windows.net/encodings/{}.tiktoken"


class Missing(Exception):
    """Something that the comparison cannot go without; the message says what to do."""


def say(text):
    print(text, file=sys.stderr, flush=True)


def built(root):
    """Builds winnow from this working copy and gives the program."""
    say("building winnow")
    try:
        done = subprocess.run(
            ["swift", "build", "-c", "release", "--product", "winnow"], cwd=root,
            stdout=sys.stderr)
    except FileNotFoundError:
        raise Missing("'swift' is not on the PATH: install a Swift 6.3 toolchain, or give a "
                      "built program by --winnow") from None
    if done.returncode:
        raise Missing("winnow does not build (see above)")
    return root / ".build/release/winnow"


def environment(folder, rivals):
    """A virtual environment with the pinned rivals; the reasons of those that do not install."""
    python = folder / "bin/python"
    if not python.exists():
        say("making a virtual environment for the rivals")
        done = subprocess.run([sys.executable, "-m", "venv", folder],
                              capture_output=True, text=True)
        if done.returncode:
            raise Missing("cannot make a virtual environment (Debian: install python3-venv): "
                          + (done.stdout + done.stderr).strip())
    reasons = {}
    # One at a time, so that one that does not install leaves the others.
    for name in rivals:
        if reason := install(python, [f"{name}=={PINS[name]}", *ALSO_NEEDED]):
            reasons[name] = reason
    return python, reasons


def install(python, packages):
    """Installs packages unless they are there; the reason if that failed."""
    pip = [python, "-m", "pip", "--disable-pip-version-check"]
    frozen = subprocess.run([*pip, "freeze"], capture_output=True, text=True).stdout
    present = {line.lower().replace("_", "-") for line in frozen.splitlines()}
    if present.issuperset(packages):
        return None
    say(f"installing {packages[0]}")
    done = subprocess.run([*pip, "install", "--quiet", *packages], capture_output=True, text=True)
    if not done.returncode:
        return None
    lines = done.stderr.strip().splitlines() or ["pip gave no reason"]
    return f"could not be installed: {lines[-1][:160]}"


class Tables:
    """The published rank tables, written by winnow itself, so that no network is needed.

    A file's name is the SHA-1 of the address it is published at: where tiktoken looks for it.
    """

    def __init__(self, folder, program, encodings):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        for encoding in encodings:
            done = subprocess.run([program, "vocabulary", "--encoding", encoding],
                                  capture_output=True)
            if done.returncode:
                raise Missing(f"'winnow vocabulary' failed: {done.stderr.decode().strip()}")
            pathlib.Path(self.file(encoding)).write_bytes(done.stdout)

    def file(self, encoding):
        address = PUBLISHED.format(encoding)
        return str(self.folder / hashlib.sha1(address.encode()).hexdigest())

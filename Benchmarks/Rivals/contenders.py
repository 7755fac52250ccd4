"""winnow and its rivals behind one interface: read a text, verify, time so many passes."""

import array
import hashlib
import json
import os
import pathlib
import select
import subprocess
import tempfile
import time

MESSAGE_END = 0xFFFFFFFF
FILES_A_CALL = 500
SHORT = b"Hello, world."
# One thread each, however a rival makes its threads.
ONE_THREAD = {
    "RAYON_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
}


class Failure(Exception):
    """A contender could not do what was asked; the message says why."""


class Rival:
    """A rival tokeniser in a worker process, loaded for one encoding."""

    def __init__(self, name, encoding, python, tables, limit):
        self.name = name
        self.limit = limit
        environment = {**os.environ, **ONE_THREAD, "TIKTOKEN_CACHE_DIR": str(tables.folder)}
        self.process = subprocess.Popen(
            [python, "-B", pathlib.Path(__file__).with_name("worker.py"), name, encoding,
             tables.file(encoding)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env=environment, text=True, bufsize=1)

    def hello(self):
        """Waits until the tables are loaded; what the worker says of itself."""
        return self._reply()

    def read(self, text):
        self._ask(do="read", path=str(text.paths["rivals"]))

    def verify(self, text):
        return self._ask(do="verify")

    def time(self, text, repetitions):
        return self._ask(do="time", repetitions=repetitions)["ns"]

    def warm(self, text):
        """An untimed pass, the second after the verification's; its CPU nanoseconds."""
        return self.time(text, 1)

    def stop(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()

    def _ask(self, **request):
        try:
            self.process.stdin.write(json.dumps(request) + "\n")
            self.process.stdin.flush()
        except (BrokenPipeError, ValueError):
            raise Failure(f"its process is gone (status {self.process.poll()})") from None
        return self._reply()

    def _reply(self):
        ready, _, _ = select.select([self.process.stdout], [], [], self.limit)
        if not ready:
            self.process.kill()
            raise Failure(f"no answer within {self.limit:g} s")
        line = self.process.stdout.readline()
        if not line:
            raise Failure(f"its process ended with status {self.process.wait()}")
        answer = json.loads(line)
        if "error" in answer:
            raise Failure(answer["error"])
        return answer


class Winnow:
    """The program, one process a measurement: it loads, warms itself and prints count and time."""

    name = "winnow"

    def __init__(self, program, encoding, limit):
        self.program = program
        self.encoding = encoding
        self.limit = limit

    def hello(self):
        return {"counts": True, "called": "count"}

    def read(self, text):
        """Nothing: each measurement reads the file before its clock starts."""

    def verify(self, text):
        """Ids of a document; of messages their counts, for a process each would take minutes."""
        counted = int(self._bench(text.paths["winnow"], 0)[0])
        if text.is_messages:
            return {"lengths": self._lengths(text.messages), "counted": counted}
        ids = array.array("I", map(int, self._run("encode", text.paths["winnow"]).split()))
        lengths = [len(ids)]
        ids.append(MESSAGE_END)
        digest = hashlib.sha256(ids.tobytes()).hexdigest()
        return {"digest": digest, "lengths": lengths, "counted": counted}

    def time(self, text, repetitions):
        return self._bench(text.paths["winnow"], repetitions)[1]

    def cold(self, text):
        """The first pass of a process that has counted a short string, as the rivals' have."""
        with tempfile.NamedTemporaryFile(suffix=".txt") as short:
            short.write(SHORT)
            short.flush()
            return self._bench(text.paths["winnow"], 0, "--fresh", short.name)[1]

    def warm(self, text):
        return self.time(text, 1)

    def fresh(self, text):
        """The second half for the first time, after two passes over the first half."""
        return self._bench(text.paths["second"], 0, "--fresh", text.paths["first"])[1]

    def stop(self):
        """Nothing: no process is left."""

    def _bench(self, path, repetitions, *more):
        answer = self._run("count", "--bench", str(repetitions), *more, path)
        count, elapsed = map(int, answer.split())
        return count, elapsed

    def _lengths(self, messages):
        lengths = []
        with tempfile.TemporaryDirectory() as folder:
            for start in range(0, len(messages), FILES_A_CALL):
                files = []
                for number, message in enumerate(messages[start:start + FILES_A_CALL], start):
                    files.append(pathlib.Path(folder, f"{number}.txt"))
                    files[-1].write_bytes(message.encode())
                lines = self._run("count", *files).splitlines()
                lengths += [int(line.split("\t")[0]) for line in lines]
        return lengths

    def _run(self, command, *arguments):
        line = [self.program, command, "--encoding", self.encoding, *arguments]
        try:
            done = subprocess.run(line, capture_output=True, text=True, timeout=self.limit)
        except subprocess.TimeoutExpired:
            raise Failure(f"no answer within {self.limit:g} s") from None
        if done.returncode:
            said = " ".join(done.stderr.split())[:160]
            raise Failure(f"'{command}' ended with status {done.returncode}: {said}")
        return done.stdout


def process_cost(line):
    """CPU and wall nanoseconds of one process from its start to its end."""
    actions = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_WRONLY, 0) for fd in (1, 2)]
    start = time.perf_counter_ns()
    child = os.posix_spawnp(line[0], line, os.environ, file_actions=actions)
    _, _, usage = os.wait4(child, 0)
    wall = time.perf_counter_ns() - start
    return round((usage.ru_utime + usage.ru_stime) * 1e9), wall

"""The process of a Python contestant of `hopfield bench`: loads, says hello, and serves requests.

The protocol is that of packages/cli/src/bench/job.ts: a JSON document per line on stdin, an answer per line on stdout.
A script defines a class with `prepare(job)`, `run()` and `answer()`, and calls `serve(load)`.
"""

import ctypes
import json
import os
import resource
import sys
import time

THREADS = int(os.environ.get("BENCH_THREADS", "1"))

# Warming up goes on until so many seconds were spent.
WARM_SECONDS = 0.4

# What OpenBLAS calls its kernels when it does not know the processor: several times slower than they could be.
UNTUNED = ("prescott", "core2", "generic", "nehalem")


class Absent(Exception):
    """A library that is not installed."""


def peak_bytes():
    """The most memory this process has held: VmHWM where Linux tells it, else the largest resident set."""
    try:
        with open("/proc/self/status", encoding="ascii", errors="replace") as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    return 1024 * int(line.split()[1])
    except OSError:
        pass
    unit = 1 if sys.platform == "darwin" else 1024
    return unit * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def blas_kernels():
    """The kernels that a loaded OpenBLAS chose, or None where none is loaded under that name."""
    try:
        with open("/proc/self/maps", encoding="utf8") as maps:
            paths = {line.split()[-1] for line in maps if "openblas" in line}
    except OSError:
        return None
    for path in sorted(paths):
        library = ctypes.CDLL(path)
        # Wheels add a prefix, a suffix, or both.
        for name in ("openblas_get_corename", "openblas_get_corename64_", "scipy_openblas_get_corename64_"):
            try:
                corename = getattr(library, name)
            except AttributeError:
                continue
            corename.restype = ctypes.c_char_p
            return corename().decode()
    return None


def read_data(job):
    """Stored patterns and queries as float32; a stored byte b is b / 255. Read in pieces: bytes and floats never lie side by side."""
    import numpy as np

    shape = (job["stored"], job["size"])
    path = os.path.join(job["folder"], "stored.bin")
    if job["kind"] == "uint8":
        stored = np.empty(shape, np.float32)
        rows = max(1, 2**20 // job["size"])
        with open(path, "rb") as file:
            for begin in range(0, shape[0], rows):
                part = stored[begin : begin + rows]
                part[:] = np.fromfile(file, np.uint8, part.size).reshape(part.shape)
        stored /= 255
    else:
        stored = np.fromfile(path, np.float32).reshape(shape)
    queries = np.fromfile(os.path.join(job["folder"], "queries.f32"), np.float32)
    return stored, queries.reshape(job["queries"], job["size"])


def write_answer(folder, name, indices, states):
    """What was found: the recalled pattern (or the most similar ones) per query, and the last states."""
    import numpy as np

    np.ascontiguousarray(indices, dtype=np.int32).tofile(os.path.join(folder, f"{name}.indices.i32"))
    if states is not None:
        np.ascontiguousarray(states, dtype=np.float32).tofile(os.path.join(folder, f"{name}.states.f32"))


def serve(load):
    """Serves requests with what `load` returns; `load` raises ImportError or Absent where a library is missing."""
    # What a library prints must not get between the answers.
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)

    def say(**message):
        out.write(json.dumps(message) + "\n")
        out.flush()

    try:
        contestant, version = load()
    except (ImportError, Absent) as error:
        say(absent=str(error))
        return
    kernels = blas_kernels()
    notes = [] if kernels is None else [f"OpenBLAS {kernels}"]
    warnings = []
    if kernels is not None and kernels.lower() in UNTUNED:
        warnings.append(f"OpenBLAS runs its {kernels} kernels, several times slower than it could be")
    say(hello=dict(version=version, notes=notes, warnings=warnings, bareBytes=peak_bytes()))
    folder = ""
    for line in sys.stdin:
        request = json.loads(line)
        if request["do"] == "prepare":
            folder = request["job"]["folder"]
            contestant.prepare(request["job"])
            seconds = 0.0
            started = time.perf_counter()
            while request["warm"] and time.perf_counter() - started < WARM_SECONDS:
                before = time.perf_counter()
                contestant.run()
                seconds = time.perf_counter() - before
            say(seconds=seconds)
        elif request["do"] == "run":
            before = time.perf_counter()
            for _ in range(request["times"]):
                contestant.run()
            say(seconds=(time.perf_counter() - before) / request["times"])
        elif request["do"] == "result":
            peak = peak_bytes()
            write_answer(folder, request["to"], *contestant.answer())
            say(peakBytes=peak)
        else:
            break

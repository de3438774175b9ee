"""Measures CPython's own pickle on one case, the way worker.mjs measures the others.

    python3 bench/workers/python.py '{"operation": "loads", "path": …, "gc": true, …}'

Prints one line of JSON: {"cold": ms, "samples": [ms, …], "bytes": n, "peak": bytes}.
"""

import gc
import importlib
import json
import pathlib
import pickle
import resource
import struct
import sys
import time

# The classes that the data refers to.
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "inputs"))
import cases  # noqa: E402, F401


def split_messages(data):
    (count,) = struct.unpack_from("<I", data)
    position = 4
    messages = []
    for _ in range(count):
        (length,) = struct.unpack_from("<I", data, position)
        messages.append(data[position + 4 : position + 4 + length])
        position += 4 + length
    return messages


def peak_memory():
    """Bytes; Linux reports kilobytes, macOS bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def make_task(job):
    """Returns (function to measure, size of the pickle)."""
    data = pathlib.Path(job["path"]).read_bytes()
    size = len(data)
    protocol = job["protocol"]
    buffers = split_messages(pathlib.Path(job["buffers"]).read_bytes()) if job.get("buffers") else None
    if job["messages"]:
        messages = split_messages(data)
        if job["operation"] == "loads":
            return lambda: [pickle.loads(message) for message in messages], size
        values = [pickle.loads(message) for message in messages]
        return lambda: [pickle.dumps(value, protocol) for value in values], size
    if job["operation"] == "loads":
        return lambda: pickle.loads(data, buffers=buffers), size
    value = pickle.loads(data, buffers=buffers)
    if buffers:
        return lambda: pickle.dumps(value, protocol, buffer_callback=[].append), size
    return lambda: pickle.dumps(value, protocol), size


def timed(task):
    start = time.perf_counter()
    result = task()
    elapsed = (time.perf_counter() - start) * 1000
    del result
    return elapsed


def main(job):
    sys.setrecursionlimit(20_000)
    for module in job["imports"]:
        importlib.import_module(module)
    task, size = make_task(job)
    gc.collect()
    if not job["gc"]:
        gc.disable()
    before = peak_memory()
    cold = timed(task)
    peak = peak_memory() - before
    slow = job["slow"] * 1000
    warm = time.perf_counter() + job["warmupTime"]
    for _ in range(1 if cold > slow else job["warmups"]):
        timed(task)
    while time.perf_counter() < warm:
        timed(task)
    samples = []
    end = time.perf_counter() + job["maxTime"]
    least = job["minSamples"] if cold <= slow else 3 if cold <= 4 * slow else 2
    while len(samples) < least or time.perf_counter() < end:
        samples.append(timed(task))
    print(json.dumps({"cold": cold, "samples": samples, "bytes": size, "peak": peak}))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))

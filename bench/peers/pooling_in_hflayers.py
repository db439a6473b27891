"""The forward and backward pass of a HopfieldPooling classifier in hflayers on PyTorch, with our weights.

A JSON document per line on stdin, an answer per line on stdout. The first: {options, weights, head, input, shape, classes}, numbers as
base64 of float32; the others: {what: "forward" | "both", count, threads}, answered by the milliseconds of `count` runs.
"""

import base64
import json
import os
import sys
import time


def answer(value):
    print(json.dumps(value), flush=True)


try:
    import torch

    sys.path.insert(0, os.environ["HFLAYERS_DIR"])
    from hflayers import HopfieldPooling
except (ImportError, KeyError) as error:
    answer({"absent": f"{type(error).__name__}: {error}"})
    sys.exit()


def numbers(text, shape):
    return torch.frombuffer(bytearray(base64.b64decode(text)), dtype=torch.float32).reshape(shape).clone()


job = json.loads(sys.stdin.readline())
pooling = HopfieldPooling(**job["options"])
given = {name: numbers(*weight) for name, weight in job["weights"].items()}
pooling.load_state_dict(given)
head = torch.nn.Linear(job["shape"][2], 2)
head.load_state_dict({name: numbers(*weight) for name, weight in job["head"].items()})
inputs = numbers(job["input"], job["shape"])
classes = torch.tensor(job["classes"])
parameters = [*pooling.parameters(), *head.parameters()]


def forward():
    with torch.no_grad():
        return head(pooling(inputs))


def both():
    for parameter in parameters:
        parameter.grad = None
    torch.nn.functional.cross_entropy(head(pooling(inputs)), classes).backward()


logits = forward().flatten().tolist()
answer({"version": torch.__version__, "logits": logits})
for line in sys.stdin:
    wanted = json.loads(line)
    torch.set_num_threads(wanted["threads"])
    run = both if wanted["what"] == "both" else forward
    times = []
    for _ in range(wanted["count"]):
        started = time.perf_counter()
        run()
        times.append(1e3 * (time.perf_counter() - started))
    answer(times)

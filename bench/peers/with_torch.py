"""PyTorch: with_torch.py plain|chunked|cdist"""

import sys

import serve

# Queries at a time where they are taken in chunks, and scores at a time for cdist.
CHUNK = 128
CELLS = 32_000_000


class Plain:
    """The expression as one writes it down: dot products, softmax, weighted sum."""

    def __init__(self, torch):
        self.torch = torch

    def prepare(self, job):
        self.job = job
        stored, queries = serve.read_data(job)
        self.stored, self.queries = self.torch.from_numpy(stored), self.torch.from_numpy(queries)

    def run(self):
        torch, job = self.torch, self.job
        if job["top"] > 0:
            self.found = torch.topk(self.queries @ self.stored.t(), job["top"], -1).indices
            return
        states = self.queries
        for _ in range(job["steps"]):
            self.weights = torch.softmax(job["beta"] * (states @ self.stored.t()), -1)
            states = self.weights @ self.stored
        self.states = states

    def answer(self):
        if self.job["top"] > 0:
            return self.found.numpy(), None
        return self.weights.argmax(-1).numpy(), self.states.numpy()


class Chunked(Plain):
    """The same by chunks of queries, with buffers that are used again and beta inside the matrix product."""

    def prepare(self, job):
        super().prepare(job)
        self.chunk = min(CHUNK, job["queries"])
        self.buffer = self.torch.empty(self.chunk, job["stored"])
        self.states = self.torch.empty_like(self.queries)

    def scores(self, states, z):
        return self.torch.addmm(z, states, self.stored.t(), beta=0, alpha=self.job["beta"], out=z)

    def run(self, indices=None):
        torch, job = self.torch, self.job
        found = []
        for begin in range(0, job["queries"], self.chunk):
            rows = slice(begin, begin + self.chunk)
            states = self.queries[rows]
            z = self.buffer[: states.shape[0]]
            if job["top"] > 0:
                found.append(torch.topk(self.scores(states, z), job["top"], -1).indices)
                continue
            for _ in range(job["steps"]):
                weights = torch.softmax(self.scores(states, z), -1)
                states = torch.mm(weights, self.stored, out=self.states[rows])
            if indices is not None:
                indices[rows] = weights.argmax(-1)
        if job["top"] > 0:
            self.found = torch.cat(found)

    def answer(self):
        if self.job["top"] > 0:
            return self.found.numpy(), None
        indices = self.torch.empty(self.job["queries"], dtype=self.torch.int64)
        self.run(indices)
        return indices.numpy(), self.states.numpy()


class Cdist(Chunked):
    """Minus the sums of absolute differences, softmax, weighted mean."""

    def prepare(self, job):
        super().prepare(job)
        self.chunk = max(1, min(job["queries"], CELLS // job["stored"]))
        self.buffer = self.torch.empty(0)

    def scores(self, states, z):
        return self.torch.cdist(states, self.stored, p=1).mul_(-self.job["beta"])


def load():
    import torch

    torch.set_num_threads(serve.THREADS)
    torch.set_grad_enabled(False)
    kinds = {"plain": Plain, "chunked": Chunked, "cdist": Cdist}
    return kinds[sys.argv[1]](torch), torch.__version__


serve.serve(load)

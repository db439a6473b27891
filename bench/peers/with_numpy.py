"""NumPy (matrix products) and SciPy (sums of absolute differences): with_numpy.py matmul|cityblock"""

import sys

import serve

# Queries at a time: their scores stay in the cache.
CHUNK = 128


def softmax(z, np):
    """Softmax of each row, in place."""
    z -= z.max(1, keepdims=True)
    np.exp(z, out=z)
    z /= z.sum(1, keepdims=True)
    return z


def largest(scores, count, np):
    """The places of the largest scores of each row, largest first."""
    found = np.argpartition(scores, -count, axis=1)[:, -count:]
    order = np.argsort(-np.take_along_axis(scores, found, 1), axis=1)
    return np.take_along_axis(found, order, 1)


class Matmul:
    """Dot products, softmax, weighted sum, by chunks of queries."""

    def __init__(self, np):
        self.np = np

    def prepare(self, job):
        self.job = job
        self.stored, self.queries = serve.read_data(job)
        self.beta = self.np.float32(job["beta"])

    def scores(self, states):
        return states @ self.stored.T

    def run(self, indices=None):
        np, job = self.np, self.job
        self.states = np.empty_like(self.queries) if job["top"] == 0 else None
        self.found = np.empty((job["queries"], job["top"]), np.int32)
        for begin in range(0, job["queries"], CHUNK):
            rows = slice(begin, begin + CHUNK)
            states = self.queries[rows]
            if job["top"] > 0:
                self.found[rows] = largest(self.scores(states), job["top"], np)
                continue
            for _ in range(job["steps"]):
                z = self.scores(states)
                z *= self.beta
                softmax(z, np)
                if indices is not None:
                    indices[rows] = z.argmax(1)
                states = z.astype(np.float32, copy=False) @ self.stored
            self.states[rows] = states

    def answer(self):
        if self.job["top"] > 0:
            return self.found, None
        indices = self.np.empty(self.job["queries"], self.np.int32)
        self.run(indices)
        return indices, self.states


class Cityblock(Matmul):
    """Minus the sums of absolute differences, in float64 as SciPy has them, softmax, weighted mean."""

    def __init__(self, np, cdist):
        super().__init__(np)
        self.cdist = cdist

    def scores(self, states):
        z = self.cdist(states, self.stored, "cityblock")
        return self.np.negative(z, out=z)


def load():
    import numpy as np

    if sys.argv[1] == "matmul":
        return Matmul(np), np.__version__
    import scipy
    from scipy.spatial.distance import cdist

    return Cityblock(np, cdist), scipy.__version__


serve.serve(load)

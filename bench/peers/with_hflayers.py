"""The reference package hopfield-layers in its static mode: no projections, no layer norm, the association alone."""

import os
import sys

import serve


class HopfieldLayers:
    """`Hopfield` as an associative memory. It makes one association more than its update steps."""

    def __init__(self, torch, hopfield):
        self.torch = torch
        self.hopfield = hopfield

    def prepare(self, job):
        self.job = job
        stored, queries = (self.torch.from_numpy(data)[None] for data in serve.read_data(job))
        self.inputs = (stored, queries, stored)
        parts = ("stored_pattern", "state_pattern", "pattern_projection")
        options = {f"normalize_{part}{affine}": False for part in parts for affine in ("", "_affine")}
        options |= {f"{part}_as_static": True for part in parts}
        self.memory = self.hopfield(
            scaling=job["beta"],
            update_steps_max=job["steps"] - 1,
            update_steps_eps=1e-30,
            disable_out_projection=True,
            **options,
        )

    def run(self):
        if self.job["top"] > 0:
            weights = self.memory.get_association_matrix(self.inputs)
            self.found = self.torch.topk(weights, self.job["top"], -1).indices
        else:
            self.states = self.memory(self.inputs)

    def answer(self):
        if self.job["top"] > 0:
            return self.found.numpy(), None
        weights = self.memory.get_association_matrix(self.inputs)
        return weights.argmax(-1).numpy(), self.states.numpy()


def load():
    import torch

    folder = os.environ.get("HFLAYERS_DIR")
    if not folder:
        raise serve.Absent("no folder of it was named")
    sys.path.insert(0, folder)
    from hflayers import Hopfield

    torch.set_num_threads(serve.THREADS)
    torch.set_grad_enabled(False)
    return HopfieldLayers(torch, Hopfield), f"with torch {torch.__version__}"


serve.serve(load)

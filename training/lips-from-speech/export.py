#!/usr/bin/python3
"""Writes the network that predicts lips from speech as ONNX: export.py OUT.onnx RUN.pt...   (train.py --out wrote RUN.pt)

Of several runs the mean is given"""

import sys
from pathlib import Path

import numpy as np
import torch
from torch import nn

from model import Net

LEVELS, HEARD = 80, 288


class Member(nn.Module):
    """levels [1, 80, T] and heard [1, 288, T] to shape [1, 46, T], eye distances around the speaker's slow mean."""

    def __init__(self, run):
        super().__init__()
        args = run["args"]
        self.components = args["components"]
        leaves = run["state"]["leave.2.weight"].shape[0]
        self.net = Net(LEVELS + len(run["hearing"]), args["hidden"], leaves, 0.0)
        self.net.load_state_dict(run["state"])
        column = lambda values: torch.tensor(np.asarray(values, "f4"))[None, :, None]
        self.mean = column(run["mean"])
        self.hearing = nn.Conv1d(HEARD, len(run["hearing"]), 1, bias=False)
        self.hearing.weight.data = torch.tensor(run["hearing"][:, :, None].astype("f4"))
        self.out = nn.Conv1d(args["components"], 46, 1, bias=False)
        axes = run["axes"] * run["size"][:, None] * run["typical"]
        self.out.weight.data = torch.tensor(axes.T[:, :, None].astype("f4"))

    def forward(self, levels, heard):
        return self.out(self.net(torch.cat([levels, self.hearing(heard - self.mean)], 1))[:, : self.components])


class Shapes(nn.Module):
    def __init__(self, runs):
        super().__init__()
        self.members = nn.ModuleList([Member(run) for run in runs])

    def forward(self, levels, heard):
        return sum(member(levels, heard) for member in self.members) / len(self.members)


if __name__ == "__main__":
    target, *sources = sys.argv[1:]
    torch.onnx.export(
        Shapes([torch.load(source) for source in sources]).eval(),
        (torch.zeros(1, LEVELS, 100), torch.zeros(1, HEARD, 100)),
        target,
        input_names=["levels", "heard"],
        output_names=["shape"],
        dynamic_axes={"levels": {2: "T"}, "heard": {2: "T"}, "shape": {2: "T"}},
        opset_version=13,
    )
    print(f"{target}: {Path(target).stat().st_size / 1e6:.2f} MB")

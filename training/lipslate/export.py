#!/usr/bin/python3
"""Joins members trained in several runs into one ONNX file.

    export.py OUT.onnx MEMBERS.pt...     (train.py writes a .pt beside every .onnx)
"""

import sys
from pathlib import Path

import torch

from features import BANDS, SHAPE_SIZE
from model import Ensemble, Member, Net


def load_members(*paths):
    members = []
    for path in paths:
        for state in torch.load(path):
            components = state["components"].shape[0]
            hidden = state["net.lip_tower.0.conv.weight"].shape[0]
            size = state["net.lip_tower.4.weight"].shape[0]
            net = Net(components, hidden, size)
            member = Member(net, torch.zeros(SHAPE_SIZE, components).numpy(), torch.zeros(components).numpy())
            member.load_state_dict(state)
            members.append(member.eval())
    return members


def export(members, path):
    example = (torch.zeros(1, SHAPE_SIZE, 50), torch.ones(1, 1, 50), torch.zeros(1, BANDS, 100))
    torch.onnx.export(
        Ensemble(members).eval(),
        example,
        str(path),
        input_names=["lips", "known", "sound"],
        output_names=["lip_embedding", "sound_embedding"],
        dynamic_axes={"lips": {2: "N"}, "known": {2: "N"}, "sound": {2: "M"}},
        opset_version=13,
    )
    torch.save([member.state_dict() for member in members], Path(path).with_suffix(".pt"))
    print(f"{path}: {Path(path).stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    out, *paths = sys.argv[1:]
    export(load_members(*paths), out)

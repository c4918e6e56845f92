#!/usr/bin/python3
"""Trains the lipslate network, from landmarks, on the very clips of one fold of fit.py, so that the two compare.

    twin.py CROPS OUT.pt FEATURES... --fold 0|1
"""

import argparse
import json

import torch

from fit import LIPSLATE, training_clips
from train import train


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("crops")
    parser.add_argument("out")
    parser.add_argument("features", nargs="+")
    parser.add_argument("--fold", type=int, required=True)
    parser.add_argument("--steps", type=int, default=600)
    options = parser.parse_args()
    settings = dict(seed=0, components=[5], hidden=64, size=16, rate=3e-3, decay=3e-2, strangers=0.5)
    for name, value in settings.items():
        setattr(options, name, value)
    torch.set_num_threads(1)
    sources = json.loads((LIPSLATE / "sources.json").read_text())
    clips = training_clips(options, sources["clips"])
    net, components, spread = train(clips, {}, options, 0)
    torch.save({"components": components, "spread": spread, "net": net.state_dict()}, options.out)


if __name__ == "__main__":
    main()

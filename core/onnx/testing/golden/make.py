"""Writes the numbers in this folder: what the original programs give for inputs that a formula makes.

    python3 make.py SYNCNET_PYTHON WAV2LIP     # clones: joonson/syncnet_python at 6efbb1c, Rudrabha/Wav2Lip at 5c90fa9

Needs torch 1.13, numpy, scipy, python_speech_features 0.6 and librosa. Weights and inputs come from weights.py, which
../deterministic.ts repeats: nothing here depends on a checkpoint, a recording or a face.
"""
import json
import sys
from pathlib import Path

import numpy as np
import torch
from weights import tensor, uniform

sys.path[:0] = sys.argv[1:3]
HERE = Path(__file__).parent


def unit(name, *shape):
    """Uniform in [0, 1)."""
    return ((uniform(name, int(np.prod(shape))) + 1) / 2).astype(np.float32).reshape(shape)


def sound():
    """One second of a sawtooth and noise, 16 kHz int16, loud and quiet by turns; exact in every language."""
    i = np.arange(16000)
    level = np.array([1.0, 0.25, 0.0625, 0.5])[(i >> 9) % 4]
    return np.floor(level * ((i * 137) % 1000 - 500) * 16 + level * 4096 * uniform("sound", 16000)).astype(np.int16)


def filled(network):
    for module in network.modules():
        module.eval()
    state = {}
    transposed = {f"{name}.weight" for name, m in network.named_modules() if isinstance(m, torch.nn.ConvTranspose2d)}
    for name, value in network.state_dict().items():
        state[name] = torch.from_numpy(tensor(name, tuple(value.shape), name in transposed))
    network.load_state_dict(state)
    return network


def save(name, array):
    np.ascontiguousarray(np.asarray(array, np.float32)).tofile(HERE / f"{name}.f32")


def features():
    import python_speech_features

    save("mfcc", python_speech_features.mfcc(sound(), 16000))
    import audio  # Wav2Lip's own

    save("mel", audio.melspectrogram(sound() / 32768))


def syncnet():
    from SyncNetModel import S

    network = filled(S())
    with torch.no_grad():
        coefficients = torch.from_numpy(20 * uniform("mfcc", 2 * 13 * 20).astype(np.float32).reshape(2, 1, 13, 20))
        save("syncnet-audio", network.forward_aud(coefficients))
        frames = np.floor(256 * unit("frames", 1, 3, 5, 224, 224))
        save("syncnet-lips", network.forward_lip(torch.from_numpy(frames)))


def distances():
    """calc_pdist and the figures after it, as in SyncNetInstance.evaluate."""
    shift, rows, late = 15, 60, 4
    story = torch.from_numpy(10 * uniform("story", (rows + late) * 64).astype(np.float32).reshape(-1, 64))
    lips, heard = story[late:], story[:rows] + torch.from_numpy(unit("noise", rows, 64))
    padded = torch.nn.functional.pad(heard, (0, 0, shift, shift))
    dists = [
        torch.nn.functional.pairwise_distance(lips[[i], :].repeat(2 * shift + 1, 1), padded[i : i + 2 * shift + 1, :])
        for i in range(rows)
    ]
    mean = torch.mean(torch.stack(dists, 1), 1)
    smallest, index = torch.min(mean, 0)
    figures = {"offset": shift - int(index), "minDist": float(smallest), "confidence": float(torch.median(mean) - smallest)}
    (HERE / "distances.json").write_text(json.dumps({**figures, "mean": mean.tolist()}) + "\n")


def wav2lip():
    from models.syncnet import SyncNet_color
    from models.wav2lip import Wav2Lip

    mel = torch.from_numpy(4 * uniform("mel", 80 * 16).astype(np.float32).reshape(1, 1, 80, 16))
    with torch.no_grad():
        picture = filled(Wav2Lip())(mel, torch.from_numpy(unit("face", 1, 6, 96, 96)))
        # Every seventh value: all channels, all rows.
        save("wav2lip", picture.flatten()[::7])
        heard, seen = filled(SyncNet_color())(mel, torch.from_numpy(unit("faces", 1, 15, 48, 96)))
        save("expert-mel", heard)
        save("expert-face", seen)


if __name__ == "__main__":
    for make in (features, syncnet, distances, wav2lip):
        make()

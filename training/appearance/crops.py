#!/usr/bin/python3
"""Cuts the mouth out of every frame in which training/extract-features.mjs saw a face: 56 x 56 grey, upright.

    crops.py OUT_DIR CLIPS_DIR FEATURES_DIR...     (needs ffmpeg; a clip takes about a tenth of its length)

FEATURES hold no mouth in pixels, but the box around all landmarks and the head's pose. Left, right and top of that box
are rigid points of the head, so they tell where a head of the canonical shape is; its mouth is cut out. What is off by
some pixels is off in all of a person's frames alike.
"""

import base64
import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np

SIZE = 56
# Side of the crop and height of its middle below the eyes, in distances between the outer corners of the eyes.
SIDE, BELOW_EYES = 1.1, 0.8
# Frames are scaled so that these are at most this far apart.
LARGEST_EYE_DISTANCE_PX = 56
# Radius of the mean over time that steadies the box, frames.
STEADY = 2
LATEST_S = 0.004

# Left, right and top of the canonical face (core/lips/canonical.ts: 127, 234, 356, 454, 10), the middle of its mouth.
SIDES = [[-0.789, 0.056, 0.553], [-0.784, 0.223, 0.598], [0.789, 0.056, 0.553], [0.784, 0.223, 0.598]]
OVAL = np.array([*SIDES, [0, -0.606, -0.174]])
MOUTH = np.array([0, BELOW_EYES, -0.33])

TYPES = {"Float32Array": np.float32, "Float64Array": np.float64}


def unpack(packed):
    return np.frombuffer(base64.b64decode(packed["b"]), TYPES[packed["t"]])


def longest_track(file):
    """The track that training/lipslate/data.py takes, and which of its frames."""
    track = sorted(file["chunk"]["tracks"], key=lambda track: -len(track["timesS"]["b"]))[0]
    return track, unpack(track["quality"]) > 0


def steady(values):
    padded = np.pad(values, ((STEADY, STEADY), (0, 0)), "edge")
    return np.mean([padded[i : i + len(values)] for i in range(2 * STEADY + 1)], 0)


def rotations(pose_deg):
    """[T, 3] yaw, pitch, roll -> [T, 3, 3], canonical to picture."""
    yaw, pitch, roll = np.radians(pose_deg).T
    zero, one = np.zeros_like(yaw), np.ones_like(yaw)
    turn = lambda *rows: np.stack([np.stack(row, -1) for row in rows], -2)
    # The face looks along -z: yaw > 0 to the right, pitch > 0 down.
    about_y = turn([np.cos(yaw), zero, -np.sin(yaw)], [zero, one, zero], [np.sin(yaw), zero, np.cos(yaw)])
    about_x = turn([one, zero, zero], [zero, np.cos(pitch), -np.sin(pitch)], [zero, np.sin(pitch), np.cos(pitch)])
    about_z = turn([np.cos(roll), -np.sin(roll), zero], [np.sin(roll), np.cos(roll), zero], [zero, zero, one])
    return about_z @ about_y @ about_x


def mouths(boxes, pose_deg, width, height):
    """Middle of the mouth [T, 2], distance between the eyes [T] in pixels, roll [T] in radians."""
    x, y, w, _ = (steady(boxes) * [width, height, width, height]).T
    pose_deg = steady(pose_deg)
    turned = rotations(pose_deg)
    oval = np.einsum("tij,pj->tpi", turned, OVAL)
    eyes_px = w / (oval[..., 0].max(1) - oval[..., 0].min(1))
    origin = np.stack([x - eyes_px * oval[..., 0].min(1), y - eyes_px * oval[..., 1].min(1)], 1)
    mouth = (turned @ MOUTH)[:, :2]
    return origin + eyes_px[:, None] * mouth, eyes_px, np.radians(pose_deg[:, 2])


def frames_of(path, size):
    """Yields PTS and grey picture of every frame."""
    width, height = size
    chain = f"scale={width}:{height}:flags=area,format=gray,showinfo"
    run = subprocess.run(
        ["ffmpeg", "-hide_banner", "-nostdin", "-threads", "1", "-copyts", "-i", path, "-map", "0:v:0", "-an"]
        + ["-vf", chain, "-vsync", "passthrough", "-f", "rawvideo", "-"],
        capture_output=True,
        check=True,
    )
    times = [float(t) for t in re.findall(r"pts_time:\s*(-?[\d.]+)", run.stderr.decode(errors="replace"))]
    pictures = np.frombuffer(run.stdout, np.uint8).reshape(-1, height, width)
    return np.array(times[: len(pictures)]), pictures[: len(times)]


def sample(picture, middle, eyes_px, roll):
    """The upright square around the middle, bilinear."""
    step = SIDE * eyes_px / SIZE
    at = (np.arange(SIZE) - (SIZE - 1) / 2) * step
    right, down = np.meshgrid(at, at)
    x = np.clip(middle[0] + np.cos(roll) * right - np.sin(roll) * down, 0, picture.shape[1] - 1.001)
    y = np.clip(middle[1] + np.sin(roll) * right + np.cos(roll) * down, 0, picture.shape[0] - 1.001)
    column, row = x.astype(int), y.astype(int)
    fx, fy = x - column, y - row
    p = picture.astype(np.float32)
    upper = p[row, column] * (1 - fx) + p[row, column + 1] * fx
    lower = p[row + 1, column] * (1 - fx) + p[row + 1, column + 1] * fx
    return np.round(upper * (1 - fy) + lower * fy).astype(np.uint8)


def crops_of(features, clip):
    """[T, SIZE, SIZE], one for each frame of the longest track that has any trust."""
    file = json.loads(features.read_text())
    track, seen = longest_track(file)
    times_s = unpack(track["timesS"])[seen]
    video = file["info"]["video"]
    boxes = unpack(track["boxes"]).reshape(-1, 4)[seen].astype(float)
    pose = unpack(track["pose"]).reshape(-1, 3)[seen].astype(float)
    middle, eyes_px, roll = mouths(boxes, pose, video["width"], video["height"])
    scale = min(1, LARGEST_EYE_DISTANCE_PX / np.median(eyes_px))
    size = (round(video["width"] * scale), round(video["height"] * scale))
    pts, pictures = frames_of(clip, size)
    nearest = np.abs(pts[None] - times_s[:, None]).argmin(1)
    late = np.abs(pts[nearest] - times_s).max()
    if late > LATEST_S:
        raise ValueError(f"no frame within {1000 * late:.0f} ms")
    scales = np.array(size) / [video["width"], video["height"]]
    return np.stack(
        [sample(pictures[k], middle[i] * scales, eyes_px[i] * scales[0], roll[i]) for i, k in enumerate(nearest)]
    )


def main():
    out, clips, *folders = (Path(argument) for argument in sys.argv[1:])
    out.mkdir(parents=True, exist_ok=True)
    for features in sorted(path for folder in folders for path in folder.glob("*.json")):
        target = out / f"{features.stem.rsplit('.', 1)[0]}.npy"
        clip = clips / features.stem.removeprefix("dev-").removeprefix("train-")
        if target.exists() or not clip.exists():
            continue
        try:
            np.save(target, crops_of(features, str(clip)))
        except (ValueError, IndexError, subprocess.CalledProcessError) as error:
            print(f"{clip.name}: {error}", flush=True)


if __name__ == "__main__":
    main()

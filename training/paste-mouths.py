#!/usr/bin/python3
"""Gives mouth crops a face, so that the landmark network sees them: some lip-reading corpora publish mouths alone.

    paste-mouths.py OUT_DIR CROP...     square clips with nose tip and chin in view; the sound is copied

Every frame is blended into a portrait (skimage's astronaut, NASA, public domain) where its mouth is. What comes out
is for training/extract-features.mjs alone. Needs Debian's python3-skimage, python3-opencv and ffmpeg.
"""

import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import skimage.data

# The portrait, 180 pixels of it enlarged to this, and where a crop goes: centre and side.
CANVAS = 540
MOUTH_X, MOUTH_Y, SIDE = 250, 380, 148
# The rim of the crop that is blended, as a share of its radius.
RIM = 0.22


def main(out_dir, *crops):
    Path(out_dir).mkdir(parents=True, exist_ok=True)
    portrait = skimage.data.astronaut()[20:200, 140:320, ::-1]
    portrait = cv2.resize(portrait, (CANVAS, CANVAS), interpolation=cv2.INTER_CUBIC)
    for crop in crops:
        paste(portrait, crop, Path(out_dir) / f"{Path(crop).stem}.mp4")


def paste(portrait, crop, out):
    top, left = MOUTH_Y - SIDE // 2, MOUTH_X - SIDE // 2
    place = (slice(top, top + SIDE), slice(left, left + SIDE))
    y, x = np.mgrid[0:SIDE, 0:SIDE]
    radius = np.hypot((x - SIDE / 2) / (SIDE / 2), (y - SIDE / 2) / (SIDE / 2))
    share = np.clip((1 - radius) / RIM, 0, 1)[..., None].astype(np.float32)
    rim = (radius > 0.75) & (radius < 1)
    skin = portrait[place].astype(np.float32)
    video = cv2.VideoCapture(crop)
    size, rate = f"{CANVAS}x{CANVAS}", str(video.get(cv2.CAP_PROP_FPS))
    raw = ["-f", "rawvideo", "-pix_fmt", "bgr24", "-s", size, "-r", rate, "-i", "-"]
    picture = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "16", "-pix_fmt", "yuv420p"]
    command = ["ffmpeg", "-v", "error", "-y", *raw, "-i", crop, "-map", "0:v", "-map", "1:a", *picture, "-c:a", "copy"]
    writer = subprocess.Popen([*command, str(out)], stdin=subprocess.PIPE)
    gain = None
    while True:
        ok, frame = video.read()
        if not ok:
            break
        mouth = cv2.resize(frame, (SIDE, SIDE), interpolation=cv2.INTER_AREA).astype(np.float32)
        if gain is None:
            gain = skin[rim].mean(0) / mouth[rim].mean(0)
        face = portrait.copy()
        face[place] = (skin * (1 - share) + np.clip(mouth * gain, 0, 255) * share).astype(np.uint8)
        writer.stdin.write(face.tobytes())
    writer.stdin.close()
    if writer.wait() != 0:
        sys.exit(f"{crop}: ffmpeg failed")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])

#!/usr/bin/python3
"""Speech whose phone times are known, for bench/lips-from-speech.mjs: phones.py OUT_DIR

Writes NAME.f32 (mono samples at 16 kHz) and NAME.json ([{"phone", "startS", "endS"}]) for some sentences in several voices,
made by Debian's espeak-ng and timed by its own events.
"""

import ctypes
import json
import sys
from pathlib import Path

import numpy as np

TEXTS = {
    "en-gb": [
        "My mother bought a big map of Panama, and Bob's papa put it above the lamp.",
        "Mama may bring apples, plums and berries, but Pam must pay for her part of the meal.",
        "A small boat passed the harbour. Far above, a bomber and an airplane made a humming sound.",
        "Tom has a lot of hot coffee at home, and Barbara has an album about maps of Alabama.",
    ],
    "en-us": [
        "People often put too much pepper on lamb and beef.",
        "The lab opened at half past five, and Bobby jumped up to grab a cup of mocha.",
    ],
    "fr-fr": ["Papa et maman ont bu une belle boisson, puis le bébé a mangé la pomme."],
    "de": ["Am Abend mag Papa am liebsten Banane, Apfel und warme Milch mit Butter."],
}
VARIANTS = ["", "+f2", "+m3"]
PHONEMES, WORD_WRAP = 7, 0


class Id(ctypes.Union):
    _fields_ = [("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8)]


class Event(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", Id),
    ]


library = ctypes.CDLL("libespeak-ng.so.1")
SYNCHRONOUS, PHONEME_EVENTS = 2, 1
rate_hz = library.espeak_Initialize(SYNCHRONOUS, 0, None, PHONEME_EVENTS)
samples, phones = [], []


@ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(Event))
def heard(wave, count, events):
    if wave and count:
        samples.append(np.ctypeslib.as_array(wave, (count,)).copy())
    k = 0
    while events[k].type != 0:
        if events[k].type == PHONEMES:
            phones.append((events[k].audio_position / 1000, events[k].id.string.decode()))
        k += 1
    return 0


library.espeak_SetSynthCallback(heard)
out = Path(sys.argv[1])
out.mkdir(parents=True, exist_ok=True)
for language, texts in TEXTS.items():
    for variant in VARIANTS:
        library.espeak_SetVoiceByName((language + variant).encode())
        library.espeak_SetParameter(1, 150, 0)
        for n, text in enumerate(texts):
            samples.clear()
            phones.clear()
            data = text.encode()
            library.espeak_Synth(data, ctypes.c_size_t(len(data) + 1), 0, 1, 0, 1, None, None)
            wave = np.concatenate(samples) / 32768
            at = np.arange(0, len(wave), rate_hz / 16000)
            name = f"{language}{variant or '+m0'}-{n}"
            np.interp(at, np.arange(len(wave)), wave).astype("f4").tofile(out / f"{name}.f32")
            ends = [start for start, _ in phones[1:]] + [len(wave) / rate_hz]
            spoken = [{"phone": p, "startS": s, "endS": e} for (s, p), e in zip(phones, ends)]
            (out / f"{name}.json").write_text(json.dumps(spoken))

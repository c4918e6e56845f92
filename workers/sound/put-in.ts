/** A recording in which a stretch is replaced: outside of it every sample is the recording's own. */
import { SOUND_JOIN_S, shareInPart } from '../../core/dub/part';
import { asItIs } from '../lib/sound/retime';
import type { FixSource } from '../lib/sound/source';
import type { PutInJob } from './contract';
import { placedBlocks } from './placed';
import { Sequence } from './sequence';
import { openSpeech } from './speeches';
import { WavWriter } from './wav-writer';

const RATE_HZ = 48_000;
const STEREO = 2;
const PIECE = 48_000;

/** @throws LipslateError: see SoundWorkerApi.putIn */
export async function putIn(
  { original, inside, part, durationS }: PutInJob,
  onProgress: (share: number) => void,
): Promise<File> {
  const opened: FixSource[] = [];
  try {
    const inner = await openSpeech(opened, inside);
    const outer = original && (await openSpeech(opened, original));
    const channels = outer?.channels ?? Math.min(STEREO, inner.channels);
    const samples = Math.round(durationS * RATE_HZ);
    const lengthS = part.endS - part.startS;
    const wanted = { rateHz: RATE_HZ, startS: 0 };
    const spoken = asItIs(inner, { ...wanted, samples: Math.round(lengthS * RATE_HZ) }, lengthS, () => {});
    const around = outer
      ? asItIs(outer, { ...wanted, samples }, durationS, (atS) => onProgress(Math.min(1, atS / durationS)))
      : silence(channels, samples);
    const wav = new WavWriter(RATE_HZ, channels, samples);
    for await (const planes of replaced(around, placedBlocks(spoken, channels), part, channels))
      wav.write(planes);
    return wav.file('with-new-speech.wav');
  } finally {
    for (const source of opened) source.dispose();
  }
}

/**
 * @param around 48 kHz, from 0 s on
 * @param inner 48 kHz, from the start of the stretch on, in as many channels
 */
export async function* replaced(
  around: AsyncIterable<Float32Array[]>,
  inner: AsyncGenerator<Float32Array[]>,
  { startS, endS }: PutInJob['part'],
  channels: number,
): AsyncGenerator<Float32Array[]> {
  const [start, end] = [Math.round(startS * RATE_HZ), Math.round(endS * RATE_HZ)];
  const inside = new Sequence(inner, channels);
  let at = 0;
  for await (const planes of around) {
    const length = planes[0]?.length ?? 0;
    const [from, to] = [Math.max(at, start), Math.min(at + length, end)];
    if (to > from) {
      const said = await inside.next(to - from);
      const shares = Float64Array.from({ length: to - from }, (_, i) =>
        shareInPart((from + i + 0.5 - start) / RATE_HZ, (end - start) / RATE_HZ, SOUND_JOIN_S),
      );
      planes.forEach((plane, channel) => {
        shares.forEach((share, i) => {
          const k = from - at + i;
          plane[k] = plane[k]! * (1 - share) + said[channel]![i]! * share;
        });
      });
    }
    at += length;
    yield planes;
  }
}

async function* silence(channels: number, samples: number): AsyncGenerator<Float32Array[]> {
  for (let left = samples; left > 0; left -= PIECE)
    yield Array.from({ length: channels }, () => new Float32Array(Math.min(PIECE, left)));
}

/** New speech made to fit a given length, as planned. */
import { type FitPlan, JOIN_S } from '../../core/dub/fit';
import { PauseEditor } from '../../core/dub/pause-editor';
import { LipslateError } from '../../core/errors';
import { asItIs } from '../lib/sound/retime';
import { openSource } from '../lib/sound/source';
import type { FitJob } from './contract';
import { newStretcher } from './stretcher';
import { WavWriter } from './wav-writer';

const RATE_HZ = 48_000;

/** @throws LipslateError: see SoundWorkerApi.fit */
export async function fitSpeech(
  { speech, speechTrack, plan }: FitJob,
  onProgress: (share: number) => void,
): Promise<File> {
  const source = await openSource(speech);
  try {
    if (source.listing.audioTracks.length === 0) throw new LipslateError('no-speech');
    const sound = await source.sound(speechTrack);
    const samples = Math.round(plan.speechS * RATE_HZ);
    const blocks = asItIs(sound, { rateHz: RATE_HZ, startS: 0, samples }, plan.speechS, (atS) =>
      onProgress(atS / plan.speechS),
    );
    const wanted = Math.round(plan.durationS * RATE_HZ);
    const wav = new WavWriter(RATE_HZ, sound.channels, wanted);
    let written = 0;
    for await (const planes of fitted(blocks, sound.channels, plan)) {
      const count = Math.min(planes[0]?.length ?? 0, wanted - written);
      if (count <= 0) continue;
      wav.write(planes.map((plane) => plane.subarray(0, count)));
      written += count;
    }
    const rest = wanted - written;
    if (rest > 0) wav.write(Array.from({ length: sound.channels }, () => new Float32Array(rest)));
    return wav.file(speech.name);
  } finally {
    source.dispose();
  }
}

/** @param blocks 48 kHz */
export async function* fitted(
  blocks: AsyncIterable<Float32Array[]>,
  channels: number,
  { jumps, stretch }: Pick<FitPlan, 'jumps' | 'stretch'>,
): AsyncGenerator<Float32Array[]> {
  const pauses = new PauseEditor(RATE_HZ, channels, jumps, JOIN_S);
  const stretcher = stretch === 1 ? null : await newStretcher(RATE_HZ, channels, stretch);
  const through = (planes: Float32Array[]) => (stretcher ? stretcher.push(planes) : planes);
  for await (const planes of blocks) yield through(pauses.push(planes));
  yield through(pauses.end());
  if (stretcher) yield stretcher.end();
}

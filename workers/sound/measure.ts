/** How loud a sound is, as it is. */
import { LipslateError } from '../../core/errors';
import { FigureMeter } from '../../core/loudness/figures';
import { asItIs } from '../lib/sound/retime';
import { openSource } from '../lib/sound/source';
import type { SoundFigures } from './contract';

const RATE_HZ = 48_000;

/** @throws LipslateError: see SoundWorkerApi.measure */
export async function measure(file: File, audioIndex: number): Promise<SoundFigures> {
  const source = await openSource(file);
  try {
    const { durationS, audioTracks } = source.listing;
    if (audioTracks.length === 0) throw new LipslateError('no-sound');
    const sound = await source.sound(audioIndex);
    const meter = new FigureMeter(RATE_HZ, sound.channels);
    const samples = Math.max(1, Math.round(durationS * RATE_HZ));
    const wanted = { rateHz: RATE_HZ, startS: 0, samples };
    for await (const planes of asItIs(sound, wanted, durationS, () => {})) meter.push(planes);
    // Nobody looked for speech.
    return meter.figures(new Float32Array());
  } finally {
    source.dispose();
  }
}

/** A prepared sound under a lower limiter, for an encoder that raises its peaks. */
import type { Turn } from '../../core/loudness/kept-loudness';
import { createScratch } from '../lib/opfs/long-files';
import { turnedBy } from '../lib/sound/kept-loudness';
import { openSource } from '../lib/sound/source';
import { LONG_S } from './contract';
import { StoredWav, WavWriter } from './wav-writer';

export async function turnedWav(wav: File, turn: Turn): Promise<{ file: File; discard(): Promise<void> }> {
  const source = await openSource(wav, false);
  let stored: StoredWav | null = null;
  try {
    const { durationS } = source.listing;
    const sound = turnedBy(await source.sound(0), turn);
    const { rateHz, channels } = sound;
    const samples = Math.round(durationS * rateHz);
    const part = durationS > LONG_S ? await createScratch().catch(() => null) : null;
    stored = part && new StoredWav(part, rateHz, channels, samples);
    const written = stored ?? new WavWriter(rateHz, channels, samples);
    for await (const { planes } of sound.blocks()) written.write(planes);
    return { file: await written.file(wav.name), discard: async () => stored?.discard() };
  } catch (cause) {
    await stored?.discard();
    throw cause;
  } finally {
    source.dispose();
  }
}

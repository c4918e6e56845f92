/** A sound as it is, gone through once: how loud it is, and where in it somebody speaks. */
import { VoiceSplit } from '../../core/enhance/denoise';
import { LipslateError } from '../../core/errors';
import { FigureMeter, HOP_S, IS_SPEECH } from '../../core/loudness/figures';
import type { Listing } from '../lib/decode/reader';
import { asItIs } from '../lib/sound/retime';
import { openSource } from '../lib/sound/source';
import { difference, mono, perHop } from './channels';
import type { SoundAsIs, SoundFigures, SoundReport } from './contract';
import { earlyEnd } from './early-end';
import { gathered } from './gathered';
import { ListenedSound } from './repaired';
import { newRnnoise, RNNOISE_RATE_HZ } from './rnnoise';

/** @throws LipslateError: see SoundWorkerApi.measure */
export async function measure(file: File, audioIndex: number): Promise<SoundFigures> {
  const { meter } = await metered(file, audioIndex);
  // Nobody looked for speech.
  return meter.figures(new Float32Array());
}

/** @throws LipslateError: see SoundWorkerApi.asIs */
export async function asIs(
  file: File,
  audioIndex: number,
  onShare: (share: number) => void,
): Promise<SoundAsIs> {
  const listener = new VoiceSplit(await newRnnoise());
  let told = 0;
  const { meter, listing, endS } = await metered(
    file,
    audioIndex,
    // The sum of both sides is silence where one is turned round.
    (planes, { sides }) => listener.push(sides.fault === 'inverted' ? difference(planes) : mono(planes)),
    (share) => {
      if (share < told + 0.01) return;
      told = share;
      onShare(share);
    },
  );
  listener.end();
  const speech = perHop([listener.speech], meter.hops().length);
  return {
    before: reportOf(meter, speech),
    speech,
    speechS: secondsOf(speech),
    durationS: listing.durationS,
    sidesFault: meter.sides.fault,
    endsEarly: await earlyEnd(file, listing, endS),
  };
}

/** @param speech how surely each hop is speech */
export function reportOf(meter: FigureMeter, speech: Float32Array): SoundReport {
  return {
    figures: meter.figures(speech),
    shortTermLufs: meter.shortTerm(),
    peaks: meter.peaks(),
    hopS: HOP_S,
  };
}

export function secondsOf(speech: Float32Array): number {
  return speech.reduce((sum, share) => sum + (share >= IS_SPEECH ? HOP_S : 0), 0);
}

/**
 * At the rate of a preparation, so that both tell the same.
 * @param onPlanes gets what was metered
 * @param onShare gets shares, 0..1
 */
async function metered(
  file: File,
  audioIndex: number,
  onPlanes: (planes: Float32Array[], meter: FigureMeter) => void = () => {},
  onShare: (share: number) => void = () => {},
): Promise<{ meter: FigureMeter; listing: Listing; endS: number }> {
  const source = await openSource(file);
  try {
    const { listing } = source;
    const { durationS, audioTracks } = listing;
    if (audioTracks.length === 0) throw new LipslateError('no-sound');
    const sound = new ListenedSound(gathered(await source.sound(audioIndex)));
    const meter = new FigureMeter(RNNOISE_RATE_HZ, sound.channels);
    const samples = Math.max(1, Math.round(durationS * RNNOISE_RATE_HZ));
    const wanted = { rateHz: RNNOISE_RATE_HZ, startS: 0, samples };
    for await (const planes of asItIs(sound, wanted, durationS, (atS) => onShare(atS / durationS))) {
      meter.push(planes);
      onPlanes(planes, meter);
    }
    return { meter, listing, endS: sound.endS };
  } finally {
    source.dispose();
  }
}

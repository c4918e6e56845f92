/** Pulls the new speech from the media worker's port: samples, and where something is said. */
import { LipslateError } from '../../core/errors';
import { GrowingFloat32 } from '../../core/growable-arrays';
import { SoundAnalyser } from '../../core/sound/analyser';
import { ANALYSIS_RATE_HZ, type SoundFeatures } from '../../core/sound/types';
import { listenFromStart } from '../lib/port/receive-audio';
import type { VoicePlace } from './contract';
import { SpokenMel } from './spoken-mel';

export interface Speech {
  /** 16 kHz mono from the start of the file: silence before a track that starts later. */
  samples: Float32Array<ArrayBuffer>;
  durationS: number;
  /** Wav2Lip's. */
  mel: SpokenMel;
  features: Pick<SoundFeatures, 'startS' | 'energyDb' | 'speech'>;
}

/** Seconds of sound between two reports. */
const REPORT_EVERY_S = 5;
/** Silence is listened to a second at a time. */
const SILENCE = new Float32Array(ANALYSIS_RATE_HZ);

type VoiceSpan = Pick<VoicePlace, 'startS' | 'untilS'>;

/**
 * @param onHeard gets the time up to which it was listened to
 * @param place silence stands before the speech and behind it; null: it is all there is
 * @throws LipslateError no-speech when nothing comes; what the stream reported
 */
export async function extractSpeechFeatures(
  port: MessagePort,
  onHeard: (heardS: number) => void,
  place: VoiceSpan | null = null,
): Promise<Speech> {
  const heard = await listenTo(port, 0, Number.POSITIVE_INFINITY, onHeard, place);
  if (heard.durationS <= (place?.startS ?? 0)) throw new LipslateError('no-speech');
  return { ...heard, mel: new SpokenMel(heard.samples) };
}

/** As `extractSpeechFeatures`, of the sound that a face's own video has, and without what Wav2Lip alone wants. */
export function pullFootage(port: MessagePort, fromS: number, untilS: number): Promise<Omit<Speech, 'mel'>> {
  return listenTo(port, fromS, untilS, () => {});
}

/** What is found is found while it comes, so that the last second costs no more than the first. */
async function listenTo(
  port: MessagePort,
  fromS: number,
  untilS: number,
  onHeard: (heardS: number) => void,
  place: VoiceSpan | null = null,
): Promise<Omit<Speech, 'mel'>> {
  const kept = new GrowingFloat32(60 * ANALYSIS_RATE_HZ);
  const analyser = new SoundAnalyser();
  const first = Math.round(fromS * ANALYSIS_RATE_HZ);
  const most = untilS * ANALYSIS_RATE_HZ;
  let at = 0;
  let told = 0;
  const take = (samples: Float32Array) => {
    kept.append(samples);
    analyser.push(0, samples);
  };
  const silence = (count: number) => {
    for (let left = count; left > 0; left -= SILENCE.length) take(SILENCE.subarray(0, left));
  };
  const before = place ? Math.round(place.startS * ANALYSIS_RATE_HZ) : 0;
  const until = place ? Math.round(place.untilS * ANALYSIS_RATE_HZ) : Number.POSITIVE_INFINITY;
  silence(before);
  await listenFromStart(
    port,
    (part) => {
      const wanted = part.subarray(Math.max(0, first - at), Math.max(0, most - at));
      take(wanted.subarray(0, Math.max(0, until - before - at)));
      at += part.length;
      if (at - told < REPORT_EVERY_S * ANALYSIS_RATE_HZ) return;
      told = at;
      onHeard(at / ANALYSIS_RATE_HZ);
    },
    most,
  );
  if (place && at > 0) silence(until - before - at);
  analyser.finish();
  const samples = kept.view().slice();
  const { startS, energyDb, speech } = analyser.features();
  return { samples, durationS: samples.length / ANALYSIS_RATE_HZ, features: { startS, energyDb, speech } };
}

/** What the sound worker does for a dub. */
import type { FitPlan } from '../../core/dub/fit';
import type { Part } from '../../core/dub/part';

/** A dub's sound: the new speech over what was heard beside the voice in the recording that gave the face. */
export interface LayOverJob {
  original: File;
  originalTrack: number;
  /** Where the background begins: time of the first picture that is shown. */
  originalStartS: number;
  speech: File;
  speechTrack: number;
  /** Of the result. Where the original is shorter its background goes over into itself. */
  durationS: number;
}

export interface LaidOver {
  /** WAV, 24 bits, 48 kHz, with the channels of the original. */
  wav: File;
  /**
   * By how much the new speech was made louder, to be as loud as the voice that was there; 0 where there is hardly any:
   * it is as loud as it came then.
   */
  gainDb: number;
}

/** New speech that is to fit. */
export interface FitJob {
  speech: File;
  speechTrack: number;
  plan: FitPlan;
}

/** Several speeches that are heard in one dub. */
export interface VoicesJob {
  /** `startS`: where it begins in what is made. */
  voices: { file: File; track: number; startS: number }[];
  /** Of what is made: what goes on behind it is cut off. */
  durationS: number;
}

/** A recording with a stretch of it replaced. */
export interface PutInJob {
  /** Null: there is silence outside of the stretch. */
  original: { file: File; track: number } | null;
  /** What stands in the stretch, from its start. */
  inside: { file: File; track: number };
  part: Part;
  /** Of the whole. */
  durationS: number;
}

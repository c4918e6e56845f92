/**
 * The sound worker: prepares the sound of a file for those who listen to it. The original is only read, and nothing is
 * moved: every step's delay is undone to the sample.
 *
 *     const bridge = new WorkerBridge<SoundWorkerApi>((name) => new SoundWorker({ name }));
 *     const made = await bridge.call(signal, (api, live) => api.prepare(file, job, live(onProgress)));
 */
import type { BedAmounts } from '../../core/enhance/bed';
import type { ToneId } from '../../core/enhance/equaliser';
import type { Turn } from '../../core/enhance/leveller';
import type { PlaceId } from '../../core/enhance/place';
import type { SoundFigures } from '../../core/loudness/figures';
import type { WantedLoudness, WrittenLoudness } from '../../core/loudness/kept-loudness';
import type { SidesFault } from '../../core/loudness/sides';
import type { MissedTarget, TargetId } from '../../core/loudness/targets';
import type { VoicePlace } from '../../core/sync/speaker-places';
import type { FitJob, LaidOver, LayOverJob, PutInJob, VoicesJob } from './dub-contract';

export type { FitJob, LaidOver, LayOverJob, MissedTarget, PutInJob, SoundFigures, VoicesJob };

/** RNNoise alone, or GTCRN beside it, for heavy noise. */
export const NOISE_METHODS = ['rnnoise', 'gtcrn'] as const;
export type NoiseMethod = (typeof NOISE_METHODS)[number];

/** The steps, in the order in which they run. */
export interface SoundChain {
  /** Clicks, and peaks that were cut off, where they are found. */
  repair: boolean;
  /** Mains hum where it is found, a direct current, and what lies below 20 Hz. */
  hum: boolean;
  /** By how many dB all but the voice is lowered; 0: as it is, APART_ALL_DB: nothing of it is left. */
  voiceApart: number;
  /** Late echo of the room is brought down; experimental. */
  room: boolean;
  /** 0: left as it is; 1: all noise that is found is taken away. */
  noise: number;
  /** What tells noise from voice; see docs/sound.md. */
  noiseBy: NoiseMethod;
  /** Holes are filled with the room of the pauses. */
  roomTone: boolean;
  /** Near and far voices are brought closer together. */
  level: boolean;
  /** 0: as they are; 1: sharp S sounds are brought down by up to 12 dB. */
  deEss: number;
  /** null: as it is. */
  tone: ToneId | null;
  /** 0: as they are; 1: loud words are brought closer to soft ones by a ratio of 4 : 1. */
  compress: number;
  /** Where the face is of whoever speaks, where that is known; null: where it is. */
  place: PlaceId | null;
  /** null: as loud as it comes out. */
  target: TargetId | null;
}

/** Whether anything is to be done at all; if not, what comes out has the samples that went in. */
export function isAnything({ noiseBy: _method, ...steps }: SoundChain): boolean {
  return Object.values(steps).some(Boolean);
}

/** Whether anything is taken out of a sound that can be heard by itself. */
export function takesAway({ repair, hum, room, noise, voiceApart }: SoundChain): boolean {
  return repair || hum || room || noise > 0 || voiceApart > 0;
}

/** Music or room tone that goes under the speech. */
export interface Bed extends BedAmounts {
  file: File;
}

/** A bed as it was laid. */
export interface LaidBed extends BedAmounts {
  name: string;
  /** How often it begins; more than once: it is shorter than the sound. */
  rounds: number;
  /** By how much it was made louder where nobody speaks, before the loudness of all was set. */
  gainDb: number;
}

/** Holes of a sound: stretches without any sound between others. */
export interface FilledHoles {
  count: number;
  /** Seconds that were filled; 0 of some: there is no pause with the room in it. */
  filledS: number;
}

/** ONNX files as they came: Spleeter's two, or HTDemucs. */
export type SeparatorFiles = { vocals: Blob; accompaniment: Blob } | { demucs: Blob };

export interface PrepareJob {
  /** Among the sound tracks, from 0. */
  audioIndex: number;
  chain: SoundChain;
  /**
   * What was taken away as well, for which the sound is decoded once more; and the voice and the rest, if set apart. Of up to a
   * quarter of an hour.
   */
  withTaken: boolean;
  /** The voice and the rest of any length. */
  withStems?: boolean;
  /** Left out: none. */
  bed?: Bed | null;
  /** Who speaks when along the time of the sound, if a check told; near and far voices are evened out one by one then. */
  turns?: readonly Turn[];
  /** Where the faces of those who speak are along the time of the sound, if a check told; without any nothing is placed. */
  places?: readonly VoicePlace[];
  /** What sets the voice apart. Null: what is built in. */
  separator: SeparatorFiles | null;
}

export interface PrepareProgress {
  stage: 'listening' | 'cleaning' | 'filling' | 'writing';
  doneS: number;
  totalS: number;
}

export interface SoundReport {
  figures: SoundFigures;
  /** Short-term loudness along time, LUFS; one value per `hopS`. */
  shortTermLufs: Float32Array;
  /** Highest sample of each hop, of any channel. */
  peaks: Float32Array;
  hopS: number;
}

/** Of a longer sound no second version is written beside what is saved: it may have gigabytes. */
export const LONG_S = 900;

/** Where a sound ends, and where it would if its file had all that its header says. */
export interface EarlyEnd {
  atS: number;
  ofS: number;
}

export interface PreparedSound {
  /** WAV, 24 bits, 48 kHz or the file's own rate when nothing is done, from time 0 of the file's timeline to its end. The browser keeps it, on disk where it is large. */
  wav: File;
  rateHz: number;
  channels: number;
  durationS: number;
  /**
   * What repair, setting the voice apart, and the removal of hum, echo and noise took away, as loud as it was in the
   * original: WAV as `wav`. Null where none of them
   * ran or it was not asked for, and of a sound longer than a quarter of an hour.
   */
  taken: File | null;
  /** The voice and all else as they were told apart, before anything else was done to them: WAV as `wav`. Null where they were not, or not asked for. */
  stems: { voice: File; rest: File } | null;
  before: SoundReport;
  after: SoundReport;
  /** What told the voice from all else; null: nothing did. */
  apartBy: 'networks' | 'built-in' | null;
  /** Lines of hum that were taken out, Hz. */
  humHz: number[];
  /** Clicks that were taken out, and samples of peaks that were cut off and put back; of all channels. */
  mended: { clicks: number; cutOff: number };
  /** By how much all of it was made louder; null without a target. */
  gainDb: number | null;
  /** dBTP that no peak passes; null: nothing limited them. */
  ceilingDb: number | null;
  /** How the target was missed; null: it was met, or there is none. */
  missed: MissedTarget | null;
  /** How surely each hop is speech, 0..1. */
  speech: Float32Array;
  /** Seconds that are speech. */
  speechS: number;
  /** Null: nobody looked for holes. */
  holes: FilledHoles | null;
  /** How the voice was placed, which makes two channels of one; null: it was not. */
  placed: PlaceId | null;
  bed: LaidBed | null;
  /** What is wrong with the sides of a stereo sound; null: nothing, or there are no two. */
  sidesFault: SidesFault | null;
  /** By more than a second before its file says; null: it does not. */
  endsEarly: EarlyEnd | null;
}

/** What is told of a sound that nothing was done to, as a preparation tells it of what it began with. */
export type SoundAsIs = Pick<
  PreparedSound,
  'before' | 'speech' | 'speechS' | 'durationS' | 'sidesFault' | 'endsEarly'
>;

/** Several microphones of one recording as one. */
export interface MixedMicrophones {
  /** WAV, 24 bits, 48 kHz, mono, along the time of the first. */
  wav: File;
  /** What each gives to it, in step with it: WAV as `wav`. Null where it is longer than a quarter of an hour. */
  parts: File[] | null;
  microphones: {
    name: string;
    durationS: number;
    /** By how much later the same is in its file than in the first. */
    lateS: number;
    /** By how many millionths it falls behind the first; null of the first. */
    driftPpm: number | null;
    /** One side of its stereo is turned round in phase: the difference of both was taken, where the sum is silence. */
    isInverted: boolean;
  }[];
}

/** What a prepared sound can be written as, beside WAV. */
export const SOUND_FORMATS = [
  { id: 'flac', name: 'FLAC', extension: 'flac', type: 'audio/flac', maxChannels: 8 },
  { id: 'opus', name: 'Opus', extension: 'opus', type: 'audio/ogg', maxChannels: 8 },
  { id: 'mp3', name: 'MP3', extension: 'mp3', type: 'audio/mpeg', maxChannels: 2 },
  { id: 'm4a', name: 'AAC (M4A)', extension: 'm4a', type: 'audio/mp4', maxChannels: 8 },
] as const;
export type SoundFormat = (typeof SOUND_FORMATS)[number]['id'];

/** A prepared sound, and what the file is to keep of its loudness; null: as it comes. */
export interface SoundToEncode extends Pick<PreparedSound, 'wav' | 'channels' | 'durationS'> {
  wanted: WantedLoudness | null;
}

export interface EncodedFile {
  file: File;
  /** As the file decodes; null where that is the WAV, nothing limits it, or nothing here decodes it. */
  measured: WrittenLoudness | null;
}

/** The voices of flite that are offered: a woman's and a man's (CMU ARCTIC). */
export const GUIDE_VOICES = ['slt', 'rms'] as const;
export type GuideVoice = (typeof GUIDE_VOICES)[number];

export interface SoundWorkerApi {
  /** How loud it is as it is; nobody looks for speech in it. Throws as `prepare` does. */
  measure(file: File, audioIndex: number): Promise<SoundFigures>;
  /**
   * How it is, along time, too, and where somebody speaks; nothing of it is kept.
   * @param onShare gets shares, 0..1. Throws as `prepare` does
   */
  asIs(file: File, audioIndex: number, onShare: (share: number) => void): Promise<SoundAsIs>;
  /** Throws LipslateError 'not-a-video', 'no-sound', 'codec-unsupported', 'file-changed', 'no-speech-heard', 'model-missing' (a separator that is gone), ... */
  prepare(
    file: File,
    job: PrepareJob,
    onProgress: (progress: PrepareProgress) => void,
  ): Promise<PreparedSound>;
  /**
   * @param files two or more; the first gives the time
   * @param onProgress gets shares, 0..1. Throws LipslateError 'microphones-unmixable' that says why, and what reading the files throws
   */
  mix(files: readonly File[], onProgress: (share: number) => void): Promise<MixedMicrophones>;
  /**
   * A prepared WAV in another format, which begins and plays at the same sample, is as loud, and passes no limit.
   * @param onProgress gets shares, 0..1. Throws LipslateError 'fix-impossible' for more channels than the format has,
   * 'model-load-failed' when the encoder does not load
   */
  encode(
    sound: SoundToEncode,
    format: SoundFormat,
    onProgress: (share: number) => void,
  ): Promise<EncodedFile>;
  /**
   * @param onProgress gets shares, 0..1. Throws LipslateError 'no-sound' when the original has none, 'no-speech' when the
   * new one has none, and what reading the files throws
   */
  layOver(job: LayOverJob, onProgress: (share: number) => void): Promise<LaidOver>;
  /**
   * @param onProgress gets shares, 0..1
   * @returns WAV, 24 bits, 48 kHz, with the channels of the original: its very samples outside of the stretch, soft joins
   * inside. Throws LipslateError 'no-speech' when what is put in has no sound, and what reading the files throws
   */
  putIn(job: PutInJob, onProgress: (share: number) => void): Promise<File>;
  /**
   * @param onProgress gets shares, 0..1
   * @returns WAV, 24 bits, 48 kHz, as long as planned. Throws LipslateError 'no-speech' when there is no sound, and what
   * reading the file throws
   */
  fit(job: FitJob, onProgress: (share: number) => void): Promise<File>;
  /**
   * @param onProgress gets shares, 0..1
   * @returns WAV, 24 bits, 48 kHz, mono or stereo: each as loud as the first, and no peak cut off. Throws LipslateError
   * 'no-speech' when one has no sound, and what reading the files throws
   */
  mixVoices(job: VoicesJob, onProgress: (share: number) => void): Promise<File>;
  /**
   * @param pieces of core/dub/typed-text
   * @param onProgress gets shares, 0..1; the first when the voice is loaded
   * @returns WAV, 16 bits, 16 kHz, mono. Throws LipslateError 'model-load-failed' when the voice does not load
   */
  speak(pieces: readonly string[], voice: GuideVoice, onProgress: (share: number) => void): Promise<File>;
}

/**
 * The rewrite worker: a corrected copy of a file. The original is only read.
 *
 *     const bridge = new WorkerBridge<RewriteWorkerApi>((name) => new RewriteWorker({ name }));
 *     const fixed = await bridge.call(signal, (api, live) => api.rewrite(file, job, live(onProgress)));
 *
 * Cancel = the bridge ends the worker. What it had begun is never under its final name, and is cleared by the next
 * call of any rewrite worker. Whoever shows results holds the lock `folderLock(folder)` (mode 'shared') as long as
 * they are offered: folders that nobody holds are cleared, too.
 */

import type { Correction } from '../../core/fix/correction';
import type { WantedLoudness, WrittenLoudness } from '../../core/loudness/kept-loudness';

export type { Correction };

export interface RewriteJob {
  /** lossless: only times change. baked: the sound's samples are moved and encoded anew; the picture is copied. */
  mode: 'lossless' | 'baked';
  correction: Correction;
  /** The sound that was measured, from 0 among the sound tracks. */
  audioIndex: number;
  /** Lossless: which sound tracks move. All, by default: they come from the same delivery. Baked moves one alone. */
  moves?: 'all-sound' | 'measured-only';
  /**
   * Lossless, sound late: 'trim-sound' leaves out the sound before the first picture, and nothing else moves;
   * 'delay-picture' has everything but the sound start later, so that all of both is played. 'auto' (the default)
   * trims when what would go of all that moves is silence, else it delays.
   */
  whenLate?: 'auto' | 'trim-sound' | 'delay-picture';
  /** opfs: a file in this folder under the page's private `rewrites` folder. A handle: where the visitor said. */
  output: { to: 'opfs'; folder: string } | { to: 'handle'; handle: FileSystemFileHandle };
}

export interface ReplaceJob extends Pick<RewriteJob, 'audioIndex' | 'output'> {
  /** A WAV file, from time 0 of the file's timeline on. */
  sound: File;
  goes: SoundGoes;
  /** What the written sound is to keep of its loudness; left out: as it comes. */
  wanted?: WantedLoudness | null;
}

/** In the place of the track; or beside all sound tracks, which stay as they are: in front of them, as the one that plays. */
export type SoundGoes = 'instead' | 'beside';

/** Seconds on the file's timeline. */
export interface PartJob extends Pick<RewriteJob, 'output'> {
  startS: number;
  endS: number;
  /** By how much the sound is late there, which is put right on the way; 0 leaves it as it is. */
  offsetMs: number;
}

export interface WrittenPart {
  file: File;
  suggestedName: string;
  /** Where it really begins: with the key picture at or before the start that was asked for. */
  startS: number;
}

/** `doneS` of `totalS` seconds, all passes over the file added up: true, and never going back. */
export interface RewriteProgress {
  stage: 'listening' | 'encoding' | 'writing';
  doneS: number;
  totalS: number;
}

export interface Rewritten {
  /** On disk, not in memory. */
  file: File;
  /** As MediaInfo.container says; usually that of the original. */
  container: string;
  /** What a download should be called: the original's name with '.in-sync' and the right extension. */
  suggestedName: string;
  /** One sentence: what was done, and to what. */
  how: string;
  /** What was really put right, read back from the copy. null for drift and steps, and where a copy does not say. */
  appliedMs: number | null;
  /** The sound's codec after a baked fix, when it is not the one it was. */
  newCodec: string | null;
  /** Of a sound that was to keep its loudness, as it decodes; null where it is not encoded, or nothing here decodes it. */
  measured?: WrittenLoudness | null;
  /** Sentences about what the visitor should know: what could not be kept, another codec, a change of pitch. */
  warnings: string[];
  tracksKept: { picture: number; sound: number; other: number };
  /** Of the original but not in the result, each in words. */
  tracksLost: string[];
}

/** What can be had for this file, before anything is started. */
export interface RewritePlan {
  container: string;
  /** The file's own cannot hold the corrected sound: the copy is a Matroska file. */
  isMoved: boolean;
  /** As Rewritten.suggestedName. */
  suggestedName: string;
  lossless: boolean;
  baked: boolean;
  /** Why not lossless (or not baked), in a sentence. */
  reasons: string[];
  /** Codec a baked fix will write. */
  bakedCodec: string | null;
  /** Bytes of room needed while writing; about, rounded up. */
  needBytes: number;
  /**
   * Bytes that the browser says it grants this page; null when it does not say. Browsers round it up generously:
   * `rewrite` asks for the room itself before it starts.
   */
  freeBytes: number | null;
}

export interface RewriteWorkerApi {
  /** Looks at the file's structure only. Throws LipslateError as MediaWorkerApi.open does. */
  plan(file: File, job: Pick<RewriteJob, 'mode' | 'correction' | 'audioIndex'>): Promise<RewritePlan>;
  /**
   * Writes the corrected copy. Throws LipslateError 'storage-full' before it starts when the room is too small,
   * 'fix-impossible' when the correction cannot be made this way, 'file-changed', 'codec-unsupported', ...
   */
  rewrite(file: File, job: RewriteJob, onProgress: (progress: RewriteProgress) => void): Promise<Rewritten>;
  /** A copy with another sound in place of one track, or beside it. Throws as `rewrite` does. */
  replaceSound(
    file: File,
    job: ReplaceJob,
    onProgress: (progress: RewriteProgress) => void,
  ): Promise<Rewritten>;
  /** A part of a file as a file of its own, its packets as they are. Throws as `rewrite` does. */
  writePart(file: File, job: PartJob, onProgress: (progress: RewriteProgress) => void): Promise<WrittenPart>;
  /** Whether a copy has the original's picture, packet for packet; false also where that cannot be told. */
  hasSamePicture(original: File, copy: File): Promise<boolean>;
  /** The corrected sound alone, as WAV. */
  soundAlone(
    file: File,
    job: Pick<RewriteJob, 'correction' | 'audioIndex' | 'output'>,
    onProgress: (progress: RewriteProgress) => void,
  ): Promise<File>;
  /** Removes results from this folder: the one named, or all. */
  remove(folder: string, name?: string): Promise<void>;
  /** Clears what broken-off rewrites and closed pages left behind. Every rewrite does it, too. */
  clearLeftovers(): Promise<void>;
}

/** Hold it (shared) while results in this folder are offered. */
export const folderLock = (folder: string): string => `lipslate-rewrites:${folder}`;
/** Folder of the page's private file system in which the folders of results lie. */
export const REWRITES_FOLDER = 'rewrites';

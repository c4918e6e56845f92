/** What can be done to a file depends on its container: one interface, one implementation for each family of them. */
import type { WhenLate } from '../../core/fix/bmff/shift';
import type { EncodedSound } from '../../core/fix/encoded-sound';
import type { MatroskaOutput } from '../../core/fix/matroska/rewrite';
import type { Piece } from '../../core/fix/pieces';
import type { SourceSound } from '../lib/sound/source';
import type { RewriteJob, Rewritten, SoundGoes } from './contract';
import type { Target } from './target';

/** A lossless fix, all its choices made. */
export interface Shift {
  /** Positive = the sound is late and comes forward. */
  offsetMs: number;
  /** As it is told: another one where what is moved is a copy whose picture is already a little earlier or later. */
  toldMs?: number;
  /** The measured track. */
  audioIndex: number;
  moves: 'all-sound' | 'measured-only';
  /** Containers that cannot leave out a beginning have the picture wait all the same. */
  whenLate: WhenLate;
}

/** A newly encoded track in the place of the measured one, or beside it. */
export interface NewSound {
  audioIndex: number;
  encoded: EncodedSound;
  /** The encoded packets, one behind the other. */
  packets: Blob;
  goes: SoundGoes;
}

/** A copy that is not yet written. */
export interface Copy {
  pieces: Iterable<Piece> | AsyncIterable<MatroskaOutput>;
  /** What pieces of the 'original' are taken from: the file, or what ffmpeg made of it. */
  original: Blob;
  /** Bytes of the result, about; progress is counted by it. */
  bytes: number;
  tracksLost: string[];
}

export interface ShiftedCopy extends Copy {
  /** One sentence: what was done, and to what. */
  how: string;
}

export interface Container {
  readonly tracks: Rewritten['tracksKept'];
  /** Why this file cannot be had in this way, as a sentence; null when it can. */
  refusal(mode: RewriteJob['mode']): string | null;
  /** Whether a new sound can go beside the old. */
  readonly takesBeside: boolean;
  /** As MediaInfo.container says it of the copy. @param target null when lossless */
  nameFor(target: Target | null): string;
  /** Times the file's own size that are needed to write a copy. */
  copies(mode: RewriteJob['mode']): number;
  /** What the sound of a baked copy is written as. @throws LipslateError 'fix-impossible' */
  target(sound: SourceSound): Promise<Target>;
  /** @throws LipslateError 'fix-impossible'; ContainerError for an index that cannot be trusted */
  shift(shift: Shift, onTime: (atS: number) => void): Promise<ShiftedCopy>;
  /** @throws as `shift` */
  replaceSound(sound: NewSound, target: Target, onTime: (atS: number) => void): Promise<Copy>;
  /**
   * By how much the sound comes earlier against the picture in a copy made by `shift`, as its own times say.
   * @returns ms; null when it cannot be told
   */
  movedMs(copy: Blob, audioIndex: number): Promise<number | null>;
}

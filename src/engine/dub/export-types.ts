/** What the page knows about the export of a dub, and about its score. */
import type { ErrorData } from '../../../core/errors';
import type { ExportedVideo } from '../../../workers/dub/contract';
import type { OwnCertificate, SignedVideo } from '../../../workers/provenance/contract';
import type { CheckJob } from '../check-types';

/** A file's content that the visitor chose. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** The new speech alone, the new speech over what is heard beside the voice in the original, or the original. */
export type DubSound = 'new' | 'over' | 'original';

/** As chosen, for this and the next exports. */
export interface ExportChoices {
  readonly container: 'mp4' | 'webm';
  readonly sound: DubSound;
  readonly badge: boolean;
  readonly provenance: boolean;
  /** The visitor's own, as PEM; in memory alone. */
  readonly certificates: NamedText | null;
  readonly privateKey: NamedText | null;
}

/** What holds for one export of one render. */
export interface ExportSettings extends Pick<ExportChoices, 'container' | 'sound' | 'badge' | 'provenance'> {
  /** Null: signed with a key made for this file alone. */
  readonly certificate: OwnCertificate | null;
}

export interface ExportResult {
  readonly file: File;
  readonly video: ExportedVideo;
  readonly settings: ExportSettings;
  /** dB by which the new speech was made louder; null where it was taken as it is. */
  readonly speechGainDb: number | null;
  /** Null when it was exported without a manifest. */
  readonly signed: SignedVideo | null;
  /** Why a manifest that was wanted is not in it; it can be signed yet. */
  readonly signError: ErrorData | null;
}

export interface ExportState {
  readonly status: 'working' | 'done' | 'failed' | 'cancelled';
  readonly step: 'mixing' | 'composing' | 'signing';
  /** Pictures; of the mixing, percent. */
  readonly done: number;
  readonly total: number;
  readonly result: ExportResult | null;
  readonly error: ErrorData | null;
}

/** The exported video checked like any other, and the video it was made of where that has sound. */
export interface ScoreState {
  readonly status: 'working' | 'done' | 'cancelled';
  readonly after: CheckJob | null;
  readonly before: CheckJob | null;
  readonly beforeMissing: 'photo' | 'no-sound' | null;
}

/** One file from open to measurement: routes streams between workers, watches progress, measures on the way. */
import * as Comlink from 'comlink';
import { LipslateError } from '../../core/errors';
import { oneFaceSentence, partSentence } from '../../core/report/format';
import type { Mix } from '../../core/sound/downmix';
import { type HeardSound, soundWarnings } from '../../core/sound/heard';
import type { WaveformPeaks } from '../../core/sound/types';
import type { MediaInfo } from '../../workers/media/contract';
import type { ModelInfo } from '../../workers/models/contract';
import type { CheckEvidence, MeasureOptions } from '../../workers/sync/contract';
import { CheckProgress } from './check-progress';
import type { CheckSettings, Stage } from './check-types';
import { EarlyVerdict } from './early-verdict';
import type { KnownLips } from './known-lips';
import { leaveLanes } from './lanes';
import { LipsOfCheck, LONG_S } from './lips-of-check';
import { listenToSpeech, otherTrackWithSpeech } from './listen';
import type { TimeRange } from './ranges';
import { RestingSync } from './resting-sync';
import { findSyncnet, runSyncnet } from './syncnet';
import type { CheckWorkers } from './workers';

export interface PipelineEvents {
  onMedia?(media: MediaInfo): void;
  onPeaks?(peaks: WaveformPeaks): void;
  onProgress(stage: Stage, doneS: number, totalS: number): void;
  /**
   * Provisional results while the rest is being read; none are made for nobody.
   * @param seenS seconds of picture that it rests on
   */
  onEarlyEvidence?(evidence: CheckEvidence, seenS: number): void;
}

export interface CheckInput {
  file: File;
  audioIndex: number;
  /** What is made mono; null: whatever of the track has the speech. */
  mix: Mix | null;
  settings: CheckSettings;
  /** Only this part of the picture is looked at; null: all of it. */
  part: TimeRange | null;
  /** Measured by this face alone; null or absent: by all. */
  onlyFace?: number | null;
  /** Of this file, or of one with the same picture: it is not watched then. Null: it is. */
  lips: KnownLips | null;
}

export interface CheckedFile {
  /** With what is to be said about its sound among the warnings. */
  media: MediaInfo;
  heard: HeardSound;
  evidence: CheckEvidence;
  /** False: the lips were known. */
  isWatched: boolean;
}

/**
 * Reads a file and measures it. The sync worker keeps the features afterwards, for measuring again.
 * @param workers used by no other check meanwhile
 * @throws LipslateError; then nothing of this check runs on
 */
export async function runCheck(
  signal: AbortSignal,
  input: CheckInput,
  workers: CheckWorkers,
  events: PipelineEvents,
): Promise<CheckedFile> {
  const letGo = workers.hold();
  const scope = new AbortController();
  const onAbort = () => scope.abort();
  signal.addEventListener('abort', onAbort);
  if (signal.aborted) onAbort();
  try {
    workers.renew();
    return await new CheckRun(scope.signal, input, workers, events).run();
  } catch (cause) {
    // One failed stream leaves the others hanging on their ports: nothing of this run may live on.
    scope.abort();
    workers.dispose();
    leaveLanes(input.file);
    throw LipslateError.from(cause);
  } finally {
    signal.removeEventListener('abort', onAbort);
    letGo();
  }
}

/**
 * What the sync worker needs to know of the settings and the file.
 * @param onlyFace measured by this face alone; null: by all
 */
export function measureOptionsOf(
  settings: CheckSettings,
  media: MediaInfo,
  onlyFace: number | null,
): MeasureOptions {
  const { width, fps } = media.video;
  return { ...settings, durationS: media.durationS, fps, pictureWidthPx: width, onlyFace };
}

class CheckRun {
  readonly #signal: AbortSignal;
  readonly #input: CheckInput;
  readonly #workers: CheckWorkers;
  readonly #events: PipelineEvents;
  readonly #progress: CheckProgress;
  readonly #lips: LipsOfCheck;
  #totalS = 0;

  constructor(signal: AbortSignal, input: CheckInput, workers: CheckWorkers, events: PipelineEvents) {
    this.#signal = signal;
    this.#input = input;
    this.#workers = workers;
    this.#events = events;
    this.#progress = new CheckProgress(input.part, events.onProgress);
    this.#lips = new LipsOfCheck(signal, input, workers.sync, this.#progress);
  }

  async run(): Promise<CheckedFile> {
    const { file, settings } = this.#input;
    const { onProgress, onMedia, onEarlyEvidence } = this.#events;
    const { audioDecoder, sync } = this.#workers;
    onProgress('opening', 0, 0);
    const media = await audioDecoder.call(this.#signal, (api) => api.open(file));
    onMedia?.(media);
    this.#totalS = media.durationS;
    this.#progress.begin(media.durationS);
    const model = await findSyncnet(this.#signal, this.#workers, settings.engine);
    // SyncNet looks at the faces that speak, so the built-in engine comes first in any case.
    const measure = () => this.#measure(media, settings.engine === 'syncnet' ? 'auto' : settings.engine);
    await sync.call(this.#signal, (api) => api.reset());
    const isKnown = await this.#lips.recall(media);
    if (isKnown) this.#progress.lipsAreKnown();
    // With all lips there, the first result is the last one.
    const early = onEarlyEvidence && !isKnown ? new EarlyVerdict(measure, onEarlyEvidence) : null;
    const resting = new RestingSync(this.#signal, sync, this.#lips);
    const listening = this.#listen(early).then((sound) => {
      // Only SyncNet reads the sound, and pictures, once more.
      if (!model && this.#totalS > LONG_S) audioDecoder.dispose();
      return sound;
    });
    const soundIsAway = listening
      .then(() => early?.over)
      .then(() => {
        if (!isKnown && this.#totalS - this.#lips.knownS > LONG_S) return resting.rest();
      });
    // `listening` tells.
    soundIsAway.catch(() => {});
    const watching = isKnown ? null : this.#lips.watchAll(media, early, soundIsAway);
    const [listened] = await Promise.all([listening, watching]);
    if (this.#totalS > LONG_S) leaveLanes(file);
    await resting.wake();
    await this.#lips.handOverRest();
    onProgress('comparing', this.#totalS, this.#totalS);
    await early?.settle();
    await sync.call(this.#signal, (api) => api.joinFaces());
    const evidence = await measure();
    const heard = await this.#withHint(listened, media, evidence);
    const channels = media.audioTracks[heard.track]?.channels ?? 0;
    const { part, onlyFace = null } = this.#input;
    // First: everything else that is said is said of this part and face.
    const limits = [
      ...(part ? [partSentence(part)] : []),
      ...(onlyFace === null ? [] : [oneFaceSentence(onlyFace, evidence.tracks)]),
    ];
    const told = { ...media, warnings: [...limits, ...media.warnings, ...soundWarnings(heard, channels)] };
    onMedia?.(told);
    const all = model ? await this.#addSyncnet(media, model, heard, evidence) : evidence;
    return { media: told, heard, evidence: all, isWatched: !isKnown };
  }

  #measure(media: MediaInfo, engine: MeasureOptions['engine']): Promise<CheckEvidence> {
    const { settings, onlyFace = null } = this.#input;
    const options = { ...measureOptionsOf(settings, media, onlyFace), engine };
    return this.#workers.sync.call(this.#signal, (api) => api.measure(options));
  }

  /** Where nothing is sure, another track may have the speech that belongs to the picture. */
  async #withHint(heard: HeardSound, media: MediaInfo, { measurement }: CheckEvidence): Promise<HeardSound> {
    if (measurement.verdict !== 'unsure' || media.audioTracks.length < 2) return heard;
    const { audioDecoder } = this.#workers;
    const speechTrack = await otherTrackWithSpeech(this.#signal, audioDecoder, this.#input.file, heard.track);
    return { ...heard, speechTrack };
  }

  async #listen(early: EarlyVerdict | null): Promise<HeardSound> {
    const { audioIndex, mix } = this.#input;
    let isHeard = false;
    const onPeaks = Comlink.proxy((peaks: WaveformPeaks, doneS: number) => {
      this.#events.onPeaks?.(peaks);
      // The last peaks may come behind the answer, and must not be lost; what they tell of progress is over then.
      if (!isHeard) this.#progress.heard(doneS);
    });
    const heard = await listenToSpeech(this.#signal, this.#workers, audioIndex, mix, onPeaks);
    isHeard = true;
    this.#progress.heard(this.#totalS);
    early?.soundIsComplete(this.#lips.knownS);
    return heard;
  }

  /** @returns the evidence with SyncNet's figures; as it was when they cannot be had and were not asked for by name */
  async #addSyncnet(
    media: MediaInfo,
    model: ModelInfo,
    heard: HeardSound,
    evidence: CheckEvidence,
  ): Promise<CheckEvidence> {
    const { settings, part } = this.#input;
    const onShare = (share: number) => this.#events.onProgress('syncnet', share * this.#totalS, this.#totalS);
    try {
      const run = { model, media, heard, evidence, settings, part };
      const outcome = await runSyncnet(this.#signal, this.#workers, run, onShare);
      await this.#workers.sync.call(this.#signal, (api) => api.addSyncnet(outcome));
    } catch (cause) {
      if (this.#signal.aborted || settings.engine === 'syncnet') throw cause;
      // Its figures come on top of a measurement that stands without them.
      console.warn(`lipslate: SyncNet did not run: ${LipslateError.from(cause).message}`);
      this.#workers.syncnet.dispose();
      this.#workers.audioDecoder.dispose();
      return evidence;
    }
    return this.#measure(media, settings.engine);
  }
}

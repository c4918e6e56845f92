/** One file from open to measurement: routes streams between workers, watches progress, measures on the way. */
import * as Comlink from 'comlink';
import { LipslateError } from '../../core/errors';
import type { WaveformPeaks } from '../../core/sound/types';
import type { MediaInfo } from '../../workers/media/contract';
import type { CheckEvidence, MeasureOptions } from '../../workers/sync/contract';
import type { CheckSettings, Stage } from './check-types';
import { planRanges, type TimeRange } from './ranges';
import { findSyncnet, runSyncnet } from './syncnet';
import type { WorkerPool } from './worker-pool';

/** More frames per second than this add cost, not accuracy: lips move below 10 Hz. */
const MAX_FPS = 30;

export interface PipelineEvents {
  onMedia(media: MediaInfo): void;
  onPeaks(peaks: WaveformPeaks): void;
  onProgress(stage: Stage, doneS: number, totalS: number): void;
  /** A first, provisional result while the rest is being read. */
  onEarlyEvidence(evidence: CheckEvidence): void;
}

/**
 * Reads a file and measures it. The sync worker of the pool keeps the features afterwards, for re-measuring.
 * @throws LipslateError
 */
export async function runCheck(
  signal: AbortSignal,
  file: File,
  audioIndex: number,
  settings: CheckSettings,
  pool: WorkerPool,
  events: PipelineEvents,
): Promise<{ media: MediaInfo; evidence: CheckEvidence }> {
  pool.renew();
  events.onProgress('opening', 0, 0);
  const media = await pool.audioDecoder.call(signal, (api) => api.open(file));
  events.onMedia(media);
  const model = await findSyncnet(signal, pool, settings.engine);
  const measureOptions = measureOptionsOf(settings, media);
  const measureBy = (engine: MeasureOptions['engine']) =>
    pool.sync.call(signal, (api) => api.measure({ ...measureOptions, engine }));
  // SyncNet looks at the faces that speak, so the built-in engine comes first in any case.
  const measure = () => measureBy(settings.engine === 'syncnet' ? 'auto' : settings.engine);
  await pool.sync.call(signal, (api) => api.reset());

  const total = media.durationS;
  const work = {
    heardS: 0,
    watchedS: 0,
    /** Seconds of picture whose faces the sync worker has. */ knownS: 0,
  };
  const report = () =>
    events.onProgress(
      work.heardS < total && work.watchedS === 0 ? 'listening' : 'watching',
      work.watchedS,
      total,
    );

  const ranges = planRanges(media.durationS, pool.lanes.length);
  const early = new EarlyVerdict(measure, events.onEarlyEvidence);
  const watched = new Map<TimeRange, number>();
  const watch = async (lane: WorkerPool['lanes'][number]) => {
    let opened = false;
    for (let range = ranges.shift(); range; range = ranges.shift()) {
      const current = range;
      if (!opened) {
        await lane.videoDecoder.call(signal, (api) => api.open(file));
        await lane.faces.call(signal, (api) => api.load());
        opened = true;
      }
      const channel = new MessageChannel();
      const frames = lane.videoDecoder.call(signal, (api) =>
        api.streamFrames({ ...current, maxFps: MAX_FPS }, Comlink.transfer(channel.port1, [channel.port1])),
      );
      const onProgress = Comlink.proxy((progress: { doneS: number }) => {
        watched.set(current, lengthOf(current, progress.doneS));
        work.watchedS = sum(watched.values());
        report();
      });
      const chunk = lane.faces.call(signal, (api) =>
        api.analyse(Comlink.transfer(channel.port2, [channel.port2]), current, onProgress),
      );
      // Both sides are awaited, so that a stream that broke off reports its own error, not a hanging port.
      const [, faces] = await Promise.all([frames, chunk]);
      watched.set(current, lengthOf(current, total));
      work.watchedS = sum(watched.values());
      report();
      await pool.sync.call(signal, (api) => api.addFaces(faces));
      work.knownS += lengthOf(current, total);
      early.poke(work.knownS);
    }
  };
  const listen = async () => {
    const channel = new MessageChannel();
    const onPeaks = Comlink.proxy((peaks: WaveformPeaks, doneS: number) => {
      work.heardS = Math.min(doneS, total);
      events.onPeaks(peaks);
      report();
    });
    await Promise.all([
      pool.audioDecoder.call(signal, (api) =>
        api.streamSound(audioIndex, Comlink.transfer(channel.port1, [channel.port1])),
      ),
      pool.sync.call(signal, (api) =>
        api.addSound(Comlink.transfer(channel.port2, [channel.port2]), onPeaks),
      ),
    ]);
    work.heardS = total;
    early.soundComplete = true;
    early.poke(work.knownS);
  };
  try {
    await Promise.all([listen(), ...pool.lanes.map(watch)]);
    events.onProgress('comparing', total, total);
    await early.settle();
    const evidence = await measure();
    if (!model) return { media, evidence };
    try {
      const onShare = (share: number) => events.onProgress('syncnet', share * total, total);
      const outcome = await runSyncnet(signal, pool, model, media, audioIndex, evidence, settings, onShare);
      await pool.sync.call(signal, (api) => api.addSyncnet(outcome));
    } catch (cause) {
      if (signal.aborted || settings.engine === 'syncnet') throw cause;
      // Its figures come on top of a measurement that stands without them.
      console.warn(`lipslate: SyncNet did not run: ${LipslateError.from(cause).message}`);
      pool.syncnet.dispose();
      pool.audioDecoder.dispose();
      return { media, evidence };
    }
    return { media, evidence: await measureBy(settings.engine) };
  } catch (cause) {
    // One failed stream leaves the others hanging on their ports: nothing of this run may live on.
    pool.dispose();
    throw LipslateError.from(cause);
  }
}

/** What the sync worker needs to know of the settings and the file. */
export function measureOptionsOf(settings: CheckSettings, media: MediaInfo): MeasureOptions {
  const { width, fps } = media.video;
  return { ...settings, durationS: media.durationS, fps, pictureWidthPx: width };
}

/** A provisional result is worth its time again when so much more has been seen. */
const EARLY_GROWTH = 1.5;
/** With so much seen the first result is sharp: another one would only cost memory while pictures are read. */
const EARLY_UNTIL_S = 600;

/** Measures what is there while the rest is read, one measurement at a time, once there is something to compare. */
class EarlyVerdict {
  soundComplete = false;
  /** Seconds of picture that the next provisional measurement waits for. */
  #nextS = Number.MIN_VALUE;
  #running: Promise<void> | null = null;
  readonly #measure: () => Promise<CheckEvidence>;
  readonly #publish: (evidence: CheckEvidence) => void;

  constructor(measure: () => Promise<CheckEvidence>, publish: (evidence: CheckEvidence) => void) {
    this.#measure = measure;
    this.#publish = publish;
  }

  poke(knownS: number): void {
    if (!this.soundComplete || knownS < this.#nextS || this.#running) return;
    this.#nextS = knownS < EARLY_UNTIL_S ? knownS * EARLY_GROWTH : Number.POSITIVE_INFINITY;
    this.#running = this.#measure()
      .then(this.#publish)
      // A provisional measurement that fails is not the end: the final one reports the error.
      .catch(() => {})
      .finally(() => {
        this.#running = null;
      });
  }

  async settle(): Promise<void> {
    await this.#running;
  }
}

/** Seconds of a range that lie before `untilS`. */
function lengthOf(range: TimeRange, untilS: number): number {
  return Math.max(0, Math.min(range.endS, untilS) - range.startS);
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** The SyncNet worker's whole surface: see contract.ts. */
import { LipslateError } from '../../core/errors';
import { serve } from '../lib/rpc';
import { TrackComparison } from './compare';
import type { SyncnetOutcome, SyncnetWorkerApi } from './contract';
import { forEachWindow } from './lip-windows';
import { type PlannedRun, planRuns } from './plan';
import { type HeardMfcc, hearSound } from './receive-mfcc';
import { openTowers, SoundMemory, type Towers } from './towers';

interface Loaded {
  id: string;
  towers: Towers;
}

/** One file. */
interface Work {
  sound: HeardMfcc;
  runs: PlannedRun[];
  comparisons: Map<number, TrackComparison>;
}

let loaded: Loaded | null = null;
let work: Work | null = null;

const api: SyncnetWorkerApi = {
  async load(model) {
    if (loaded?.id !== model.id) {
      await loaded?.towers.release();
      loaded = null;
      loaded = { id: model.id, towers: await openTowers(model) };
    }
    return loaded.towers.runtime;
  },

  async listen(port) {
    work = null;
    const sound = await hearSound(port);
    work = { sound, runs: [], comparisons: new Map() };
  },

  async plan(tracks, options) {
    const { towers, file } = ready();
    file.runs = planRuns(tracks, file.sound.samples, options);
    const memory = new SoundMemory(towers, file.sound.mfcc);
    file.comparisons = new Map(
      file.runs.map((run) => [run.track.id, new TrackComparison(run.track, memory, options.searchS)]),
    );
    return file.runs.map(({ startS, endS }) => ({ startS, endS }));
  },

  async watch(index, port, onProgress) {
    const { towers, file } = ready();
    const run = file.runs[index];
    const comparison = run && file.comparisons.get(run.track.id);
    if (!run || !comparison) throw new LipslateError('internal', `no run ${index}`);
    const windowsOf = (runs: PlannedRun[]) => runs.reduce((sum, { starts }) => sum + starts.length, 0);
    const total = windowsOf(file.runs);
    let done = windowsOf(file.runs.slice(0, index));
    await forEachWindow(run, port, async (start, pictures) => {
      await comparison.add(start, await towers.seeLips(pictures));
      done += 1;
      onProgress(done / total);
    });
    await comparison.flush();
  },

  async result(): Promise<SyncnetOutcome> {
    const { towers, file, id } = ready();
    const all = [...file.comparisons.values()];
    return {
      modelId: id,
      runtime: towers.runtime,
      figures: all.map((one) => one.figures()).filter((figures) => figures !== null),
      lagMaps: all.map((one) => one.lagMap()).filter((map) => map !== null),
    };
  },
};

function ready(): { towers: Towers; file: Work; id: string } {
  if (!loaded || !work) throw new LipslateError('internal', 'load and listen come first');
  return { towers: loaded.towers, file: work, id: loaded.id };
}

serve(api);

/** The sync worker's whole surface: sound and faces in, measurement out. */
import { transfer } from 'comlink';
import { joinChunks } from '../../core/lips/merge';
import type { FaceChunk } from '../../core/lips/types';
import { SoundAnalyser } from '../../core/sound/analyser';
import { copyOf, featuresOf, fineOf, type SoundRows } from '../../core/sound/rows';
import { serve } from '../lib/rpc';
import type { SyncnetOutcome } from '../syncnet/contract';
import type { CheckEvidence, MeasureOptions, SyncWorkerApi } from './contract';
import { LipslateEngine } from './lipslate';
import { loadLipslate } from './lipslate-model';
import { measureFile } from './measure';
import { receiveSound } from './receive-features';

let sound: { rows(): SoundRows } = new SoundAnalyser();
let chunks: FaceChunk[] = [];
/** All of the file's lips are there. */
let isWhole = false;
let syncnet: SyncnetOutcome | null = null;
let lipslate = new LipslateEngine();

const api: SyncWorkerApi = {
  async reset() {
    sound = new SoundAnalyser();
    chunks = [];
    isWhole = false;
    syncnet = null;
    lipslate = new LipslateEngine();
  },
  async addSound(port, onPeaks) {
    // Loaded while the file is read; where that fails, measuring tells.
    void loadLipslate().catch(() => {});
    // Another mix of the same track may have come before.
    const analyser = new SoundAnalyser();
    sound = analyser;
    await receiveSound(port, analyser, onPeaks);
  },
  async takeSound() {
    const rows = copyOf(sound.rows());
    sound = new SoundAnalyser();
    const { energyDb, bandsDb, levels } = rows;
    return transfer(rows, [energyDb.buffer, bandsDb.buffer, levels.buffer]);
  },
  async giveSound(rows) {
    sound = { rows: () => rows };
  },
  async addFaces(chunk) {
    chunks.push(chunk);
    isWhole = false;
  },
  async joinFaces() {
    if (chunks.length > 1) chunks = [joinChunks(chunks)];
    isWhole = true;
  },
  async addSyncnet(outcome) {
    syncnet = outcome;
  },
  async measure(options: MeasureOptions): Promise<CheckEvidence> {
    const rows = sound.rows();
    const features = featuresOf(rows);
    const engine = lipslate;
    const whole = isWhole;
    const fine = fineOf(rows);
    return measureFile(
      {
        chunks,
        sound: features,
        lipslate: (tracks) => engine.prepare(tracks, fine, features, whole),
        syncnet,
      },
      options,
    );
  },
};

serve(api);

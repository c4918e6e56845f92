/** The sync worker's whole surface: sound and faces in, measurement out. */
import type { FaceChunk } from '../../core/lips/types';
import { SoundAnalyser } from '../../core/sound/analyser';
import { serve } from '../rpc';
import type { SyncnetOutcome } from '../syncnet/contract';
import type { CheckEvidence, MeasureOptions, SyncWorkerApi } from './contract';
import { measureFile } from './measure';
import { receiveSound } from './receive';

let sound = new SoundAnalyser();
let chunks: FaceChunk[] = [];
let syncnet: SyncnetOutcome | null = null;

const api: SyncWorkerApi = {
  async reset() {
    sound = new SoundAnalyser();
    chunks = [];
    syncnet = null;
  },
  async addSound(port, onPeaks) {
    await receiveSound(port, sound, onPeaks);
  },
  async addFaces(chunk) {
    chunks.push(chunk);
  },
  async addSyncnet(outcome) {
    syncnet = outcome;
  },
  async measure(options: MeasureOptions): Promise<CheckEvidence> {
    return measureFile(chunks, sound.features(), options, syncnet);
  },
};

serve(api);

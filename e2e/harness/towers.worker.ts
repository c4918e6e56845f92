/** Test-only worker: SyncNet's towers by themselves, as the product opens them. */
import { relativeError } from '../../workers/lib/ort/self-check';
import type { StoredModel } from '../../workers/lib/ort/stored-model';
import { serve } from '../../workers/lib/rpc';
import type { SyncnetRuntime } from '../../workers/syncnet/contract';
import { openTowers } from '../../workers/syncnet/towers';

export interface TowersApi {
  /**
   * Largest relative error of both towers against what they should give.
   * @param sound Float32Array [n, 1, 13, 20] @param pictures Uint8Array [m + 4, 3, 224, 224], m windows
   */
  compare(
    model: StoredModel,
    input: { sound: Float32Array<ArrayBuffer>; pictures: Uint8Array },
    expected: { sound: Float32Array; lips: Float32Array },
    allowSoftware: boolean,
  ): Promise<{ sound: number; lips: number; runtime: SyncnetRuntime }>;
}

const PICTURE = 3 * 224 * 224;

const api: TowersApi = {
  async compare(model, { sound, pictures }, expected, allowSoftware) {
    const towers = await openTowers(model, { allowSoftware });
    const heard = await towers.hear(sound, sound.length / 260);
    const lips = new Float32Array(expected.lips.length);
    for (let n = 0; n < lips.length / 1024; n++) {
      const five = Array.from({ length: 5 }, (_, i) =>
        pictures.subarray((n + i) * PICTURE, (n + i + 1) * PICTURE),
      );
      lips.set(await towers.seeLips(five), n * 1024);
    }
    await towers.release();
    return {
      sound: relativeError(heard, expected.sound),
      lips: relativeError(lips, expected.lips),
      runtime: towers.runtime,
    };
  },
};

serve(api);

/** The learned engine for one file: loads its network when first asked, and keeps the sound's embeddings. */
import { LipslateError } from '../../core/errors';
import type { FaceTrack } from '../../core/lips/types';
import type { FineSound } from '../../core/sound/fine-bands';
import type { SoundFeatures } from '../../core/sound/types';
import { lipslateLagMap, type SoundEmbeddings } from '../../core/sync/lipslate';
import { embedLips, embedSound } from '../../core/sync/lipslate-embed';
import type { LagMap } from '../../core/sync/types';
import { loadLipslate } from './lipslate-model';

export type MapOfTrack = (track: FaceTrack, searchS: number) => LagMap | null;

export class LipslateEngine {
  #heard: { rows: number; embeddings: SoundEmbeddings } | null = null;

  /**
   * Embeds the sound (once, as long as it does not grow) and all tracks.
   * @throws LipslateError model-load-failed
   */
  async prepare(
    tracks: readonly FaceTrack[],
    sound: FineSound,
    features: SoundFeatures,
  ): Promise<MapOfTrack> {
    const network = await loadLipslate();
    if (this.#heard?.rows !== sound.levels.length)
      this.#heard = { rows: sound.levels.length, embeddings: await embedSound(network, sound) };
    const { embeddings } = this.#heard;
    const lips = new Map(
      await Promise.all(
        tracks.map(async (track) => [track, await embedLips(network, track, sound.startS)] as const),
      ),
    );
    return (track, searchS) => {
      const own = lips.get(track);
      if (!own) throw new LipslateError('internal', `track ${track.id} was not prepared`);
      return lipslateLagMap(track, own, embeddings, features, searchS);
    };
  }
}

/** The learned engine for one file: loads its network when first asked, and keeps the sound's embeddings. */
import { LipslateError } from '../../core/errors';
import type { FaceTrack } from '../../core/lips/types';
import type { FineSound } from '../../core/sound/fine-bands';
import type { SoundFeatures } from '../../core/sound/types';
import { speechOf } from '../../core/sync/active-speaker';
import { type LipEmbeddings, lipslateLagMaps, type SoundEmbeddings } from '../../core/sync/lipslate';
import { chanceShare } from '../../core/sync/lipslate-chance';
import { embedLips, embedSound } from '../../core/sync/lipslate-embed';
import { lipslateMatch } from '../../core/sync/lipslate-match';
import { loadLipslate } from './lipslate-model';
import type { PreparedEngine } from './measure';

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
  ): Promise<PreparedEngine> {
    const network = await loadLipslate();
    if (this.#heard?.rows !== sound.levels.length)
      this.#heard = { rows: sound.levels.length, embeddings: await embedSound(network, sound) };
    const { embeddings } = this.#heard;
    const lips = new Map(
      await Promise.all(
        tracks.map(async (track) => [track, await embedLips(network, track, sound.startS)] as const),
      ),
    );
    const own = (track: FaceTrack): LipEmbeddings => {
      const embedded = lips.get(track);
      if (!embedded) throw new LipslateError('internal', `track ${track.id} was not prepared`);
      return embedded;
    };
    const speechAt = speechOf(features);
    return {
      mapsOf: (track, ...how) => lipslateLagMaps(track, own(track), embeddings, features, ...how),
      matchOf: (track, offsetMsAt) => lipslateMatch(track.id, own(track), embeddings, offsetMsAt),
      chanceOf: (faces) =>
        chanceShare(
          faces.map(({ track, offsetMsAt }) => ({ lips: own(track), offsetMsAt })),
          embeddings,
          speechAt,
        ),
    };
  }
}

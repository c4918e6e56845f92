/** The learned engine for one file: loads its network when first asked, and keeps the sound's embeddings. */
import { LipslateError } from '../../core/errors';
import type { FaceTrack } from '../../core/lips/types';
import type { FineSound } from '../../core/sound/fine-bands';
import type { SoundFeatures } from '../../core/sound/types';
import { speechOf } from '../../core/sync/active-speaker';
import { type LipEmbeddings, lipslateLagMaps, type SoundEmbeddings } from '../../core/sync/lipslate';
import { chanceShare } from '../../core/sync/lipslate-chance';
import { embedLips, embedSound, type RunNetwork } from '../../core/sync/lipslate-embed';
import { STEP_S } from '../../core/sync/lipslate-inputs';
import { lipslateMatch } from '../../core/sync/lipslate-match';
import { loadLipslate } from './lipslate-model';
import type { PreparedEngine } from './measure';

/** Sound this far behind the last lips is still compared: the widest search, and places where it cannot belong. */
const BEHIND_S = 40;
/** Sound at another speed falls behind by so much. */
const SLOWEST = 1.05;

export class LipslateEngine {
  #heard: { rows: number; steps: number; embeddings: SoundEmbeddings } | null = null;

  /**
   * Embeds the sound (once, as long as it does not grow) and all tracks.
   * @param isWhole all lips are there; before that a long sound is embedded as far as there is something to compare
   * @throws LipslateError model-load-failed
   */
  async prepare(
    tracks: readonly FaceTrack[],
    sound: FineSound,
    features: SoundFeatures,
    isWhole: boolean,
  ): Promise<PreparedEngine> {
    const network = await loadLipslate();
    const embeddings = await this.#hear(
      network,
      sound,
      isWhole ? Number.POSITIVE_INFINITY : enoughFor(tracks, sound),
    );
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

  async #hear(network: RunNetwork, sound: FineSound, steps: number): Promise<SoundEmbeddings> {
    const rows = sound.levels.length;
    if (this.#heard?.rows === rows && this.#heard.steps >= steps) return this.#heard.embeddings;
    // Not both at once: an hour has twenty megabytes of them.
    this.#heard = null;
    const embeddings = await embedSound(network, sound, steps);
    // Less than was asked for is all there is.
    const had = embeddings.to < steps ? Number.POSITIVE_INFINITY : embeddings.to;
    this.#heard = { rows, steps: had, embeddings };
    return embeddings;
  }
}

/** Steps of the sound that lips so far can be compared with. */
function enoughFor(tracks: readonly FaceTrack[], { startS }: FineSound): number {
  const lastS = tracks.reduce((last, { timesS }) => Math.max(last, timesS.at(-1) ?? 0), 0);
  return Math.ceil(((lastS - startS) * SLOWEST + BEHIND_S) / STEP_S);
}

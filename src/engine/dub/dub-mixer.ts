/** What is heard in a dub: the new speech, made to fit or mixed of several, laid over the old background, put into the old sound. */
import type { Part } from '../../../core/dub/part';
import type { LaidOver } from '../../../workers/sound/contract';
import { newSoundBridge } from '../workers';
import type { Recipe } from './types';

export interface Spoken {
  file: File;
  track: number;
}

export class DubMixer {
  readonly #worker = newSoundBridge();
  /** The last one that was made to fit. */
  #fitted: { key: string; file: File } | null = null;
  /** The last one that was mixed of several. */
  #mixed: { key: string; file: File } | null = null;
  /** The last one that was laid over: the preview has it, and then the file. */
  #laid: { key: string; original: File; made: LaidOver } | null = null;

  /**
   * What is said in the result: the new speech, what it was made into to fit, or all speeches together.
   * @param onProgress gets shares, 0..1
   * @throws LipslateError
   */
  async spoken(
    signal: AbortSignal,
    recipe: Recipe,
    onProgress: (share: number) => void = () => {},
  ): Promise<Spoken> {
    const { speechFile, speechTrack, fit, speechId, several } = recipe;
    if (several) return { file: await this.#together(signal, several, onProgress), track: 0 };
    if (fit === null) return { file: speechFile, track: speechTrack };
    const key = JSON.stringify([speechId, fit]);
    if (this.#fitted?.key !== key) {
      const job = { speech: speechFile, speechTrack, plan: fit };
      const file = await this.#worker.call(signal, (api, live) => api.fit(job, live(onProgress)));
      this.#fitted = { key, file };
    }
    return { file: this.#fitted.file, track: 0 };
  }

  /**
   * The new speech over what is heard beside the voice in the face's own video.
   * @param durationS of the result
   * @param onProgress gets shares, 0..1
   */
  async layOver(
    signal: AbortSignal,
    recipe: Recipe,
    durationS: number,
    onProgress: (share: number) => void,
  ): Promise<LaidOver> {
    const { faceFile, picture, part, speechId, fit, several } = recipe;
    const originalStartS = part?.startS ?? picture.timesS[0] ?? 0;
    const key = JSON.stringify([speechId, fit, several, originalStartS, durationS]);
    if (this.#laid?.key === key && this.#laid.original === faceFile) return this.#laid.made;
    const { file, track } = await this.spoken(signal, recipe);
    const job = {
      original: faceFile,
      originalTrack: 0,
      originalStartS,
      speech: file,
      speechTrack: track,
      durationS,
    };
    const made = await this.#worker.call(signal, (api, live) => api.layOver(job, live(onProgress)));
    this.#laid = { key, original: faceFile, made };
    return made;
  }

  async #together(
    signal: AbortSignal,
    { voices, untilS }: NonNullable<Recipe['several']>,
    onProgress: (share: number) => void,
  ): Promise<File> {
    const key = JSON.stringify([voices.map(({ id, startS }) => [id, startS]), untilS]);
    if (this.#mixed?.key !== key) {
      const job = {
        voices: voices.map(({ file, track, startS }) => ({ file, track, startS })),
        durationS: untilS,
      };
      const file = await this.#worker.call(signal, (api, live) => api.mixVoices(job, live(onProgress)));
      this.#mixed = { key, file };
    }
    return this.#mixed.file;
  }

  /** The sound of the whole video, in whose stretch something else is heard. @param inside as long as the stretch */
  putIn(
    signal: AbortSignal,
    { faceFile, faceInfo }: Recipe,
    part: Part,
    inside: Spoken,
    onProgress: (share: number) => void,
  ): Promise<File> {
    const original = faceInfo.audioTracks.length > 0 ? { file: faceFile, track: 0 } : null;
    const job = { original, inside, part, durationS: faceInfo.durationS };
    return this.#worker.call(signal, (api, live) => api.putIn(job, live(onProgress)));
  }

  /** Ends the worker; it starts anew with the next call. */
  dispose(): void {
    this.#worker.dispose();
  }
}

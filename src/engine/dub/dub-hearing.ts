/** What the dub worker hears: the new speech, and the sound of the face's own video. */
import * as Comlink from 'comlink';
import type { DubWorkerApi, HeardSpeech } from '../../../workers/dub/contract';
import type { SoundInfo } from '../../../workers/media/contract';
import type { WorkerBridge } from '../bridge';
import { newSoundFile } from './media';
import type { Known, Looked } from './told';
import type { Recipe } from './types';

export class DubHearing {
  readonly #dub: WorkerBridge<DubWorkerApi>;
  readonly #known: () => Known;
  readonly #audioDecoder = newSoundFile();

  constructor(dub: WorkerBridge<DubWorkerApi>, known: () => Known) {
    this.#dub = dub;
    this.#known = known;
  }

  openSpeech(signal: AbortSignal, file: File): Promise<SoundInfo> {
    return this.#audioDecoder.open(signal, file);
  }

  /**
   * @param onHeard gets the time up to which it was listened to
   * @throws LipslateError no-speech, or what reading the file throws
   */
  async hear(
    signal: AbortSignal,
    file: File,
    track: number,
    onHeard: (heardS: number) => void = () => {},
  ): Promise<HeardSpeech> {
    const { heard } = this.#known();
    if (heard?.file === file && heard.track === track) return heard.speech;
    this.#known().heard = null;
    this.#known().planned = null;
    await this.#audioDecoder.open(signal, file);
    const speech = await this.#audioDecoder.sound(signal, track, (port) =>
      this.#dub.call(signal, (api) => api.hear(Comlink.transfer(port, [port]), Comlink.proxy(onHeard))),
    );
    this.#known().heard = { file, track, speech };
    return speech;
  }

  /** The sound of the face's own video, as far as its pictures are looked at. @throws LipslateError */
  async hearFootage(signal: AbortSignal, file: File, { fromS, untilS }: Looked): Promise<HeardSpeech> {
    const { footage } = this.#known();
    if (footage?.file === file && footage.untilS === untilS && footage.fromS === fromS) return footage.heard;
    this.#known().footage = null;
    this.#known().planned = null;
    await this.#audioDecoder.open(signal, file);
    const heard = await this.#audioDecoder.sound(signal, 0, (port) =>
      this.#dub.call(signal, (api) => api.hearFootage(Comlink.transfer(port, [port]), fromS, untilS)),
    );
    this.#known().footage = { file, fromS, untilS, heard };
    return heard;
  }

  /** Without sound of its own, or with one that cannot be read, the mouth moves as those of most people do. */
  async hearOwn(signal: AbortSignal, { faceFile, faceInfo, picture, lookedFromS }: Recipe): Promise<void> {
    const { generation } = this.#dub;
    try {
      if (faceInfo.audioTracks.length > 0) {
        await this.hearFootage(signal, faceFile, { fromS: lookedFromS, untilS: picture.endS });
        return;
      }
    } catch (cause) {
      // A dub worker that died has forgotten the speech as well.
      if (signal.aborted || this.#dub.generation !== generation) throw cause;
    }
    await this.#dub.call(signal, (api) => api.forgetFootage());
    this.#known().footage = null;
  }

  /** Lets go of the file that is read. */
  dispose(): void {
    this.#audioDecoder.dispose();
  }
}

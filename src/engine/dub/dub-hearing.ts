/** What the dub worker hears: the new speech, and the sound of the face's own video. */
import * as Comlink from 'comlink';
import type { DubWorkerApi, HeardSpeech, VoicePlace } from '../../../workers/dub/contract';
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
   * @param place of one of several speeches
   * @throws LipslateError no-speech, or what reading the file throws
   */
  async hear(
    signal: AbortSignal,
    file: File,
    track: number,
    onHeard: (heardS: number) => void = () => {},
    place?: VoicePlace,
  ): Promise<HeardSpeech> {
    const voice = place?.voice ?? 0;
    const heard = this.#known().heard.get(voice);
    const isSame = heard?.file === file && heard.track === track && isSamePlace(heard.place, place);
    if (heard && isSame) return heard.speech;
    this.#known().heard.delete(voice);
    this.#known().planned = null;
    await this.#audioDecoder.open(signal, file);
    const speech = await this.#audioDecoder.sound(signal, track, (port) =>
      this.#dub.call(signal, (api, live) => api.hear(Comlink.transfer(port, [port]), live(onHeard), place)),
    );
    this.#known().heard.set(voice, { file, track, place, speech });
    return speech;
  }

  /** One speech alone, which is all that the dub has. @throws LipslateError */
  async hearOne(signal: AbortSignal, file: File, track: number): Promise<void> {
    await this.hear(signal, file, track);
    this.#forgetFrom(1);
  }

  /** Each of several speeches, where it stands in the result. @throws LipslateError */
  async hearSeveral(
    signal: AbortSignal,
    { voices, untilS }: NonNullable<Recipe['several']>,
    onProgress: (share: number) => void,
  ): Promise<void> {
    for (const [voice, { file, track, startS }] of voices.entries()) {
      const report = (heardS: number) => onProgress(Math.min(1, (voice + heardS / untilS) / voices.length));
      await this.hear(signal, file, track, report, { voice, startS, untilS });
    }
    this.#forgetFrom(voices.length);
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

  /** The worker drops what is not of the dub that it plans. */
  #forgetFrom(count: number): void {
    const { heard } = this.#known();
    for (const voice of heard.keys()) if (voice >= count) heard.delete(voice);
  }

  /** Lets go of the file that is read. */
  dispose(): void {
    this.#audioDecoder.dispose();
  }
}

function isSamePlace(one: VoicePlace | undefined, other: VoicePlace | undefined): boolean {
  return one?.startS === other?.startS && one?.untilS === other?.untilS;
}

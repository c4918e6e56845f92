/** Keeps the face's side of the state: opens the file, finds faces as far as the speech needs them, takes picks. */
import type { Part } from '../../../core/dub/part';
import { LipslateError } from '../../../core/errors';
import { ALL_FRAMES, type FrameMessage, type PictureInfo } from '../../../workers/media/contract';
import { FaceScan } from './face-scan';
import { type MediaFile, newPictureFile } from './media';
import type { Person, Pick } from './people';
import { lengthOf } from './picture-length';
import type { FaceState, MomentPicture } from './types';

/** Looked at in any case: shorter speech needs no more pictures, but a speaker's habits show in these. */
const LEAST_LOOK_S = 8;
/** Before a stretch: what the speaker does there is learned from as well. */
const RUN_UP_S = 4;
/** Looking on from where it was looked costs less than beginning anew up to here. */
const LOOK_ON_S = 20;
/** Beyond the end of the speech: its last picture may lie there. */
const MARGIN_S = 0.5;
/** Of the pictures that begin within this time the first is shown: times of some readers are not exact. */
const VIEW_S = 0.05;

export class FaceKeeper {
  readonly #get: () => FaceState | null;
  readonly #set: (face: FaceState) => void;
  readonly #speechS: () => number | null;
  readonly #part: () => Part | null;
  readonly #onReady: () => void;
  readonly #choose: (people: readonly Person[], picks: readonly Pick[]) => Person[];
  /** Shows single pictures while the scan is busy. */
  #viewer: MediaFile<PictureInfo> = newPictureFile();
  #scan: FaceScan | null = null;
  #abort = new AbortController();
  #looking: Promise<void> | null = null;
  #viewOrder = 0;
  #viewing: Promise<unknown> = Promise.resolve();

  /**
   * @param onReady called whenever it was looked at as far as is needed
   * @param choose tells who says the first speech
   */
  constructor(
    get: () => FaceState | null,
    set: (face: FaceState) => void,
    speechS: () => number | null,
    part: () => Part | null,
    onReady: () => void,
    choose: (people: readonly Person[], picks: readonly Pick[]) => Person[],
  ) {
    this.#get = get;
    this.#set = set;
    this.#speechS = speechS;
    this.#part = part;
    this.#onReady = onReady;
    this.#choose = choose;
  }

  start(file: File): void {
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#scan?.rest();
    this.#viewer.dispose();
    const scan = new FaceScan(file);
    this.#scan = scan;
    this.#looking = null;
    const face: FaceState = {
      id: crypto.randomUUID(),
      file,
      status: 'opening',
      info: null,
      fromS: 0,
      lookedS: 0,
      neededS: 0,
      timesS: new Float64Array(),
      people: [],
      chosen: [],
      footageSpeechS: null,
      picks: [],
      error: null,
    };
    this.#set(face);
    const { signal } = this.#abort;
    scan.open(signal).then(
      (info) => {
        this.#update(face.id, { status: 'looking', info });
        this.lookFurther();
      },
      (cause: unknown) => this.#fail(face.id, signal, cause),
    );
  }

  /** Call when the speech or the stretch has changed: more of the video may be needed, or another part of it. */
  lookFurther(): void {
    const face = this.#get();
    if (!face?.info || !this.#scan || face.status === 'failed') return;
    const { info } = face;
    const { fromS, untilS } = this.#wanted(info);
    if (this.#scan.fromS > fromS || this.#scan.lookedS + LOOK_ON_S < fromS) this.#lookAnew(face, fromS);
    const scan = this.#scan;
    const neededS = Math.min(lengthOf(info), untilS);
    const ready = scan.lookedS >= neededS;
    this.#update(face.id, { neededS, status: ready ? 'ready' : 'looking' });
    if (ready) this.#onReady();
    if (ready || this.#looking) return;
    const { signal } = this.#abort;
    const looking = scan
      .look(
        signal,
        info,
        neededS,
        (lookedS) => {
          if (!signal.aborted) this.#update(face.id, { lookedS });
        },
        ({ people, timesS, lookedS }) => {
          if (signal.aborted) return;
          const picks = this.#get()?.picks ?? [];
          this.#update(face.id, { people, timesS, lookedS, chosen: this.#choose(people, picks) });
        },
      )
      .then(
        () => {
          if (this.#looking === looking) this.#looking = null;
          if (signal.aborted) return;
          scan.rest();
          // The speech may have grown meanwhile.
          this.lookFurther();
        },
        (cause: unknown) => {
          if (this.#looking === looking) this.#looking = null;
          scan.rest();
          this.#fail(face.id, signal, cause);
        },
      );
    this.#looking = looking;
  }

  #wanted(info: PictureInfo): { fromS: number; untilS: number } {
    const part = this.#part();
    if (!part) {
      const speechS = this.#speechS();
      return { fromS: 0, untilS: Math.max(LEAST_LOOK_S, speechS === null ? 0 : speechS + MARGIN_S) };
    }
    // Near the end of the video what is learned from lies before the stretch alone.
    const latestS = lengthOf(info) - LEAST_LOOK_S;
    const fromS = Math.max(0, Math.min(part.startS - RUN_UP_S, latestS));
    return { fromS, untilS: Math.max(part.endS + MARGIN_S, fromS + LEAST_LOOK_S) };
  }

  /** Elsewhere in the same file. */
  #lookAnew({ id, file }: FaceState, fromS: number): void {
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#scan?.rest();
    this.#scan = new FaceScan(file, fromS);
    this.#looking = null;
    const nothing = { timesS: new Float64Array(), people: [], chosen: [], footageSpeechS: null };
    this.#update(id, { ...nothing, fromS, lookedS: fromS });
  }

  pick(pick: Pick): void {
    const face = this.#get();
    if (!face) return;
    this.#update(face.id, { picks: [...face.picks, pick] });
    this.chooseAnew();
  }

  /** Call when others say another speech than they did. */
  chooseAnew(): void {
    const face = this.#get();
    if (face) this.#update(face.id, { chosen: this.#choose(face.people, face.picks) });
  }

  /** One call at a time; those that were overtaken meanwhile give null. */
  async pictureAt(timeS: number): Promise<MomentPicture | null> {
    const order = ++this.#viewOrder;
    await this.#viewing.catch(() => undefined);
    const face = this.#get();
    if (order !== this.#viewOrder || !face?.info) return null;
    const viewing = this.#fetch(face, face.info, timeS);
    this.#viewing = viewing;
    return viewing;
  }

  dispose(): void {
    this.#abort.abort();
    this.#scan?.rest();
    this.#viewer.dispose();
  }

  async #fetch(face: FaceState, info: PictureInfo, timeS: number): Promise<MomentPicture | null> {
    const { signal } = this.#abort;
    await this.#viewer.open(signal, face.file);
    // The picture shown at that time began before it; as long as pictures are unknown, the first one after it will do.
    const began = face.timesS.findLast((time) => time <= timeS + 1e-4) ?? Math.max(timeS, info.video.startS);
    const range = { startS: info.still ? 0 : began - 5e-4, endS: began + VIEW_S, maxFps: ALL_FRAMES };
    return this.#viewer.frames(signal, range, firstFrame);
  }

  #update(id: string, change: Partial<FaceState>): void {
    const face = this.#get();
    if (face?.id === id) this.#set({ ...face, ...change });
  }

  #fail(id: string, signal: AbortSignal, cause: unknown): void {
    if (!signal.aborted) this.#update(id, { status: 'failed', error: LipslateError.from(cause).toData() });
  }
}

/** Takes the first frame of a stream and throws the rest away, so that the stream comes to its end. */
function firstFrame(port: MessagePort): Promise<MomentPicture | null> {
  return new Promise((resolve, reject) => {
    let taken = false;
    const give = () => port.postMessage({ type: 'credit', count: 1 });
    port.onmessage = ({ data }: MessageEvent<FrameMessage>) => {
      if (data.type === 'frame') {
        if (taken) data.frame.close();
        else resolve({ frame: data.frame, rotation: data.rotation });
        taken = true;
        give();
      } else if (data.type === 'end') resolve(null);
      else reject(LipslateError.fromData(data.error));
    };
    give();
  });
}

/** A media worker that has one file open, and opens it again when it has ended. */
import * as Comlink from 'comlink';
import type { FrameRange, MediaWorkerApi } from '../../../workers/media/contract';
import { newMediaBridge } from '../workers';

/** After its receiver has enough, a stream that still waits for credit is given up after this time. */
const LEFTOVER_MS = 300;

export class MediaFile<Info> {
  readonly #bridge = newMediaBridge();
  readonly #open: (api: Comlink.Remote<MediaWorkerApi>, file: File) => Promise<Info>;
  #opened: { file: File; info: Info; generation: number } | null = null;

  constructor(open: (api: Comlink.Remote<MediaWorkerApi>, file: File) => Promise<Info>) {
    this.#open = open;
  }

  /** Costs nothing when this very file is open. @throws LipslateError */
  async open(signal: AbortSignal, file: File): Promise<Info> {
    const opened = this.#opened;
    if (opened?.file === file && opened.generation === this.#bridge.generation) return opened.info;
    this.#opened = null;
    this.#bridge.renew();
    const info = await this.#call(signal, (api) => this.#open(api, file));
    this.#opened = { file, info, generation: this.#bridge.generation };
    return info;
  }

  /**
   * Streams frames of the open file to whoever `use` hands the port to. Resolves when `use` does, even if it has
   * taken only some of them.
   * @throws LipslateError
   */
  frames<T>(signal: AbortSignal, range: FrameRange, use: (port: MessagePort) => Promise<T>): Promise<T> {
    return this.#stream(signal, use, (api, port) => api.streamFrames(range, port));
  }

  /** As `frames`, with one sound track. */
  sound<T>(signal: AbortSignal, track: number, use: (port: MessagePort) => Promise<T>): Promise<T> {
    return this.#stream(signal, use, (api, port) => api.streamSound(track, port));
  }

  /** Ends the worker. The file can be opened again. */
  dispose(): void {
    this.#opened = null;
    this.#bridge.dispose();
  }

  async #stream<T>(
    signal: AbortSignal,
    use: (port: MessagePort) => Promise<T>,
    send: (api: Comlink.Remote<MediaWorkerApi>, port: MessagePort) => Promise<unknown>,
  ): Promise<T> {
    const { port1, port2 } = new MessageChannel();
    let enough = false;
    const sending = this.#call(signal, (api) => send(api, Comlink.transfer(port1, [port1]))).catch(
      (cause: unknown) => {
        // Its receiver may be left waiting for frames that never come: the cause ends the wait.
        if (!enough) throw cause;
      },
    );
    const never = sending.then(() => new Promise<never>(() => {}));
    const result = await Promise.race([use(port2), never]).finally(() => {
      enough = true;
    });
    const leftover = await Promise.race([
      sending.then(() => false),
      new Promise<boolean>((resolve) => setTimeout(resolve, LEFTOVER_MS, true)),
    ]);
    if (leftover) this.dispose();
    return result;
  }

  async #call<T>(signal: AbortSignal, job: (api: Comlink.Remote<MediaWorkerApi>) => Promise<T>): Promise<T> {
    try {
      return await this.#bridge.call(signal, job);
    } catch (cause) {
      // Whether the worker lives is not known: opening once more is cheap.
      this.#opened = null;
      throw cause;
    }
  }
}

export const newPictureFile = () => new MediaFile((api, file) => api.openPicture(file));
export const newSoundFile = () => new MediaFile((api, file) => api.openSound(file));

/** The preview as it comes from the worker, piece by piece; kept, so that a player may start late or anew. */

import type { PreviewFormat } from '../../../workers/dub/contract';
import { createStore } from '../store';

export class PreviewBuffer {
  readonly mimeType: string;
  readonly badge: PreviewFormat['badge'];
  /** Size of one half: before on the left, after on the right. */
  readonly width: number;
  readonly height: number;
  readonly #pieces: ArrayBuffer[] = [];
  readonly #store = createStore({ pieces: 0, ended: false });
  /** Calls the listener when there is more, or the end; returns its undo. */
  readonly subscribe = this.#store.subscribe;

  constructor(format: PreviewFormat) {
    this.mimeType = format.mimeType;
    this.badge = format.badge;
    this.width = format.width;
    this.height = format.height;
  }

  get pieces(): readonly ArrayBuffer[] {
    return this.#pieces;
  }

  /** No more pieces will come. */
  get ended(): boolean {
    return this.#store.get().ended;
  }

  push(piece: ArrayBuffer): void {
    this.#pieces.push(piece);
    this.#store.set({ pieces: this.#pieces.length });
  }

  end(): void {
    this.#store.set({ ended: true });
  }

  /** The same pictures with another sound, complete. */
  resounded(mimeType: string, pieces: readonly ArrayBuffer[]): PreviewBuffer {
    const { width, height, badge } = this;
    const other = new PreviewBuffer({ mimeType, width, height, badge });
    for (const piece of pieces) other.push(piece);
    other.end();
    return other;
  }

  /** All that has come so far, as a file. */
  toBlob(): Blob {
    return new Blob(this.#pieces, { type: this.mimeType });
  }
}

/** The preview as it comes from the worker, piece by piece; kept, so that a player may start late or anew. */

export class PreviewFeed {
  readonly mimeType: string;
  /** Size of one half: before on the left, after on the right. */
  readonly width: number;
  readonly height: number;
  readonly #pieces: ArrayBuffer[] = [];
  readonly #listeners = new Set<() => void>();
  #ended = false;

  constructor(format: { mimeType: string; width: number; height: number }) {
    this.mimeType = format.mimeType;
    this.width = format.width;
    this.height = format.height;
  }

  get pieces(): readonly ArrayBuffer[] {
    return this.#pieces;
  }

  /** No more pieces will come. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Calls the listener when there is more, or the end; returns its undo. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  push(piece: ArrayBuffer): void {
    this.#pieces.push(piece);
    this.#tell();
  }

  end(): void {
    this.#ended = true;
    this.#tell();
  }

  /** All that has come so far, as a file. */
  toBlob(): Blob {
    return new Blob(this.#pieces, { type: this.mimeType });
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** Keeps the export's side of the state: writes the file, signs it, and has it checked. */
import type { Mouths } from '../../../workers/dub/contract';
import type { Store } from '../store';
import { isExportable } from './busy';
import type { DubPipeline } from './dub-pipeline';
import { newExport, runExport, settingsOf, signedResult, signingSettingsOf } from './export';
import type { ScoreKeeper } from './scorer';
import type { DubState, ExportState } from './types';

export class ExportKeeper {
  readonly #pipeline: DubPipeline;
  readonly #store: Store<DubState>;
  readonly #score: ScoreKeeper;
  #abort = new AbortController();

  constructor(pipeline: DubPipeline, store: Store<DubState>, score: ScoreKeeper) {
    this.#pipeline = pipeline;
    this.#store = store;
    this.#score = score;
  }

  /** Of the render that was made, as is chosen now. @param mouths of it */
  start(mouths: readonly Mouths[]): void {
    const { render, blend, choices } = this.#store.get();
    if (!render?.plan || !isExportable(render)) return;
    const settings = settingsOf(choices, render.recipe);
    this.#score.drop();
    this.#abort = new AbortController();
    this.#store.set({ exporting: newExport(render.made), score: null });
    const { signal } = this.#abort;
    const update = (change: Partial<ExportState>) => this.#set(change);
    void this.#pipeline
      .alone(() => runExport(this.#pipeline, signal, settings, render, mouths, blend, update))
      .then((result) => result && this.#score.start(result.file, render.recipe));
  }

  /** The file that was written. */
  sign(): void {
    const { render, exporting, choices } = this.#store.get();
    const result = exporting?.result;
    if (!render || !result) return;
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.#set({ status: 'working', step: 'signing' });
    const settings = signingSettingsOf(choices, render.recipe, result.settings);
    // Cancelled, the file is what it was.
    void signedResult(signal, result, render.recipe, settings)
      .catch(() => result)
      .then((signed) => this.#set({ status: 'done', result: signed }));
  }

  cancel(): void {
    this.#abort.abort();
  }

  #set(change: Partial<ExportState>): void {
    const { exporting } = this.#store.get();
    if (exporting) this.#store.set({ exporting: { ...exporting, ...change } });
  }
}

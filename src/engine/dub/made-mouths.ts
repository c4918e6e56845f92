/** The mouths of the render in work: in storage where that can be, else with this page. */
import type { DubPlan, Mouths } from '../../../workers/dub/contract';
import { KeptMouths } from '../kept-mouths';
import { dubKey } from './dub-key';
import type { Recipe } from './types';

export class MadeMouths {
  /** With the faces of an earlier render of the same, where there was one. */
  readonly recipe: Recipe;
  readonly #list: Mouths[];
  #kept: KeptMouths | null;

  /** Goes on with what was made of the same recipe, in this page or before it was loaded. Never rejects. */
  static async of(recipe: Recipe, before: MadeMouths | null): Promise<MadeMouths> {
    if (before?.recipe.key === recipe.key) return before;
    await before?.release();
    // The own mouth is bent anew wherever it is shown.
    if (recipe.options.engine === 'own') return new MadeMouths(recipe, null);
    const kept = await dubKey(recipe)
      .then((key) => KeptMouths.open(key))
      .catch(() => null);
    return new MadeMouths(kept?.source ? { ...recipe, ...kept.source } : recipe, kept);
  }

  private constructor(recipe: Recipe, kept: KeptMouths | null) {
    this.recipe = recipe;
    this.#kept = kept;
    this.#list = [...(kept?.mouths ?? [])];
  }

  get list(): readonly Mouths[] {
    return this.#list;
  }

  /** Pictures. */
  get count(): number {
    return this.#list.reduce((sum, { count }) => sum + count, 0);
  }

  /** A reload loses none of them; the own mouth's cost seconds. */
  get safe(): boolean {
    return this.#kept !== null || this.recipe.options.engine === 'own';
  }

  async begin({ pictures }: DubPlan): Promise<void> {
    const { faceFile, speechFile, picture, tracks, several } = this.recipe;
    const voices = several?.voices.length ?? 1;
    const outline = { faceName: faceFile.name, speechName: speechFile.name, pictures, voices };
    await this.#kept?.begin(outline, { picture, tracks }).catch(() => this.release());
  }

  /** Rejects never: what cannot be stored stays in memory. */
  async add(mouths: Mouths): Promise<void> {
    const place = this.#list.push(mouths) - 1;
    const kept = this.#kept;
    if (kept === null) return;
    try {
      this.#list[place] = await kept.keep(mouths);
    } catch {
      // Without this piece those after it would be of no use after a reload.
      await this.release();
    }
  }

  /** From now on nothing is stored any more; what was stays. */
  async release(): Promise<void> {
    const kept = this.#kept;
    this.#kept = null;
    await kept?.release();
  }
}

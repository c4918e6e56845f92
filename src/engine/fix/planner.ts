/** Finds out, for each file, which kinds of fix can be had, and keeps the answers. */
import { LipslateError } from '../../../core/errors';
import type { Correction } from '../../../core/fix/correction';
import type { CheckJob } from '../check-types';
import type { Store } from '../store';
import type { FixEngine } from './engine';
import { planKey } from './plan-key';
import type { FixState, PlanState } from './types';

export class Planner {
  readonly #store: Store<FixState>;
  readonly #engine: FixEngine;
  readonly #scope = new AbortController();

  constructor(store: Store<FixState>, engine: FixEngine) {
    this.#store = store;
    this.#engine = engine;
  }

  /** Costs nothing when it is known, or being found out. */
  plan(job: CheckJob, correction: Correction): void {
    const known = this.#plans.get(job.id);
    const key = planKey(job, correction);
    if (known?.key === key && known.status !== 'failed') return;
    this.#put(job.id, { key, status: 'working', plans: null, error: null });
    this.#engine.plan(this.#scope.signal, job.file, correction, job.audioIndex).then(
      (plans) => this.#change(job.id, { key, status: 'ready', plans, error: null }),
      (cause: unknown) => {
        const error = LipslateError.from(cause).toData();
        this.#change(job.id, { key, status: 'failed', plans: null, error });
      },
    );
  }

  forgetAllBut(ids: ReadonlySet<string>): void {
    const left = [...this.#plans].filter(([id]) => ids.has(id));
    if (left.length < this.#plans.size) this.#store.set({ plans: new Map(left) });
  }

  dispose(): void {
    this.#scope.abort();
  }

  get #plans(): FixState['plans'] {
    return this.#store.get().plans;
  }

  /** Unless the file is gone, or another correction is wanted by now. */
  #change(id: string, plan: PlanState): void {
    if (this.#plans.get(id)?.key === plan.key) this.#put(id, plan);
  }

  #put(id: string, plan: PlanState): void {
    this.#store.set({ plans: new Map(this.#plans).set(id, plan) });
  }
}

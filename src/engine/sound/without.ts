/** The prepared sound once more without one of its steps, to be heard beside it: made when it is asked for, beside all else. */
import { LipslateError } from '../../../core/errors';
import type { PreparedSound, PrepareProgress, SoundChain } from '../../../workers/sound/contract';
import type { Store } from '../store';
import { OFF } from './chain-file';
import type { Wanted } from './prepare-one';
import type { LeftOut, MadeSound, SoundState, SourceState, WithoutState } from './types';

/** As they stand on the page. */
const STEPS: readonly LeftOut[] = [
  ...(['repair', 'hum', 'room', 'noise', 'roomTone', 'level', 'deEss', 'compress'] as const),
  ...(['voiceApart', 'tone', 'target', 'place', 'bed'] as const),
];

/** The steps that were on; none where it is the only one, without which there is the original. */
export function stepsOf({ sound, chain, bed }: MadeSound): LeftOut[] {
  const isOn = (step: LeftOut) =>
    step === 'bed' ? bed !== null : step === 'place' ? sound.placed !== null : Boolean(chain[step]);
  const on = STEPS.filter(isOn);
  return on.length > 1 ? on : [];
}

/** What was made, but for one step. */
export function planWithout({ chain, bed }: Pick<MadeSound, 'chain' | 'bed'>, step: LeftOut): Wanted {
  const without: SoundChain = step === 'bed' ? chain : { ...chain, [step]: OFF[step] };
  return { chain: without, bed: step === 'bed' ? null : bed, withTaken: false };
}

type Make = (
  source: SourceState,
  track: number,
  wanted: Wanted,
  signal: AbortSignal,
  tell: (progress: PrepareProgress) => void,
) => Promise<PreparedSound>;

type WithoutStore = Pick<SoundState, 'source' | 'made' | 'work' | 'without'>;

export class WithoutStep {
  readonly #store: Store<WithoutStore>;
  readonly #make: Make;
  #making = new AbortController();

  /** @param make by a worker of its own, so that ending it ends nothing else */
  constructor(store: Store<WithoutStore>, make: Make) {
    this.#store = store;
    this.#make = make;
  }

  /** Instead of the one before. */
  start(step: LeftOut): void {
    const { source, made, work } = this.#store.get();
    if (!source || !made || work?.status === 'working' || !stepsOf(made).includes(step)) return;
    this.#making.abort();
    this.#making = new AbortController();
    const { signal } = this.#making;
    const progress: WithoutState['progress'] = { stage: 'opening', doneS: 0, totalS: 0 };
    const begun: WithoutState = { step, status: 'working', progress, sound: null, error: null };
    const set = (change: Partial<WithoutState>) => {
      if (!signal.aborted) this.#store.set({ without: { ...begun, ...change } });
    };
    set({});
    this.#make(source, made.track, planWithout(made, step), signal, (now) => set({ progress: now })).then(
      (sound) => set({ status: 'done', sound }),
      (cause: unknown) => set({ status: 'failed', error: LipslateError.from(cause).toData() }),
    );
  }

  /** What is being made; what was made stays. */
  cancel(): void {
    if (this.#store.get().without?.status === 'working') this.end();
  }

  end(): void {
    this.#making.abort();
    if (this.#store.get().without !== null) this.#store.set({ without: null });
  }
}

/** Keeps the speech's side of the state: opens the file, listens to the chosen track. */
import { LipslateError } from '../../../core/errors';
import type { HeardSpeech } from '../../../workers/dub/contract';
import { ProgressMeter } from '../progress';
import type { DubPipeline } from './dub-pipeline';
import type { SpeechState } from './types';

/** Less is a click or a breath. */
const LEAST_HEARD_S = 0.1;

/** Sound in which nobody speaks can be dubbed, to a mouth that stays shut. */
export function isMute(heard: HeardSpeech): boolean {
  return heard.speechS < LEAST_HEARD_S;
}

export class SpeechKeeper {
  readonly #pipeline: DubPipeline;
  readonly #get: () => SpeechState | null;
  readonly #set: (speech: SpeechState | null) => void;
  /** Its length is known, or known better. */
  readonly #onLength: () => void;
  #abort = new AbortController();

  constructor(
    pipeline: DubPipeline,
    get: () => SpeechState | null,
    set: (speech: SpeechState | null) => void,
    onLength: () => void,
  ) {
    this.#pipeline = pipeline;
    this.#get = get;
    this.#set = set;
    this.#onLength = onLength;
  }

  async read(file: File, made: SpeechState['made'], track = 0): Promise<void> {
    this.#abort.abort();
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    // Known from before when only the track changed: what chooses it stays where it is.
    const before = this.#get();
    const info = before?.file === file ? before.info : null;
    const id = crypto.randomUUID();
    const progress = { heardS: 0, remainingS: null };
    this.#set({ id, file, made, track, status: 'opening', info, ...progress, heard: null, error: null });
    try {
      const heard = await this.#pipeline.alone(async () => {
        const opened = await this.#pipeline.hearing.openSpeech(signal, file);
        this.#update(id, { status: 'listening', info: opened });
        this.#onLength();
        const meter = new ProgressMeter();
        return this.#pipeline.hearing.hear(signal, file, track, (heardS) => {
          const { doneS, remainingS } = meter.update('listening', heardS, opened.durationS);
          this.#update(id, { heardS: doneS, remainingS });
        });
      });
      this.#update(id, { status: 'ready', heard });
      this.#onLength();
    } catch (cause) {
      if (!signal.aborted) this.#update(id, { status: 'failed', error: LipslateError.from(cause).toData() });
    }
  }

  /** Listens no further; nothing is given then. */
  cancel(): void {
    const speech = this.#get();
    if (speech?.status !== 'opening' && speech?.status !== 'listening') return;
    this.#abort.abort();
    this.#set(null);
  }

  dispose(): void {
    this.#abort.abort();
  }

  #update(id: string, change: Partial<SpeechState>): void {
    const speech = this.#get();
    if (speech?.id === id) this.#set({ ...speech, ...change });
  }
}

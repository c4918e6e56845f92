/** Lets go of something a while after its last holder did. */

/** How long the workers of a check outlive it: starting them again costs about two seconds. */
export const CHECK_IDLE_MS = 60_000;

export class IdleRelease {
  readonly #idleMs: number;
  readonly #release: () => void;
  #holders = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;

  /** @param idleMs how long it is kept without a holder; Infinity: until `stop` */
  constructor(idleMs: number, release: () => void) {
    this.#idleMs = idleMs;
    this.#release = release;
  }

  /** Nothing is released until the returned function is called; calling that again does nothing. */
  hold(): () => void {
    clearTimeout(this.#timer);
    this.#stopped = false;
    this.#holders += 1;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#holders -= 1;
      if (this.#holders > 0 || this.#stopped || this.#idleMs === Number.POSITIVE_INFINITY) return;
      this.#timer = setTimeout(this.#release, this.#idleMs);
    };
  }

  /**
   * Released already: until it is held anew there is nothing to let go of. Who lets go only now starts no timer, which
   * would keep all that its release refers to.
   */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }
}

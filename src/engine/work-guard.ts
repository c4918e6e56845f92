/** Long work is not lost by accident: the screen stays on while it runs, and leaving the page is asked about. */

export interface Guarded {
  /** The device must not fall asleep. */
  working: boolean;
  /** Something would be gone with the page: the browser asks before it leaves. */
  wouldLose: boolean;
}

export class WorkGuard {
  #working = false;
  #asking = false;
  #lock: WakeLockSentinel | null = null;

  set({ working, wouldLose }: Guarded): void {
    if (wouldLose !== this.#asking) {
      this.#asking = wouldLose;
      if (wouldLose) addEventListener('beforeunload', ask);
      else removeEventListener('beforeunload', ask);
    }
    if (working === this.#working) return;
    this.#working = working;
    if (working) document.addEventListener('visibilitychange', this.#hold);
    else document.removeEventListener('visibilitychange', this.#hold);
    void this.#hold();
  }

  dispose(): void {
    this.set({ working: false, wouldLose: false });
  }

  /** A browser takes the lock away when the page is hidden, and refuses one then. */
  readonly #hold = async (): Promise<void> => {
    const lock = this.#lock;
    this.#lock = null;
    await lock?.release();
    if (!this.#working || document.visibilityState !== 'visible') return;
    const held = await navigator.wakeLock?.request('screen').catch(() => null);
    if (!held) return;
    if (this.#working && this.#lock === null) this.#lock = held;
    else await held.release();
  };
}

/** The words are the browser's own. */
function ask(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

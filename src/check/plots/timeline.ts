/** The time axis that the player and every plot share: what is visible, where we are, where the pointer is. */

export interface TimelineState {
  /** Length of the file, seconds; 0 until known. */
  readonly durationS: number;
  /** Visible range, seconds, always inside 0..durationS. */
  readonly startS: number;
  readonly endS: number;
  readonly playheadS: number;
  /** Time under the pointer or the keyboard cursor; null when nobody points. */
  readonly hoverS: number | null;
}

export interface Timeline {
  /** The same object until something changes, as useSyncExternalStore wants it. */
  getSnapshot(): TimelineState;
  /** Calls back after every change. Returns its undo. */
  subscribe(callback: () => void): () => void;
  /** A changed length shows the whole file, unless the visitor has already zoomed and it still fits. */
  setDuration(durationS: number): void;
  /** Shows startS..endS, moved inside the file and never narrower than MIN_VISIBLE_S. */
  setRange(startS: number, endS: number): void;
  /** Shows 1/factor of what is visible now; `aroundS` (default: the middle) stays where it is on screen. */
  zoom(factor: number, aroundS?: number): void;
  pan(deltaS: number): void;
  /** Shows the whole file. */
  reset(): void;
  /** Told by the player. `follow` turns the page when playback runs out of the visible range. */
  setPlayhead(timeS: number, follow?: boolean): void;
  setHover(timeS: number | null): void;
  /** Asks the player to go there; the playhead moves when the player has done so. */
  seek(timeS: number): void;
  /** The player listens here. Returns its undo. */
  onSeek(callback: (timeS: number) => void): () => void;
}

/** Ten frames at 50 fps: closer than this there is nothing more to see. */
export const MIN_VISIBLE_S = 0.2;

/** A new axis showing 0..durationS. Times that are not finite are ignored. */
export function createTimeline(durationS = 0): Timeline {
  let state: TimelineState = { durationS, startS: 0, endS: durationS, playheadS: 0, hoverS: null };
  const listeners = new Set<() => void>();
  const seekers = new Set<(timeS: number) => void>();

  function update(change: Partial<TimelineState>): void {
    const keys = Object.keys(change) as (keyof TimelineState)[];
    if (keys.every((key) => Object.is(change[key], state[key]))) return;
    state = { ...state, ...change };
    for (const listener of [...listeners]) listener();
  }

  const setRange = (startS: number, endS: number) => {
    if (!Number.isFinite(startS) || !Number.isFinite(endS)) return;
    update(fitRange(startS, endS, state.durationS));
  };

  return {
    getSnapshot: () => state,
    subscribe: (callback) => register(listeners, callback),
    setDuration(next) {
      if (!Number.isFinite(next) || next < 0 || next === state.durationS) return;
      const zoomedIn = state.endS - state.startS < state.durationS && state.endS <= next;
      const range = zoomedIn ? {} : { startS: 0, endS: next };
      const hoverS = state.hoverS === null ? null : Math.min(state.hoverS, next);
      update({ durationS: next, playheadS: Math.min(state.playheadS, next), hoverS, ...range });
    },
    setRange,
    zoom(factor, aroundS = (state.startS + state.endS) / 2) {
      if (!(factor > 0) || !Number.isFinite(factor) || !Number.isFinite(aroundS)) return;
      const spanS = state.endS - state.startS;
      const nextS = clamp(spanS / factor, Math.min(MIN_VISIBLE_S, state.durationS), state.durationS);
      const ratio = spanS > 0 ? nextS / spanS : 1;
      const startS = aroundS - (aroundS - state.startS) * ratio;
      setRange(startS, startS + nextS);
    },
    pan: (deltaS) => setRange(state.startS + deltaS, state.endS + deltaS),
    reset: () => update({ startS: 0, endS: state.durationS }),
    setPlayhead(timeS, follow = false) {
      if (!Number.isFinite(timeS)) return;
      const playheadS = clamp(timeS, 0, state.durationS);
      const spanS = state.endS - state.startS;
      const outside = playheadS < state.startS || playheadS > state.endS;
      const range = follow && outside ? fitRange(playheadS, playheadS + spanS, state.durationS) : {};
      update({ playheadS, ...range });
    },
    setHover(timeS) {
      if (timeS === null) update({ hoverS: null });
      else if (Number.isFinite(timeS)) update({ hoverS: clamp(timeS, 0, state.durationS) });
    },
    seek(timeS) {
      if (!Number.isFinite(timeS)) return;
      for (const seeker of [...seekers]) seeker(clamp(timeS, 0, state.durationS));
    },
    onSeek: (callback) => register(seekers, callback),
  };
}

function register<T>(set: Set<T>, item: T): () => void {
  set.add(item);
  return () => {
    set.delete(item);
  };
}

function fitRange(startS: number, endS: number, durationS: number): { startS: number; endS: number } {
  const spanS = clamp(endS - startS, Math.min(MIN_VISIBLE_S, durationS), durationS);
  const fittedS = clamp(startS, 0, durationS - spanS);
  return { startS: fittedS, endS: fittedS + spanS };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

/** The time axis that the player and every plot share: what is visible, where we are, where the pointer is. */
import { createStore } from '../../engine/store';

export interface TimelineState {
  /** Length of the file, seconds; 0 until known. */
  readonly durationS: number;
  /** Visible range, seconds, always inside 0..durationS. */
  readonly startS: number;
  readonly endS: number;
  readonly playheadS: number;
  /** Time under the pointer or the keyboard cursor; null when there is none. */
  readonly hoverS: number | null;
  /** In and out, as set by the visitor: in before out where both are set. */
  readonly inS: number | null;
  readonly outS: number | null;
}

export interface PlotTimeline {
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
  /** Called by the player. `follow` turns the page when playback runs out of the visible range. */
  setPlayhead(timeS: number, follow?: boolean): void;
  setHover(timeS: number | null): void;
  /** Sets in or out; the other one goes where it would lie on the wrong side. Null takes it away. */
  mark(side: 'in' | 'out', timeS: number | null): void;
  /** Asks the player to go there; the playhead moves when the player has done so. */
  seek(timeS: number): void;
  /** The player listens here. Returns its undo. */
  onSeek(callback: (timeS: number) => void): () => void;
}

/** Ten frames at 50 fps: closer than this there is nothing more to see. */
export const MIN_VISIBLE_S = 0.2;

/** A new axis showing 0..durationS. Times that are not finite are ignored. */
export function createTimeline(durationS = 0): PlotTimeline {
  const store = createStore<TimelineState>({
    durationS,
    startS: 0,
    endS: durationS,
    playheadS: 0,
    hoverS: null,
    inS: null,
    outS: null,
  });
  const seekers = new Set<(timeS: number) => void>();

  function update(change: Partial<TimelineState>): void {
    const keys = Object.keys(change) as (keyof TimelineState)[];
    const state = store.get();
    if (!keys.every((key) => Object.is(change[key], state[key]))) store.set(change);
  }

  const setRange = (startS: number, endS: number) => {
    if (!Number.isFinite(startS) || !Number.isFinite(endS)) return;
    update(fitRange(startS, endS, store.get().durationS));
  };

  return {
    getSnapshot: store.get,
    subscribe: store.subscribe,
    setDuration(next) {
      if (Number.isFinite(next) && next >= 0) update(withDuration(store.get(), next));
    },
    setRange,
    zoom(factor, aroundS = middleOf(store.get())) {
      if (!(factor > 0) || !Number.isFinite(factor) || !Number.isFinite(aroundS)) return;
      const { startS, endS } = zoomedRange(store.get(), factor, aroundS);
      setRange(startS, endS);
    },
    pan(deltaS) {
      const { startS, endS } = store.get();
      setRange(startS + deltaS, endS + deltaS);
    },
    reset: () => update({ startS: 0, endS: store.get().durationS }),
    setPlayhead(timeS, follow = false) {
      if (Number.isFinite(timeS)) update(withPlayhead(store.get(), timeS, follow));
    },
    setHover(timeS) {
      if (timeS === null) update({ hoverS: null });
      else if (Number.isFinite(timeS)) update({ hoverS: clamp(timeS, 0, store.get().durationS) });
    },
    mark(side, timeS) {
      update(withMark(store.get(), side, timeS));
    },
    seek(timeS) {
      if (!Number.isFinite(timeS)) return;
      for (const seeker of [...seekers]) seeker(clamp(timeS, 0, store.get().durationS));
    },
    onSeek(callback) {
      seekers.add(callback);
      return () => seekers.delete(callback);
    },
  };
}

/** The whole file is shown, unless the visible part was zoomed into and still fits. */
function withDuration(state: TimelineState, durationS: number): Partial<TimelineState> {
  if (durationS === state.durationS) return {};
  const zoomedIn = state.endS - state.startS < state.durationS && state.endS <= durationS;
  const range = zoomedIn ? {} : { startS: 0, endS: durationS };
  const hoverS = state.hoverS === null ? null : Math.min(state.hoverS, durationS);
  return { durationS, playheadS: Math.min(state.playheadS, durationS), hoverS, ...range };
}

/** In lies before out: what is set last stays. */
function withMark(
  { inS, outS, durationS }: TimelineState,
  side: 'in' | 'out',
  timeS: number | null,
): Partial<TimelineState> {
  if (timeS === null) return side === 'in' ? { inS: null } : { outS: null };
  const markS = clamp(timeS, 0, durationS);
  if (side === 'in') return { inS: markS, outS: outS !== null && outS > markS ? outS : null };
  return { outS: markS, inS: inS !== null && inS < markS ? inS : null };
}

/** With `follow`, a playhead outside the visible range starts a new page of the same length. */
function withPlayhead(state: TimelineState, timeS: number, follow: boolean): Partial<TimelineState> {
  const playheadS = clamp(timeS, 0, state.durationS);
  const spanS = state.endS - state.startS;
  const outside = playheadS < state.startS || playheadS > state.endS;
  const range = follow && outside ? fitRange(playheadS, playheadS + spanS, state.durationS) : {};
  return { playheadS, ...range };
}

/** Not yet moved inside the file. */
function zoomedRange({ startS, endS, durationS }: TimelineState, factor: number, aroundS: number) {
  const spanS = endS - startS;
  const nextS = clamp(spanS / factor, Math.min(MIN_VISIBLE_S, durationS), durationS);
  const ratio = spanS > 0 ? nextS / spanS : 1;
  const nextStartS = aroundS - (aroundS - startS) * ratio;
  return { startS: nextStartS, endS: nextStartS + nextS };
}

function middleOf({ startS, endS }: TimelineState): number {
  return (startS + endS) / 2;
}

function fitRange(startS: number, endS: number, durationS: number): { startS: number; endS: number } {
  const spanS = clamp(endS - startS, Math.min(MIN_VISIBLE_S, durationS), durationS);
  const fittedS = clamp(startS, 0, durationS - spanS);
  return { startS: fittedS, endS: fittedS + spanS };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

/** State that is replaced, never changed, and announced to its listeners. React reads it through use-store.ts. */

export interface ReadableStore<State> {
  /** The same object until something changes. */
  get(): State;
  /** Calls the listener after every change; returns its undo. */
  subscribe(listener: () => void): () => void;
}

export interface Store<State> extends ReadableStore<State> {
  set(change: Partial<State>): void;
}

export function createStore<State extends object>(initial: State): Store<State> {
  const listeners = new Set<() => void>();
  let state = initial;
  return {
    get: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set(change) {
      state = { ...state, ...change };
      for (const listener of listeners) listener();
    },
  };
}

/**
 * Waits until `look` finds something other than undefined, now or after a change.
 * @param signal ends the wait with undefined
 */
export function until<State, Found>(
  store: ReadableStore<State>,
  look: (state: State) => Found | undefined,
  signal?: AbortSignal,
): Promise<Found | undefined> {
  return new Promise((resolve) => {
    const end = (found: Found | undefined) => {
      stop();
      signal?.removeEventListener('abort', onAbort);
      resolve(found);
    };
    const check = () => {
      const found = signal?.aborted ? undefined : look(store.get());
      if (found !== undefined || signal?.aborted) end(found);
    };
    const onAbort = () => end(undefined);
    const stop = store.subscribe(check);
    signal?.addEventListener('abort', onAbort);
    check();
  });
}

/** As `until`, without end, and with what `look` throws. */
export function settled<State, Found>(
  store: ReadableStore<State>,
  look: (state: State) => Found | undefined,
): Promise<Found> {
  return new Promise((resolve, reject) => {
    void until(store, (state) => {
      try {
        return look(state);
      } catch (cause) {
        reject(cause);
        return undefined;
      }
    }).then((found) => resolve(found as Found));
  });
}

/** React's view of the stored models. */
import { useEffect, useSyncExternalStore } from 'react';
import type { ModelsState, ModelsStore } from './models-store';

export function useModels(store: ModelsStore): ModelsState {
  return useSyncExternalStore(store.subscribe, store.get);
}

/** Lists the models now, and again whenever the visitor comes back from another tab. */
export function useFreshModels(store: ModelsStore): ModelsState {
  useEffect(() => {
    const refresh = () => {
      if (document.visibilityState === 'visible') void store.refresh();
    };
    refresh();
    document.addEventListener('visibilitychange', refresh);
    return () => document.removeEventListener('visibilitychange', refresh);
  }, [store]);
  return useModels(store);
}

/** React's view of the stored models. */
import { useEffect } from 'react';
import type { ModelsState, ModelsStore } from './models-store';
import { useStore } from './use-store';

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
  return useStore(store);
}

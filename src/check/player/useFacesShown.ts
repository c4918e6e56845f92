/** Whether the faces are marked on the picture; the choice holds for the next file and visit as well. */
import { useState } from 'react';
import type { CheckEvidence } from '../../../workers/sync/contract';
import { recall, remember } from '../../ui/local-storage';

export interface FacesShown {
  /** There is somebody to mark. */
  isOffered: boolean;
  shown: boolean;
  toggle(): void;
}

const KEY = 'faces-marked';

export function useFacesShown(evidence: CheckEvidence | null): FacesShown {
  const [shown, setShown] = useState(() => recall(KEY, ['yes', 'no']) === 'yes');
  return {
    isOffered: evidence !== null && evidence.tracks.length > 0,
    shown,
    toggle() {
      setShown(!shown);
      remember(KEY, shown ? 'no' : 'yes');
    },
  };
}

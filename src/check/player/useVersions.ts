/** Which sound is heard with the picture: as it is, corrected while it plays, or that of a corrected copy. */
import { useState } from 'react';

export type Version = 'as-is' | 'corrected' | 'copy';

interface VersionsProps {
  /** The corrected copy, where there is one and the browser plays it. */
  playable: File | null;
  corrected: boolean;
  /** There is something to correct. */
  correctable: boolean;
  onCorrected(corrected: boolean): void;
}

export interface Versions {
  version: Version;
  /** The copy while it is heard. */
  copy: File | null;
  /** The copy that the browser could not play. */
  refused: File | null;
  hear(version: Version): void;
  /** To the corrected one and back. */
  toggle(): void;
  refuse(copy: File): void;
  /** The copy is no longer what is wanted. */
  leaveCopy(): void;
}

export function useVersions({ playable, corrected, correctable, onCorrected }: VersionsProps): Versions {
  const [playsCopy, setPlaysCopy] = useState(false);
  const [refused, setRefused] = useState<File | null>(null);
  const copy = playsCopy ? playable : null;
  const hear = (version: Version) => {
    // Whoever asks for it once more gets it, if it can be had now.
    setRefused(null);
    setPlaysCopy(version === 'copy');
    onCorrected(version !== 'as-is');
  };
  return {
    version: copy ? 'copy' : corrected && correctable ? 'corrected' : 'as-is',
    copy,
    refused,
    hear,
    toggle: () => hear(copy || corrected || !correctable ? 'as-is' : 'corrected'),
    refuse: (file) => {
      setRefused(file);
      setPlaysCopy(false);
    },
    leaveCopy: () => setPlaysCopy(false),
  };
}

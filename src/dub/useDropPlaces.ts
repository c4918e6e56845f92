/** Files dropped anywhere or pasted, and the cards that they can be dropped on. */
import { useEffect, useState } from 'react';
import type { DubSession } from '../engine/dub/types';
import { useIncoming } from '../ui/useFileDrop';

/** The face, the first speech, or that of a further speaker. */
export type DropPlace = 'face' | 'speech' | { speaker: string };

/** What makes an element a place to drop on. */
export interface DropTarget {
  'data-drop': 'here' | 'possible' | undefined;
  onDragEnter(): void;
}

/** Takes files dropped anywhere or pasted: what is dropped alone on a card is for that card. */
export function useDropPlaces(session: DubSession, busy: boolean): (place: DropPlace) => DropTarget {
  const [over, setOver] = useState<DropPlace | null>(null);
  const dragging = useIncoming((files) => {
    if (busy) return;
    for (const file of files.slice(0, 2)) {
      give(session, file, files.length === 1 && over ? over : placeOf(file, session.get().face !== null));
    }
  });
  useEffect(() => {
    if (!dragging) {
      setOver(null);
      return;
    }
    // Told before the card that is entered, if any: whatever else is entered, the last card is left.
    const leave = () => setOver(null);
    addEventListener('dragenter', leave, true);
    return () => removeEventListener('dragenter', leave, true);
  }, [dragging]);
  return (place) => ({
    'data-drop': dragging && !busy ? (isSame(over, place) ? 'here' : 'possible') : undefined,
    onDragEnter: () => setOver(place),
  });
}

function give(session: DubSession, file: File, place: DropPlace): void {
  if (place === 'face') session.setFace(file);
  else if (place === 'speech') session.setSpeech(file, 'file');
  else session.speakers.setSpeech(place.speaker, file, 'file');
}

/** Sound is the speech, a photo is the face; a video is what is still missing. */
function placeOf(file: File, hasFace: boolean): DropPlace {
  if (file.type.startsWith('audio/')) return 'speech';
  if (file.type.startsWith('image/')) return 'face';
  return hasFace ? 'speech' : 'face';
}

function isSame(one: DropPlace | null, other: DropPlace): boolean {
  if (one === null || typeof one === 'string' || typeof other === 'string') return one === other;
  return one.speaker === other.speaker;
}

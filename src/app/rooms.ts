/** Which room is open: the address says it (`#/models`), so that back, reload and links work. */
import { useSyncExternalStore } from 'react';

export const ROOMS = [
  { name: 'check', title: 'Check' },
  { name: 'sound', title: 'Sound' },
  { name: 'dub', title: 'Dub' },
  { name: 'models', title: 'Models' },
] as const;

export type RoomName = (typeof ROOMS)[number]['name'];

export const hrefOf = (room: RoomName) => `#/${room}`;

let current: RoomName = roomOf(location.hash) ?? 'check';

export function useRoom(): RoomName {
  return useSyncExternalStore(subscribe, () => current);
}

export function goTo(room: RoomName): void {
  if (room !== current) location.hash = hrefOf(room);
}

function subscribe(listener: () => void): () => void {
  const onHash = () => {
    // An unknown address leaves the visitor where they are.
    current = roomOf(location.hash) ?? current;
    listener();
  };
  addEventListener('hashchange', onHash);
  // It may have changed since the script began; React looks again after this.
  current = roomOf(location.hash) ?? current;
  return () => removeEventListener('hashchange', onHash);
}

/** The page without a room in its address is the Check room. */
function roomOf(hash: string): RoomName | null {
  if (hash === '' || hash === '#') return 'check';
  return ROOMS.find(({ name }) => hash === hrefOf(name))?.name ?? null;
}

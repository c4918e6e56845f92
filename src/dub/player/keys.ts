/** The preview's keys: what each does, for the player and for the help. */
import type { KeyPress } from '../../ui/shortcuts';

export type PreviewAction = { do: 'toggle' } | { do: 'skip'; seconds: number } | { do: 'compare' };

export const DUB_SHORTCUTS: readonly { keys: readonly string[]; does: string }[] = [
  { keys: ['Space'], does: 'Play or pause the preview' },
  { keys: ['←', '→'], does: 'One second back or on' },
  { keys: ['B'], does: 'All before, all after, half and half' },
  { keys: ['?'], does: 'This list' },
];

export function previewAction({ key }: KeyPress): PreviewAction | null {
  switch (key.length === 1 ? key.toLowerCase() : key) {
    case ' ':
      return { do: 'toggle' };
    case 'ArrowLeft':
      return { do: 'skip', seconds: -1 };
    case 'ArrowRight':
      return { do: 'skip', seconds: 1 };
    case 'b':
      return { do: 'compare' };
    default:
      return null;
  }
}

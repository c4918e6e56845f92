/** The player's keys: what each does, for the player and for the help. */
import type { KeyPress } from '../../ui/shortcuts';

export type PlayerAction =
  | { do: 'toggle' }
  | { do: 'pause' }
  /** One notch faster in this direction: -1 backwards, 1 forwards. */
  | { do: 'shuttle'; direction: -1 | 1 }
  | { do: 'step'; frames: number }
  | { do: 'skip'; seconds: number }
  | { do: 'nudge'; deltaMs: number }
  | { do: 'switch' }
  | { do: 'mute' }
  | { do: 'fullscreen' }
  /** To the start or the end of the file, or to the next cut or part in this direction. */
  | { do: 'go'; to: 'start' | 'end' | -1 | 1 }
  /** In or out of the part is here. */
  | { do: 'mark'; side: 'in' | 'out' }
  /** The plots show 1/factor of what they show; null: the whole file. */
  | { do: 'zoom'; factor: number | null };

export const NUDGE_MS = 10;
export const FINE_MS = 1;

export const SHORTCUTS: readonly { keys: readonly string[]; does: string }[] = [
  { keys: ['Space'], does: 'Play or pause' },
  { keys: ['J', 'K', 'L'], does: 'Backwards, pause, forwards (again: faster)' },
  { keys: ['←', '→'], does: 'One frame back or on' },
  { keys: ['Shift ←', 'Shift →'], does: 'One second back or on' },
  { keys: ['Home', 'End'], does: 'Start or end of the file' },
  { keys: [',', '.'], does: 'Back to the last, on to the next cut or part' },
  { keys: ['I', 'O'], does: 'In and out of a part' },
  { keys: ['[', ']'], does: `Sound ${NUDGE_MS} ms earlier or later` },
  { keys: ['{', '}'], does: `Sound ${FINE_MS} ms earlier or later` },
  { keys: ['C'], does: 'Switch between as is and corrected' },
  { keys: ['M'], does: 'Sound off or on' },
  { keys: ['F'], does: 'Fill the screen, or no longer' },
  { keys: ['+', '−', '0'], does: 'Plots: closer, wider, the whole file' },
  { keys: ['?'], does: 'This list' },
];

/** What the pointer does in the plots; listed with the keys. */
export const POINTER_MOVES: typeof SHORTCUTS = [
  { keys: ['Ctrl wheel', 'Pinch'], does: 'Plots: closer or wider at the pointer' },
  { keys: ['Drag', 'Shift wheel'], does: 'Plots: to and fro' },
  { keys: ['Drag'], does: 'On the ruler: through the film; at an end of the part: moves it' },
  { keys: ['Shift drag'], does: 'On the ruler: marks a part' },
];

export function playerAction({ key, shiftKey }: KeyPress): PlayerAction | null {
  switch (key.length === 1 ? key.toLowerCase() : key) {
    case ' ':
      return { do: 'toggle' };
    case 'k':
      return { do: 'pause' };
    case 'j':
      return { do: 'shuttle', direction: -1 };
    case 'l':
      return { do: 'shuttle', direction: 1 };
    case 'ArrowLeft':
      return shiftKey ? { do: 'skip', seconds: -1 } : { do: 'step', frames: -1 };
    case 'ArrowRight':
      return shiftKey ? { do: 'skip', seconds: 1 } : { do: 'step', frames: 1 };
    case '[':
      return { do: 'nudge', deltaMs: NUDGE_MS };
    case ']':
      return { do: 'nudge', deltaMs: -NUDGE_MS };
    case '{':
      return { do: 'nudge', deltaMs: FINE_MS };
    case '}':
      return { do: 'nudge', deltaMs: -FINE_MS };
    case 'Home':
      return { do: 'go', to: 'start' };
    case 'End':
      return { do: 'go', to: 'end' };
    case ',':
      return { do: 'go', to: -1 };
    case '.':
      return { do: 'go', to: 1 };
    case '+':
    case '=':
      return { do: 'zoom', factor: 2 };
    case '-':
      return { do: 'zoom', factor: 0.5 };
    case '0':
      return { do: 'zoom', factor: null };
    case 'i':
      return { do: 'mark', side: 'in' };
    case 'o':
      return { do: 'mark', side: 'out' };
    case 'c':
      return { do: 'switch' };
    case 'm':
      return { do: 'mute' };
    case 'f':
      return { do: 'fullscreen' };
    default:
      return null;
  }
}

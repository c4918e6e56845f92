/** The player's keys at work: on the film, the sound, and the plots. */
import { useShortcuts } from '../../ui/shortcuts';
import { nextMark } from '../plots/moves';
import type { PlotTimeline } from '../plots/timeline';
import { type PlayerAction, playerAction } from './keys';
import type { Playback } from './playback';

interface KeyHandlers {
  onNudge(deltaMs: number): void;
  /** Between the sound as it is and corrected. */
  onSwitch(): void;
  onMute(): void;
  onFullscreen(): void;
  onGo(to: ActionOf<'go'>['to']): void;
  onZoom(factor: number | null): void;
  onMark(side: 'in' | 'out'): void;
}

type ActionOf<Name extends PlayerAction['do']> = Extract<PlayerAction, { do: Name }>;

/** @param marksS cuts and starts of parts */
export function placeOf(to: ActionOf<'go'>['to'], timeline: PlotTimeline, marksS: readonly number[]): number {
  const { playheadS, durationS } = timeline.getSnapshot();
  if (to === 'start') return 0;
  return to === 'end' ? durationS : nextMark(marksS, playheadS, to, durationS);
}

export function usePlayerKeys(playback: Playback | null, handlers: KeyHandlers): void {
  useShortcuts((press) => {
    const action = playerAction(press);
    if (action === null) return false;
    switch (action.do) {
      case 'nudge':
        handlers.onNudge(action.deltaMs);
        break;
      case 'switch':
        handlers.onSwitch();
        break;
      case 'mute':
        handlers.onMute();
        break;
      case 'fullscreen':
        handlers.onFullscreen();
        break;
      case 'go':
        handlers.onGo(action.to);
        break;
      case 'mark':
        handlers.onMark(action.side);
        break;
      case 'zoom':
        handlers.onZoom(action.factor);
        break;
      default:
        if (playback) drive(playback, action);
    }
    return true;
  });
}

function drive(playback: Playback, action: ActionOf<'toggle' | 'pause' | 'shuttle' | 'step' | 'skip'>): void {
  if (action.do === 'toggle') playback.toggle();
  else if (action.do === 'pause') playback.pause();
  else if (action.do === 'shuttle') playback.shuttle(action.direction);
  else if (action.do === 'step') playback.step(action.frames);
  else playback.skip(action.seconds);
}

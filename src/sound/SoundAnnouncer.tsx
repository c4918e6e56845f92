/** What screen readers are told of preparing a sound. */
import type { SoundState } from '../engine/sound/types';
import { Announcer } from '../ui/Announcer';
import { measuredSentence, STAGE_LABELS } from './copy';
import { mixedSentence } from './microphone-copy';
import { queueSummary, queueTitle } from './queue-copy';
import { withoutWords } from './sides';

export function SoundAnnouncer({ state }: { state: SoundState }) {
  const { source, asIs, work, made, without, copy, encoded, queue, mixing } = state;
  const asFound =
    asIs?.status === 'working' ? 'Measuring the recording.' : asIs?.sound ? measuredSentence(asIs.sound) : '';
  const working = work?.status === 'working' ? `${STAGE_LABELS[work.progress.stage]}.` : '';
  const done = made && work?.status === 'done' ? 'The sound is prepared.' : '';
  const beside = without?.sound ? `${withoutWords(without.step)}: ready to be played.` : '';
  const written = copy?.result ? `${copy.result.suggestedName} is ready to download.` : '';
  const inOther = encoded?.file ? `${encoded.file.name} is ready to download.` : '';
  const several = queue?.status === 'working' ? `${queueTitle(queue)}.` : queue ? queueSummary(queue) : '';
  const mixed =
    mixing?.status === 'working'
      ? 'Mixing the microphones.'
      : source?.mixed
        ? mixedSentence(source.mixed.microphones)
        : '';
  return (
    <Announcer
      news={{ asFound, working, done, beside, written, encoded: inOther, several, mixed }}
      testId="sound-announcer"
    />
  );
}

/** What was made: to be heard beside what it was, in figures, along time, and to be saved. */
import { useEffect, useRef } from 'react';
import { missedSentence } from '../../core/report/sound';
import type { MadeSound, SoundSession, SoundState, SourceState } from '../engine/sound/types';
import { Card, CardHead } from '../ui/Card';
import { Note } from '../ui/Note';
import { Comparison } from './Comparison';
import { doneSentences } from './copy';
import { FigureTable } from './FigureTable';
import { SaveCard } from './SaveCard';
import { SoundPlot } from './SoundPlot';
import styles from './SoundRoom.module.css';

interface ResultProps {
  state: SoundState;
  source: SourceState;
  made: MadeSound;
  session: SoundSession;
}

export function Result({ state, source, made, session }: ResultProps) {
  const { sound } = made;
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    title.current?.focus({ preventScroll: true });
    title.current?.scrollIntoView({ block: 'start', behavior: calm ? 'auto' : 'smooth' });
  }, []);
  return (
    <section className={styles['result']} aria-labelledby="sound-result-title">
      <h2 id="sound-result-title" ref={title} tabIndex={-1}>
        The prepared sound
      </h2>
      <div className={styles['row']}>
        <Card aria-labelledby="sound-listen-title">
          <CardHead>
            <h3 id="sound-listen-title">Listen</h3>
          </CardHead>
          <Comparison original={source.file} made={made} state={state} session={session} />
          <SoundPlot {...sound} />
          <p className="small">{doneSentences(made).join(' ')}</p>
        </Card>
        <Card aria-labelledby="sound-figures-title">
          <CardHead>
            <h3 id="sound-figures-title">Before and after</h3>
          </CardHead>
          {sound.missed && (
            <Note tone="warn" icon="warning">
              <p>{missedSentence(sound.missed)}</p>
            </Note>
          )}
          <FigureTable before={sound.before} after={sound.after} testId="sound-figures" />
        </Card>
      </div>
      <SaveCard state={state} source={source} made={made} session={session} />
    </section>
  );
}

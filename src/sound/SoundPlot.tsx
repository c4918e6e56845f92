/** The sound along time: its waveform and how loud it is, as it is or before and after, and where speech is. */
import { IS_SPEECH } from '../../core/loudness/figures';
import { clockWords, durationWords } from '../../core/report/format';
import type { PreparedSound, SoundReport } from '../../workers/sound/contract';
import { figureWords } from './copy';
import { MOST_COLUMNS, speechPath, wavePoints } from './plot-shapes';
import styles from './SoundPlot.module.css';

/** The range that is drawn, LUFS. */
const TOP = -5;
const BOTTOM = -60;
/** Whose middle is told to the second without being wrong. */
const LONG_S = 60;
const RANGE = `${BOTTOM} to ${TOP} LUFS`.replaceAll('-', '−');

export function SoundPlot({ before, after, speech, speechS, durationS }: SoundPlotProps) {
  const span = `from 0:00 to ${clockWords(durationS)}`;
  const sides = after ? ', before and after' : '';
  const { maxShortTermLufs } = before.figures;
  const most = after || maxShortTermLufs === null ? '' : `, at most ${figureWords(maxShortTermLufs, 'LUFS')}`;
  return (
    <figure className={styles['figure']}>
      <Strip name="wave" says={`Waveform ${span}${sides}.`}>
        <polygon className={styles['before']} points={wavePoints(before.peaks)} />
        {after && <polygon className={styles['after']} points={wavePoints(after.peaks)} />}
      </Strip>
      <Strip name="curve" says={`Short-term loudness ${span}${sides}${most}. The figures are in the table.`}>
        {after && <polyline className={styles['before']} points={loudnessPoints(before)} />}
        <polyline className={styles['after']} points={loudnessPoints(after ?? before)} />
      </Strip>
      <Strip
        name="speech"
        says={`Where speech is: ${durationWords(speechS)} of ${durationWords(durationS)}.`}
      >
        <path d={speechPath(speech, IS_SPEECH)} />
      </Strip>
      <p className={`muted small ${styles['times']}`} aria-hidden="true">
        <span>{clockWords(0)}</span>
        {durationS > LONG_S && <span>{clockWords(durationS / 2)}</span>}
        <span>{clockWords(durationS)}</span>
      </p>
      <figcaption className={`muted small ${styles['legend']}`}>
        <span>Waveform, and loudness over time, {RANGE}:</span>
        {after && <Key name="before" />}
        {after && <Key name="after" />}
        <Key name="speech" />
      </figcaption>
    </figure>
  );
}

interface SoundPlotProps extends Pick<PreparedSound, 'before' | 'speech' | 'speechS' | 'durationS'> {
  /** Null: nothing was made of it, and `before` is all there is. */
  after: SoundReport | null;
}

interface StripProps {
  name: 'wave' | 'curve' | 'speech';
  /** To those who do not see it. */
  says: string;
  children: React.ReactNode;
}

function Strip({ name, says, children }: StripProps) {
  return (
    <svg
      className={`${styles['strip']} ${styles[name]}`}
      viewBox="0 0 1000 100"
      preserveAspectRatio="none"
      role="img"
      aria-label={says}
      data-testid={`sound-${name}`}
    >
      {children}
    </svg>
  );
}

function Key({ name }: { name: 'before' | 'after' | 'speech' }) {
  return (
    <span>
      <svg
        className={name === 'speech' ? styles['speech'] : styles['curve']}
        viewBox="0 0 24 10"
        aria-hidden="true"
      >
        {name === 'speech' ? (
          <path d="M0 2H24V8H0Z" />
        ) : (
          <polyline className={styles[name]} points="0,5 24,5" />
        )}
      </svg>
      {name}
    </span>
  );
}

function loudnessPoints({ shortTermLufs }: SoundReport): string {
  const count = Math.min(MOST_COLUMNS, shortTermLufs.length);
  return Array.from({ length: count }, (_, i) => {
    const lufs = shortTermLufs[Math.floor((i * shortTermLufs.length) / count)] as number;
    const share = (TOP - Math.max(BOTTOM, Math.min(TOP, lufs))) / (TOP - BOTTOM);
    return `${((i / Math.max(1, count - 1)) * 1000).toFixed(1)},${(share * 100).toFixed(1)}`;
  }).join(' ');
}

/** The offsets of two files over time, one over the other: the first as a full line, the second dashed. */
import { clockWords } from '../../../core/report/format';
import { timeTicks } from '../plots/scale';
import styles from './Compare.module.css';
import { type Axes, axesOf, type CurvePiece, offsetTicks } from './curves';

const WIDTH = 640;
const HEIGHT = 220;
const LEFT = 64;
const RIGHT = 20;
const BOTTOM = 24;
const TOP = 8;

interface OffsetCurvesProps {
  /** What is seen, for those who do not see it. */
  label: string;
  one: readonly CurvePiece[];
  other: readonly CurvePiece[];
}

export function OffsetCurves({ label, one, other }: OffsetCurvesProps) {
  const axes = axesOf([one, other]);
  const { lowMs, highMs, endS } = axes;
  const x = (timeS: number) => LEFT + (timeS / (endS || 1)) * (WIDTH - LEFT - RIGHT);
  const y = (ms: number) => TOP + ((highMs - ms) / (highMs - lowMs)) * (HEIGHT - TOP - BOTTOM);
  return (
    <svg className={styles['plot']} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      <Grid axes={axes} x={x} y={y} />
      <Curve pieces={one} look="one" x={x} y={y} />
      <Curve pieces={other} look="other" x={x} y={y} />
    </svg>
  );
}

interface Scales {
  x(timeS: number): number;
  y(ms: number): number;
}

function Grid({ axes, x, y }: Scales & { axes: Axes }) {
  const { ticksS } = timeTicks(0, axes.endS, WIDTH - LEFT - RIGHT, 80);
  return (
    <>
      {offsetTicks(axes).map((ms) => (
        <g key={ms}>
          <line
            className={ms === 0 ? styles['zero'] : styles['grid']}
            x1={LEFT}
            x2={WIDTH - RIGHT}
            y1={y(ms)}
            y2={y(ms)}
          />
          <text x={LEFT - 6} y={y(ms) + 4} textAnchor="end">
            {ms === 0 ? 'in sync' : `${ms > 0 ? '+' : '−'}${Math.abs(ms)}\u00a0ms`}
          </text>
        </g>
      ))}
      {ticksS.map((timeS) => (
        <text key={timeS} x={x(timeS)} y={HEIGHT - 6} textAnchor="middle">
          {clockWords(timeS)}
        </text>
      ))}
    </>
  );
}

function Curve({ pieces, look, x, y }: Scales & { pieces: readonly CurvePiece[]; look: 'one' | 'other' }) {
  return (
    <g className={styles[look]}>
      {pieces.map(({ startS, endS, startMs, endMs, ci95Ms }) => (
        <g key={startS}>
          <polygon
            points={`${x(startS)},${y(startMs + ci95Ms)} ${x(endS)},${y(endMs + ci95Ms)} ${x(endS)},${y(endMs - ci95Ms)} ${x(startS)},${y(startMs - ci95Ms)}`}
          />
          <line x1={x(startS)} y1={y(startMs)} x2={x(endS)} y2={y(endMs)} />
        </g>
      ))}
    </g>
  );
}

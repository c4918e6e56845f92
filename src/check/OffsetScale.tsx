/** Where the offset lies between early and late, on the limits of the profile. */
import { measuredWords, offsetWords, sizeWords } from '../../core/report/format';
import type { Profile } from '../../core/sync/profiles';
import styles from './OffsetScale.module.css';

interface OffsetScaleProps {
  /** Positive = sound late. */
  offsetMs: number;
  /** The band around it: its 95 % interval, or all the offsets that were found. */
  fromMs: number;
  toMs: number;
  /** Drawn as a mark; false where there is no single offset. */
  single: boolean;
  profile: Profile;
  /** An offset that is not sure is drawn hollow. */
  sure: boolean;
}

const WIDTH = 400;
const HEIGHT = 62;
const BAR_Y = 22;
const BAR_HEIGHT = 10;
/** So that the limits never crowd in the middle. */
const LEAST_REACH_MS = 250;

export function OffsetScale({ offsetMs, fromMs, toMs, single, profile, sure }: OffsetScaleProps) {
  const farthestMs = single ? Math.abs(offsetMs) : Math.max(Math.abs(fromMs), Math.abs(toMs));
  const reachMs = Math.max(LEAST_REACH_MS, farthestMs * 1.2);
  const x = (ms: number) =>
    WIDTH / 2 + (Math.max(-reachMs, Math.min(reachMs, ms)) / reachMs) * (WIDTH / 2 - 6);
  const { unnoticeableMs: fine, acceptableMs: accepted } = profile;
  const bar = (part: 'rest' | 'accepted' | 'fine', fromMs: number, toMs: number) => (
    <rect className={styles[part]} x={x(fromMs)} y={BAR_Y} width={x(toMs) - x(fromMs)} height={BAR_HEIGHT} />
  );
  return (
    <svg
      className={styles['scale']}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`Scale: ${single ? measuredWords(offsetMs, (toMs - fromMs) / 2) : `${offsetWords(fromMs)} to ${offsetWords(toMs)}`}; ${profile.label} accepts ${sizeWords(accepted.early)} early to ${sizeWords(accepted.late)} late.`}
    >
      {bar('rest', -reachMs, reachMs)}
      {bar('accepted', -accepted.early, accepted.late)}
      {bar('fine', -fine.early, fine.late)}
      <line className={styles['zero']} x1={x(0)} x2={x(0)} y1={BAR_Y - 4} y2={BAR_Y + BAR_HEIGHT + 4} />
      <rect
        className={styles['band']}
        x={x(fromMs)}
        y={BAR_Y - 5}
        width={Math.max(2, x(toMs) - x(fromMs))}
        height={BAR_HEIGHT + 10}
        rx="2"
      />
      {single && (
        <path
          className={sure ? styles['mark'] : `${styles['mark']} ${styles['unsure']}`}
          d={`M${x(offsetMs)} ${BAR_Y + BAR_HEIGHT + 1}l-7 -20h14z`}
        />
      )}
      <text x={0} y={HEIGHT - 8}>
        Sound early
      </text>
      <text x={x(0)} y={HEIGHT - 8} textAnchor="middle">
        0
      </text>
      <text x={WIDTH} y={HEIGHT - 8} textAnchor="end">
        Sound late
      </text>
    </svg>
  );
}

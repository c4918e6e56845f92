/** Figures as people say them. All with no-break spaces, so that a number never parts from its unit. */

const NBSP = '\u00a0';

/** A size of time without direction: `8 ms`, `1.24 s` from a second on. */
export function sizeWords(ms: number): string {
  const size = Math.abs(ms);
  if (size < 1000) return `${Math.round(size)}${NBSP}ms`;
  return `${(size / 1000).toFixed(2)}${NBSP}s`;
}

/** `120 ms late`, `40 ms early`, `0 ms` within half a millisecond. Positive = sound late. */
export function offsetWords(offsetMs: number): string {
  if (Math.round(offsetMs) === 0) return `0${NBSP}ms`;
  return `${sizeWords(offsetMs)} ${offsetMs > 0 ? 'late' : 'early'}`;
}

/** From this half width of its 95 % interval on, single milliseconds of a figure would claim too much. */
const COARSE_FROM_MS = 20;
const COARSE_STEP_MS = 10;

/** Whether a measured figure is told in steps of 10 ms. @param ci95Ms null where there is no interval */
export function isCoarse(ci95Ms: number | null): boolean {
  return ci95Ms !== null && ci95Ms > COARSE_FROM_MS;
}

/**
 * What was measured, as exactly as its interval allows: `200 ms late` for 203 ±39. What is done to the sound
 * (`correctionWords`), and what programs and spreadsheets get, keep the exact figure.
 */
export function measuredWords(offsetMs: number, ci95Ms: number | null): string {
  if (!isCoarse(ci95Ms)) return offsetWords(offsetMs);
  return offsetWords(coarseMs(offsetMs));
}

function coarseMs(ms: number): number {
  return Math.round(ms / COARSE_STEP_MS) * COARSE_STEP_MS;
}

/** `+3.2 dB`, `−0.5 dB`, `±0.0 dB`. */
export function gainWords(gainDb: number): string {
  const size = Math.abs(gainDb).toFixed(1);
  const sign = size === '0.0' ? '±' : gainDb > 0 ? '+' : '−';
  return `${sign}${size}${NBSP}dB`;
}

/** A level: `−40 dB`. */
export function levelWords(db: number): string {
  return `${db < 0 ? '−' : ''}${Math.abs(Math.round(db))}${NBSP}dB`;
}

/** `0:02.0 to 0:05.0` */
export function partWords({ startS, endS }: { startS: number; endS: number }): string {
  return `${clockTenths(startS)} to ${clockTenths(endS)}`;
}

/** What is said of a file of which a part alone was looked at. */
export function partSentence(part: { startS: number; endS: number }): string {
  return `Only ${partWords(part)} was checked.`;
}

/** What is said of a file that was to be measured by one face. @param seen all faces; those of another look may be others */
export function oneFaceSentence(id: number, seen: readonly { id: number }[]): string {
  return seen.some((face) => face.id === id)
    ? `Measured by face ${id} alone.`
    : `There is no face ${id}: measured by all faces that speak.`;
}

/** What has to happen to the sound: `120 ms earlier` for sound that is 120 ms late. */
export function correctionWords(offsetMs: number): string {
  if (Math.round(offsetMs) === 0) return 'unchanged';
  return `${sizeWords(offsetMs)} ${offsetMs > 0 ? 'earlier' : 'later'}`;
}

/** How sure: `97 %`; never 100 %, because no measurement is. */
export function percentWords(share: number): string {
  return `${Math.min(99, Math.max(0, Math.round(share * 100)))}${NBSP}%`;
}

/** A share of a whole: `0 %` to `100 %`. */
export function shareWords(share: number): string {
  return `${Math.round(100 * Math.min(1, Math.max(0, share)))}${NBSP}%`;
}

/** How one sound lies to another, as `measuredWords` has it: `210 ms later`. Positive = later. */
export function differenceWords(differenceMs: number, ci95Ms: number | null): string {
  const toldMs = isCoarse(ci95Ms) ? coarseMs(differenceMs) : differenceMs;
  return `${sizeWords(toldMs)} ${toldMs > 0 ? 'later' : 'earlier'}`;
}

/** A place in the file: `0:07`, `12:03`, `1:02:03`. */
export function clockWords(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds + 1e-6));
  const pad = (n: number) => String(n).padStart(2, '0');
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  return h > 0 ? `${h}:${pad(m)}:${pad(s)}` : `${m}:${pad(s)}`;
}

/** A place in a film to a tenth of a second: `0:42.3`. */
export function clockTenths(seconds: number): string {
  return `${clockWords(seconds)}.${Math.floor((Math.max(0, seconds) % 1) * 10 + 1e-6)}`;
}

/** To a hundredth, as it is typed: `0:42.35`. */
export function clockHundredths(seconds: number): string {
  const hundredths = Math.round(Math.max(0, seconds) * 100);
  return `${clockWords(Math.floor(hundredths / 100))}.${String(hundredths % 100).padStart(2, '0')}`;
}

/** A length of time: `0.8 s`, `42 s`, `5 min`, `1 h 2 min`. */
export function durationWords(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)}${NBSP}s`;
  if (seconds < 99.5) return `${Math.round(seconds)}${NBSP}s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes}${NBSP}min`;
  return `${Math.floor(minutes / 60)}${NBSP}h ${minutes % 60}${NBSP}min`;
}

/** `1 face`, `3 faces`, `1 500 windows`. */
export function countWords(n: number, one: string, many = `${one}s`): string {
  return `${thousands(n)}${NBSP}${n === 1 ? one : many}`;
}

/** A whole number with spaces, as the SI has it: `1 500`. */
export function thousands(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, NBSP);
}

/** From seconds and milliseconds to pixels, and where the labels of an axis go. */

export interface LinearScale {
  /** Value to pixel. */
  toPx(value: number): number;
  /** Pixel to value. */
  toValue(px: number): number;
}

/** Maps low..high onto fromPx..toPx; an empty domain maps everything onto fromPx. */
export function linearScale(low: number, high: number, fromPx: number, toPx: number): LinearScale {
  const span = high - low;
  const perUnit = span === 0 ? 0 : (toPx - fromPx) / span;
  return {
    toPx: (value) => fromPx + (value - low) * perUnit,
    toValue: (px) => (perUnit === 0 ? low : low + (px - fromPx) / perUnit),
  };
}

const NICE_STEPS_S = [
  0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400,
];

/** Round times inside startS..endS, at least minGapPx apart. Empty when there is no room. */
export function timeTicks(
  startS: number,
  endS: number,
  widthPx: number,
  minGapPx = 72,
): { stepS: number; ticksS: number[] } {
  const spanS = endS - startS;
  if (!(spanS > 0) || !(widthPx > 0)) return { stepS: 1, ticksS: [] };
  const wantedS = (spanS * minGapPx) / widthPx;
  const largest = NICE_STEPS_S[NICE_STEPS_S.length - 1]!;
  const stepS = NICE_STEPS_S.find((step) => step >= wantedS) ?? largest * Math.ceil(wantedS / largest);
  const ticksS: number[] = [];
  // Multiples by index: adding the step up would drift.
  for (let i = Math.ceil(startS / stepS - 1e-6); i * stepS <= endS + 1e-9; i++) ticksS.push(i * stepS);
  return { stepS, ticksS };
}

/** `0:03.42`, `12:05`, `1:02:07.5`; digits after the point follow the precision asked for. */
export function formatTime(timeS: number, digits = 2): string {
  if (!Number.isFinite(timeS)) return '–';
  const factor = 10 ** digits;
  const total = Math.round(Math.abs(timeS) * factor);
  const seconds = (total % (60 * factor)) / factor;
  const minutes = Math.floor(total / (60 * factor));
  const width = digits > 0 ? digits + 3 : 2;
  const secondsText = seconds.toFixed(digits).padStart(width, '0');
  const sign = timeS < 0 && total > 0 ? '−' : '';
  if (minutes < 60) return `${sign}${minutes}:${secondsText}`;
  return `${sign}${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${secondsText}`;
}

/** Digits after the point that tell neighbouring ticks apart. */
export function digitsFor(stepS: number): number {
  if (stepS >= 1) return 0;
  return stepS >= 0.1 ? 1 : 2;
}

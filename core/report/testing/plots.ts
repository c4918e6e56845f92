/** Evidence for the report's pictures: a lag map along a known path, votes around it, lips and sound that beat together. */
import { syntheticLagMap } from '../../sync/synthetic';
import { seeded } from '../../testing/random';
import type { ReportFacts } from '../report-data';

/** The same facts with votes and plots; the truth is the pattern's own. */
export function withPlots(facts: ReportFacts): ReportFacts {
  const { durationS } = facts.media;
  const { pattern, segments } = facts.measurement;
  const truthMs = (timeS: number) => {
    if (pattern.kind === 'drift')
      return pattern.startMs + ((pattern.endMs - pattern.startMs) * timeS) / durationS;
    return segments.find((s) => timeS >= s.startS && timeS < s.endS)?.offsetMs ?? 0;
  };
  const map = syntheticLagMap({ durationS, truthMs, peak: 4, hopS: Math.max(0.25, durationS / 400) });
  const random = seeded(7);
  const votes = [...map.timesS].map((timeS) => {
    const agrees = random() > 0.15;
    const spreadMs = agrees ? 40 : 900;
    return { trackId: 1, timeS, offsetMs: truthMs(timeS) + (random() - 0.5) * spreadMs, weight: 1, agrees };
  });
  const frames = Math.floor(durationS * 25);
  const beat = (timeS: number) => Math.max(0, Math.sin(timeS * 11) * Math.sin(timeS * 1.7 + 1));
  const timesS = Float64Array.from({ length: frames }, (_, i) => i / 25);
  const opening = Float32Array.from(timesS, (t) => 0.05 + 0.3 * beat(t));
  const bucketS = 0.01;
  const minMax = new Float32Array(Math.floor(durationS / bucketS) * 2);
  for (let i = 0; i < minMax.length / 2; i++) {
    const timeS = i * bucketS;
    const loud = beat(timeS - truthMs(timeS) / 1000) * (0.5 + 0.5 * random());
    minMax[2 * i] = -loud;
    minMax[2 * i + 1] = loud;
  }
  return {
    ...facts,
    measurement: { ...facts.measurement, votes },
    plots: { lagMaps: [map], tracks: [{ id: 1, timesS, opening }], peaks: { startS: 0, bucketS, minMax } },
  };
}

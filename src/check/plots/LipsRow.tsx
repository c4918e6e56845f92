/** How wide the speaking face opens its lips, with the loudness behind: do they move together? */
import { useCallback } from 'react';
import { levelWords } from '../../../core/report/format';
import type { Measurement } from '../../../core/sync/types';
import { lipsSentence } from './copy';
import { drawLips, type LipCurve, lipsY } from './drawLips';
import { drawLoudness, type TimeShift } from './drawSound';
import { Keys } from './Legend';
import { AxisFrame, Empty, HEIGHT_PX, Plot, Row } from './Row';
import type { PlotTheme } from './theme';
import type { PlotTimeline } from './timeline';
import type { PlotFrame } from './usePlot';

export type Loudness = Parameters<typeof drawLoudness>[1];

export function LipsRow(props: {
  timeline: PlotTimeline;
  theme: PlotTheme | null;
  lips: LipCurve | null;
  loudness: Loudness | null;
  measurement: Measurement | null;
  corrected: boolean;
  /** False while more of the file is being read. */
  final: boolean;
  shift: TimeShift;
  whyEmpty: string;
}) {
  const { timeline, theme, lips, loudness, measurement, shift } = props;
  const seen = lips !== null && lips.series.timesS.length > 0;
  const draw = useCallback(
    (frame: PlotFrame) => {
      if (loudness) drawLoudness(frame, loudness, shift);
      if (lips) drawLips(frame, lips);
    },
    [loudness, lips, shift],
  );
  const note = seen && measurement ? lipsSentence(measurement, props.corrected, props.final) : '';
  return (
    <Row title="Lips and sound" note={note} aside={seen && <Keys of={legendOf(loudness)} />}>
      {seen ? (
        <AxisFrame timeline={timeline} size="curve" labels={OPENINGS}>
          <Plot
            timeline={timeline}
            theme={theme}
            draw={draw}
            label={`Lip opening of the speaking face over time, with loudness. ${note}`}
          />
        </AxisFrame>
      ) : (
        <Empty>{props.whyEmpty}</Empty>
      )}
    </Row>
  );
}

const OPENINGS = [1, 0.5, 0].map((opening) => ({
  fromTop: lipsY(HEIGHT_PX.curve, opening) / HEIGHT_PX.curve,
  text: `${100 * opening}\u00a0%`,
}));

function legendOf(loudness: Loudness | null) {
  const [low, high] = loudness?.rangeDb.map(levelWords) ?? [];
  return [
    ['lips', 'lips open'],
    ['doubt', 'hard to see'],
    ['loud', loudness ? `loudness, ${low} to ${high}` : 'loudness'],
  ] as const;
}

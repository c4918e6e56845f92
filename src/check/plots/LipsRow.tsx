/** How wide the speaking face opens its lips, with the loudness behind: do they move together? */
import { useCallback } from 'react';
import type { Measurement } from '../../../core/sync/types';
import { lipsSentence } from './copy';
import { drawLips, type LipCurve } from './drawLips';
import { drawLoudness, type TimeShift } from './drawSound';
import { Keys } from './Legend';
import { AxisFrame, Empty, Plot, Row } from './Row';
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
    <Row title="Lips and sound" note={note} aside={seen && <Keys of={LEGEND} />}>
      {seen ? (
        <AxisFrame timeline={timeline} size="curve">
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

const LEGEND = [
  ['lips', 'lips open'],
  ['doubt', 'hard to see'],
  ['loud', 'loudness'],
] as const;

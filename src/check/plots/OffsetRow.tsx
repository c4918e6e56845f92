/** The offset over time: what each stretch says, what they add up to, and what is tolerated. */

import { useCallback, useMemo } from 'react';
import { offsetWords, percentWords, shareWords } from '../../../core/report/format';
import { profileOf } from '../../../core/sync/profiles';
import type { Measurement } from '../../../core/sync/types';
import { offsetSentence } from './copy';
import { drawOffset } from './drawOffset';
import { Keys } from './Legend';
import styles from './OffsetRow.module.css';
import { AxisFrame, Empty, Plot, Row } from './Row';
import { formatTime } from './scale';
import { Table } from './Table';
import type { PlotTheme } from './theme';
import type { PlotTimeline } from './timeline';
import type { PlotFrame } from './usePlot';

export function OffsetRow(props: {
  timeline: PlotTimeline;
  theme: PlotTheme | null;
  measurement: Measurement | null;
  fps: number;
  whyEmpty: string;
}) {
  const { timeline, theme, measurement, fps } = props;
  const draw = useCallback(
    (frame: PlotFrame) => {
      if (measurement) drawOffset(frame, measurement, profileOf(measurement.profile, fps));
    },
    [measurement, fps],
  );
  const known = measurement !== null && (measurement.offsetMs !== null || measurement.votes.length > 0);
  const note = known
    ? `${offsetSentence(measurement)} Limits: ${profileOf(measurement.profile, fps).label}.`
    : '';
  return (
    <Row
      title="Offset over time"
      note={note}
      aside={known && <Keys of={LEGEND} />}
      after={known && <Tables measurement={measurement} />}
    >
      {known ? (
        <AxisFrame timeline={timeline} size="map">
          <Plot
            timeline={timeline}
            theme={theme}
            draw={draw}
            label={`Offset of the sound over time. ${note}`}
          />
        </AxisFrame>
      ) : (
        <Empty>{props.whyEmpty}</Empty>
      )}
    </Row>
  );
}

function Tables({ measurement }: { measurement: Measurement }) {
  const segments = useMemo(
    () =>
      measurement.segments.map((s) => [
        formatTime(s.startS, 1),
        formatTime(s.endS, 1),
        offsetWords(s.offsetMs),
        `±${Math.round(s.ci95Ms)} ms`,
        percentWords(s.confidence),
      ]),
    [measurement],
  );
  const votes = useMemo(
    () =>
      measurement.votes.map((v) => [
        formatTime(v.timeS),
        String(v.trackId),
        offsetWords(v.offsetMs),
        v.agrees ? 'agrees' : 'disagrees',
        shareWords(v.weight),
      ]),
    [measurement],
  );
  return (
    <div className={styles['tables']}>
      <Table summary="Results as a table" columns={['From', 'to', 'Sound', 'Band', 'Sure']} rows={segments} />
      <Table
        summary="Every stretch as a table"
        columns={['At', 'Face', 'Sound', 'Result', 'Weight']}
        rows={votes}
      />
    </div>
  );
}

const LEGEND = [
  ['result', 'result and its band'],
  ['vote', 'agrees'],
  ['other', 'disagrees'],
] as const;

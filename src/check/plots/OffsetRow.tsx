/** The offset over time: what each stretch says, what they add up to, and what is tolerated. */

import { useCallback, useMemo } from 'react';
import { shiftLabels } from '../../../core/report/axis';
import { measuredWords, offsetWords, percentWords, shareWords } from '../../../core/report/format';
import { type Profile, profileOf } from '../../../core/sync/profiles';
import type { Measurement } from '../../../core/sync/types';
import { asMeasured, offsetSentence } from './copy';
import { drawOffset, hasTwoLimits, offsetRange } from './drawOffset';
import { Keys } from './Legend';
import styles from './OffsetRow.module.css';
import { AxisFrame, Empty, HEIGHT_PX, Plot, Row } from './Row';
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
  /** The sound is drawn where it belongs in the rows above. */
  corrected: boolean;
  whyEmpty: string;
}) {
  const { timeline, theme, measurement, fps } = props;
  const profile = useMemo(
    () => (measurement ? profileOf(measurement.profile, fps) : null),
    [measurement, fps],
  );
  const draw = useCallback(
    (frame: PlotFrame) => {
      if (measurement && profile) drawOffset(frame, measurement, profile);
    },
    [measurement, profile],
  );
  const known =
    measurement !== null &&
    profile !== null &&
    (measurement.offsetMs !== null || measurement.votes.length > 0);
  const note = known
    ? asMeasured(`${offsetSentence(measurement)} Limits: ${profile.label}.`, props.corrected)
    : '';
  return (
    <Row
      title="Offset over time"
      note={note}
      aside={known && <Keys of={[...LEGEND, ...limitKeys(profile)]} />}
      after={known && <Tables measurement={measurement} />}
    >
      {known ? (
        <AxisFrame
          timeline={timeline}
          size="map"
          labels={shiftLabels(...offsetRange(measurement, profile), HEIGHT_PX.map)}
        >
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
        measuredWords(s.offsetMs, s.ci95Ms),
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

/** What the lines across the plot mean, with their figures. */
function limitKeys(profile: Profile) {
  const both = ({ early, late }: { early: number; late: number }) =>
    `${offsetWords(-early)} or ${offsetWords(late)}`;
  const outer = both(profile.acceptableMs);
  if (!hasTwoLimits(profile)) return [['outer', `limit: ${outer}`]] as const;
  return [
    ['inner', `noticeable beyond ${both(profile.unnoticeableMs)}`],
    ['outer', `unacceptable beyond ${outer}`],
  ] as const;
}
